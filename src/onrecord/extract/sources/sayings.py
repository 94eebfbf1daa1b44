"""Sayings: within one sentence, each cue with the words for its source and the stretch it hands to that source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract.forms import written
from onrecord.extract.marks import Word, marked, rule
from onrecord.extract.sources.asides import UNNAMED, according_to, aside_in, unnamed
from onrecord.extract.sources.astray import closing_cue, opening, right_before, run_on, run_on_subject
from onrecord.extract.sources.cues import Saying, act_of, cues
from onrecord.extract.sources.mending import mended
from onrecord.extract.sources.phrases import NAMING, SUBJECTS, owner_of, phrase_at, plausible, subject_of, that_clause
from onrecord.extract.sources.reach import after, before, between, complement_of, narrow, tail

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_NEVER_NOUNS = frozenset(
    {"alleges", "says", "tells", "denies", "admits", "insists", "confirms", "announces", "acknowledges"}
)
_HEARD = re.compile(r"[“\"‘”:]|\bthat\b")
_NAMELESS = re.compile(
    r"(?:that )?(?:(?:he|she|they|his|her|their|names?) )*(?:not (?:to )?be (?:nam|identifi|quot)ed|(?:for )?anonymity"
    r"|to (?:remain (?:anonymous|unnamed)|go by|be (?:\w+ )?(?:referred to|known|identified|named) (?:\w+ )?(?:as|by)))"
)
_ABOUT = {
    "speak": frozenset({"to", "with"}),
    "talk": frozenset({"to", "with"}),
    "report": frozenset({"on", "for"}),
    "write": frozenset({"for"}),
}
_COUNTING = frozenset({"as", "at", "that", "up", "more", "some", "about", "nearly"})
_CALLING = frozenset({"for", "on", "upon", "to"})
_OPEN = frozenset({"whether", "if"})


def _saying_word(word: Word) -> bool:
    known = cues()
    if word.pos == "NOUN" and (word.lower == "reports" or word.lemma in known.data or word.lemma in known.that):
        return True
    if word.tag == "NNS" and (word.lower in _NEVER_NOUNS or word.lower == "estimates"):
        return True
    return word.pos in {"VERB", "AUX"} and word.lemma in known.verbs


SAYING = rule(_saying_word)


def find(doc: Doc) -> tuple[Saying, ...]:
    """Every saying of a paragraph in order of its cue."""
    found: list[Saying] = []
    words, aside, markers = marked(doc, SAYING), aside_in(written(doc)), marked(doc, UNNAMED)
    for sentence in doc.sents if words or aside or markers else ():
        first, last = sentence.start, sentence.end
        if aside:
            found.extend(according_to(sentence))
        taken = {saying.head for saying in found}
        for token in [doc[at] for at in words if first <= at < last]:
            found.extend(saying for saying in _of_token(token, sentence) if saying.head not in taken or saying.head < 0)
        if aside or markers:
            found.extend(unnamed(sentence, [doc[at] for at in markers if first <= at < last]))
    return tuple(sorted((mended(doc, saying) for saying in found), key=lambda saying: saying.start))


def _of_token(token: Token, sentence: Span) -> Iterator[Saying]:
    lemma = token.lemma_.lower()
    known = cues()
    if token.lower_ == "reports" and token.pos_ == "NOUN" and (token.i + 1 >= sentence.end or token.nbor(1).is_punct):
        yield from _noun_reports(token, sentence)
    elif token.tag_ == "NNS" and (token.lower_ in _NEVER_NOUNS or _estimates(token)):
        subject = next((c for c in token.lefts if c.dep_ in {"compound", "nsubj"}), None)
        if subject is not None and plausible(subject):
            yield _saying(token, token.lower_[:-1], subject, between(token.doc, token.i + 1, sentence.end), "leading")
    elif token.pos_ in {"VERB", "AUX"} and lemma in known.verbs:
        relayed = lemma == "report" and " as saying" in token.doc[token.i : token.i + 12].text
        cited = _citing(token, sentence) if lemma in known.cite or relayed else None
        if (saying := cited or _verb(token, lemma, sentence)) is not None:
            yield saying
    elif token.pos_ == "NOUN" and lemma in known.data | known.that and (saying := _noun(token, sentence)):
        yield saying


def _estimates(token: Token) -> bool:
    """ "UNICEF estimates as many as 1,100 have died": a verb that the parser takes for a noun."""
    after = token.doc[token.i + 1 : token.i + 2]
    counts = len(after) > 0 and (after[0].like_num or after[0].lower_ in _COUNTING)
    return token.lower_ == "estimates" and counts and token.i > 0 and token.nbor(-1).pos_ == "PROPN"


def _noun_reports(token: Token, sentence: Span) -> Iterator[Saying]:
    """ "..., the observatory reports.", where missing commas make the parser take the verb for a noun."""
    before = sentence.doc[sentence.start : token.i].text
    actor = next((found for found in actors.actors_in(before) if found[1] >= len(before.rstrip()) and found[3]), None)
    if actor is not None and actor[0] > 20:
        start = sentence.start_char + actor[0]
        content = ((sentence.start_char, start),)
        span = (start, sentence.start_char + actor[1])
        yield Saying(token.idx, token.idx + 7, span, token.i - 1, token.text, "asserts", content, "trailing", True)


def _unsaid(verb: Token) -> bool:
    """Whether a cue tells what was not said, or asks: "declined to say", "without saying", "asked whether he felt"."""
    if any(c.dep_ == "neg" or (c.dep_ == "mark" and c.lower_ in _OPEN) for c in verb.children):
        return True
    head = verb.head
    if verb.dep_ != "xcomp":
        return verb.dep_ == "pcomp" and head.lower_ == "without"
    return head.lemma_.lower() in {"decline", "refuse", "fail"} or any(child.dep_ == "neg" for child in head.children)


def _verb(verb: Token, lemma: str, sentence: Span) -> Saying | None:
    known = cues()
    passive = any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children) and verb.tag_ == "VBN"
    if passive or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
        return _passive(verb, lemma, sentence, reduced=not passive)
    if verb.tag_ == "VBN" and verb.dep_ in {"amod"}:
        return None
    if _unsaid(verb) or any(
        child.dep_ == "aux" and child.lower_ in {"to", "might", "may", "can"} for child in verb.children
    ):
        return None
    if lemma in known.voiced and not _HEARD.search(written(sentence)):
        return None
    if (
        lemma in _ABOUT
        and (lemma != "report" or verb.dep_ == "relcl")
        and any(c.dep_ == "prep" and c.lower_ in _ABOUT[lemma] for c in verb.children)
    ):
        return None  # "who spoke to the paper", "which reports on the war"
    if lemma == "deny" and sum(c.dep_ in {"dative", "dobj"} for c in verb.rights) > 1:
        return None  # "denied them access"
    if lemma == "test" and not any(t.lower_ in {"positive", "negative"} for t in verb.subtree):
        return None
    if lemma in {"ask", "request", "insist", "prefer"} and _NAMELESS.match(verb.doc[verb.i + 1 : verb.i + 9].text):
        return None
    subject = subject_of(verb)
    inverted = None
    shared = not any(child.dep_ in SUBJECTS and child.i < verb.i for child in verb.children)
    if subject is None or subject.i > verb.i or (shared and lemma == "say"):
        inverted = _inverted(verb, lemma)
        subject = inverted or subject
    if shared and inverted is None and (aside := closing_cue(verb)) is not None:
        subject = subject_of(aside) or subject
    if subject is not None and shared and inverted is None and (near := run_on_subject(verb, lemma)) is not None:
        subject = near
    if subject is None and verb.tag_ == "VBG" and lemma in known.plain:
        subject = opening(sentence, verb)
    if subject is None or (shared and inverted is None and not plausible(subject)):
        subject = right_before(verb, lemma) or next((c for c in verb.lefts if c.dep_ == "compound"), None)
    if subject is not None and inverted is None and not plausible(subject):
        inverted = _inverted(verb, lemma)
        subject = inverted or (run_on(verb, lemma) if lemma != "claim" else None) or subject
    if subject is None or not (plausible(subject) or _plainly_says(verb, lemma, subject)):
        return None
    data = _data_subject(subject)
    if lemma in known.show | known.revise and lemma not in known.speech | known.report | known.think:
        if lemma in known.revise and not data and not (_toll_object(verb) and _official(subject)):
            return None
        if lemma not in known.revise and not data:
            return None
    if inverted is not None:
        return _saying(
            verb, lemma, subject, (*before(verb, verb.i, sentence), *tail(verb, sentence)), "inverted", trailing=True
        )
    complement = complement_of(verb, lemma)
    if subject.i > verb.i:
        return None
    if complement is None and verb.tag_ == "VBG":
        if verb.dep_ == "acl" and lemma in known.report | known.speech:
            return _saying(verb, lemma, subject, after(verb, sentence), "with somebody reporting")
        return None
    if lemma == "claim" and complement is not None and complement.lemma_.lower() in known.claimed:
        return None
    if lemma == "identify" and actors.kind_of(subject.text) == "witness":
        return None
    if complement is None and lemma in known.speech | known.report | known.think:
        edge = _left_of(subject)
        closes = verb.i + 1 >= sentence.end or verb.doc[verb.i + 1].is_punct
        if lemma not in known.speech | known.report and not closes:
            return None
        content = before(verb, edge, sentence)
        if content and not any(c.dep_ in SUBJECTS and c.tag_ in {"WP", "WDT"} for c in verb.lefts):
            content = (*content, *tail(verb, sentence))
            return _saying(verb, lemma, subject, content, "trailing", trailing=True)
        plain = lemma in {"say", "tell", "add", "report", "claim", "state"}
        return _saying(verb, lemma, subject, after(verb, sentence), "leading") if plain else None
    if complement is None and not data:
        return None
    content = after(verb, sentence)
    named = lemma in {"identify", "call", "describe", "name"} and not _demands(verb)
    if named and complement is not None and complement.dep_ != "ccomp":
        content = narrow(verb, complement)
    if complement is not None and complement.left_edge.i < _left_of(subject) and complement.dep_ == "ccomp":
        content = (*between(verb.doc, complement.left_edge.i, _left_of(subject)), *content)
        if complement.i < verb.i:
            return _saying(verb, lemma, subject, content, "trailing", trailing=True)
    return _saying(verb, lemma, subject, content, "leading" if _main(verb) else "leading aside")


def _plainly_says(verb: Token, lemma: str, subject: Token) -> bool:
    """Whether a verb that can only mean saying has a clause for its object, so that any subject is a source."""
    if lemma not in cues().plain or subject.lower_ in {"this", "that", "these", "it"} or subject.i > verb.i:
        return False
    return any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.children)


def _official(subject: Token) -> bool:
    """Whether a subject is one who keeps counts, rather than a person in the story."""
    start, end = phrase_at(subject, apposition=False)
    words = written(subject.doc)[start:end]
    return subject.pos_ == "PROPN" or actors.kind_of(words) not in {None, "none", "witness", "armed_group"}


def _toll_object(verb: Token) -> bool:
    """Whether the verb's object is a toll ("put the death toll at", "raised the number of cases")."""
    return any(
        child.dep_ in {"dobj", "nsubj"} and child.i > verb.i and child.lemma_.lower() in cues().toll
        for child in verb.rights
    )


def _data_subject(subject: Token) -> bool:
    return subject.lemma_.lower() in cues().data


def _left_of(subject: Token) -> int:
    return int(subject.left_edge.i)


def _inverted(verb: Token, lemma: str) -> Token | None:
    """The subject after the verb, as in "... , said Ana Ruiz": only verbs of saying, with words before them."""
    if (
        lemma not in (cues().speech | {"report", "confirm", "announce"}) - cues().addressed
        or verb.i == 0
        or verb.tag_ not in {"VBD", "VBZ", "VBP"}
    ):
        return None
    for child in verb.rights:
        if child.dep_ in {"nsubj", "dobj", "oprd", "npadvmod", "attr"} and (
            child.pos_ in NAMING or child.lower_ == "old"
        ):
            dated = child.ent_type_ in {"DATE", "TIME"} and child.lower_ != "old"
            if dated or child.lower_ in {"it", "this", "that"}:
                continue
            between = verb.doc[verb.i + 1 : child.left_edge.i].text.strip()
            if between:
                return None
            return child if plausible(child) else None
        if child.dep_ == "ccomp" and child.i > verb.i:
            return None
    return None


def _main(verb: Token) -> bool:
    """Whether a cue is the main verb of its sentence, not one of an aside such as "as officials revealed"."""
    return verb.dep_ not in {"advcl", "relcl", "acl", "pcomp", "csubj"}


def _saying(
    verb: Token, lemma: str, subject: Token, content: tuple[tuple[int, int], ...], rule: str, *, trailing: bool = False
) -> Saying:
    act = "asserts" if lemma in {"call", "insist"} and not _demands(verb) else act_of(lemma)
    return Saying(
        verb.idx, verb.idx + len(verb), phrase_at(subject), subject.i, verb.text, act, content, rule, trailing
    )


def _demands(verb: Token) -> bool:
    """Whether "call" or "insist" asks for something ("called for calm"), unlike "called him a hero"."""
    return any(
        (c.dep_ in {"prep", "prt"} and c.lower_ in _CALLING) or (c.dep_ == "ccomp" and c.tag_ == "VB")
        for c in verb.children
    )


def _passive(verb: Token, lemma: str, sentence: Span, *, reduced: bool) -> Saying | None:
    """ "was quoted as saying", "confirmed by the ministry", "are reported to have been killed"."""
    known = cues()
    whole = between(verb.doc, verb.left_edge.i, verb.right_edge.i + 1)
    if lemma == "threaten":  # "refineries threatened by the flood"
        return None
    agent = next((p for c in verb.rights if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
    if agent is not None and plausible(agent) and lemma in known.report | known.speech | known.revise:
        if reduced and verb.head.lemma_.lower() in known.data | known.toll:
            whole = ((sentence.start_char, sentence.end_char),)
        elif reduced:
            whole = between(verb.doc, verb.head.left_edge.i, verb.i)
        return Saying(
            verb.idx, verb.idx + len(verb), phrase_at(agent), agent.i, verb.text, act_of(lemma), whole, "passive agent"
        )
    if lemma in known.cite:
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None) or (verb.head if reduced else None)
        said = re.match(r"\s*as saying", verb.doc[verb.i + 1 :].text[:20])
        if subject is not None and said:
            rest = between(verb.doc, verb.i + 3, verb.right_edge.i + 1)
            rule = "quoted as saying"
            trailing = len(rest) == 0 or rest[0][1] - rest[0][0] < 12
            content = before(verb, subject.left_edge.i, sentence) if trailing else rest
            return Saying(
                verb.idx,
                verb.idx + len(verb),
                phrase_at(subject),
                subject.i,
                verb.text,
                "asserts",
                content,
                rule,
                trailing,
            )
        return None
    if not reduced and lemma in known.passive_unnamed and agent is None:
        return Saying(
            verb.idx, verb.idx + len(verb), None, -1, verb.text, "asserts", whole, "passive unnamed", unnamed=True
        )
    return None


def _citing(verb: Token, sentence: Span) -> Saying | None:
    """ "citing officials", "cited the air force as stating that"."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ == "acl"
    ):
        return _passive(verb, verb.lemma_.lower(), sentence, reduced=verb.dep_ == "acl")
    cited = next((c for c in verb.rights if c.dep_ in {"dobj", "nsubj"}), None)
    if cited is None or not plausible(cited):
        return None
    if (stating := _stating(cited, sentence)) is not None:
        content = between(verb.doc, stating.i + 1, sentence.end)
    else:
        clause = verb if any(child.dep_ in SUBJECTS for child in verb.lefts) else verb.head
        content = (
            *between(verb.doc, max(sentence.start, clause.left_edge.i), verb.i),
            *between(verb.doc, min(cited.right_edge.i + 1, sentence.end), sentence.end),
        )
    act = act_of(stating.lemma_.lower()) if stating is not None else "asserts"
    return Saying(
        verb.idx, verb.idx + len(verb), phrase_at(cited), cited.i, verb.text, act, content, "citing", cited=True
    )


def _stating(cited: Token, sentence: Span) -> Token | None:
    """The participle that tells what who is cited said: "cited the air force as stating that"."""
    words = sentence.doc[cited.i + 1 : sentence.end]
    found = (b for a, b in pairwise(words) if a.lower_ == "as" and b.tag_ == "VBG")
    return next((token for token in found if token.lemma_.lower() in cues().verbs), None)


def _noun(noun: Token, sentence: Span) -> Saying | None:
    """A noun of data with its owner: "in a report of the ministry, ...", "the army's tally rose to"."""
    known, lemma = cues(), noun.lemma_.lower()
    start, end = phrase_at(noun, apposition=False)
    clause = next((c for c in noun.rights if c.dep_ in {"acl", "ccomp", "relcl"} and that_clause(c)), None)
    if lemma in known.that and clause is not None and owner_of(noun) is not None:
        content = between(noun.doc, clause.left_edge.i, clause.right_edge.i + 1)
        owner_start = start, clause.left_edge.idx
        return Saying(
            noun.idx, noun.idx + len(noun), owner_start, noun.i, noun.text, act_of(lemma), content, "noun of saying"
        )
    if (
        noun.dep_ == "pobj"
        and noun.head.lower_ in {"in", "by"}
        and noun.head.i <= sentence.start + 2
        and owner_of(noun)
    ):
        if lemma in {"number", "total", "call", "test", "count", "toll"}:
            return None
        content = between(noun.doc, noun.right_edge.i + 1, sentence.end)
        return Saying(
            noun.idx, noun.idx + len(noun), (start, end), noun.i, noun.text, "asserts", content, "in a report"
        )
    if noun.dep_ == "nsubj" and lemma in known.data and owner_of(noun) is not None:
        verb = noun.head
        if verb.lemma_.lower() in known.verbs or lemma not in {
            "tally",
            "toll",
            "count",
            "figure",
            "datum",
            "data",
            "estimate",
        }:
            return None
        content = after(verb, sentence)
        return Saying(
            noun.idx, noun.idx + len(noun), (start, end), noun.i, noun.text, "asserts", content, "owner's tally"
        )
    return None
