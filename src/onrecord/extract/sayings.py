"""Sayings: within one sentence, each cue with the words for its source and the stretch it hands to that source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract.cues import act_of, cues

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_PERSONAL = frozenset({"he", "she", "they", "it", "who", "i", "we", "which", "that", "those", "these", "this"})
_ASIDE = frozenset({"while", "whilst", "although", "though", "whereas"})
_NEVER_NOUNS = frozenset(
    {"alleges", "says", "tells", "denies", "admits", "insists", "confirms", "announces", "acknowledges"}
)
_CONTRAST = frozenset({"but", "yet"})
_ACCORDING = re.compile(
    r"\b(?:according to|as (?:reported|stated|confirmed|announced) by|in the words of)\s+", re.IGNORECASE
)
_NAMING = frozenset({"NOUN", "PROPN", "PRON"})
_NAME = frozenset({"PROPN", "NOUN", "PRON", "ADJ", "DET", "NUM"})


@dataclass(frozen=True, slots=True)
class Saying:
    """One cue in a paragraph: character offsets in it of the source (None where nobody is named) and of the content.

    ``act`` as in model.Statement; ``trailing`` if the content stands before the cue; ``cited`` if a reporter relays the
    source; ``unnamed`` for "reportedly" and the like.
    """

    start: int
    end: int
    source: tuple[int, int] | None
    head: int
    cue: str
    act: str
    content: tuple[tuple[int, int], ...]
    rule: str
    trailing: bool = False
    cited: bool = False
    unnamed: bool = False


def find(doc: Doc) -> tuple[Saying, ...]:
    """Every saying of a paragraph in order of its cue."""
    found: list[Saying] = []
    for sentence in doc.sents:
        found.extend(_according(sentence))
        taken = {saying.head for saying in found}
        for token in sentence:
            found.extend(saying for saying in _of_token(token, sentence) if saying.head not in taken or saying.head < 0)
        found.extend(_unnamed(sentence))
    return tuple(sorted(found, key=lambda saying: saying.start))


def _of_token(token: Token, sentence: Span) -> Iterator[Saying]:
    lemma = token.lemma_.lower()
    known = cues()
    if token.lower_ == "reports" and token.pos_ == "NOUN" and (token.i + 1 >= sentence.end or token.nbor(1).is_punct):
        yield from _noun_reports(token, sentence)
    elif token.tag_ == "NNS" and token.lower_ in _NEVER_NOUNS:
        subject = next((c for c in token.lefts if c.dep_ in {"compound", "nsubj"}), None)
        if subject is not None and _plausible(subject):
            yield _saying(token, token.lower_[:-1], subject, _between(token.doc, token.i + 1, sentence.end), "leading")
    elif token.pos_ in {"VERB", "AUX"} and lemma in known.verbs:
        if (lemma in known.cite and (saying := _citing(token, sentence))) or (saying := _verb(token, lemma, sentence)):
            yield saying
    elif token.pos_ == "NOUN" and lemma in known.data | known.that:
        if saying := _noun(token, sentence):
            yield saying


def _noun_reports(token: Token, sentence: Span) -> Iterator[Saying]:
    """ "..., the observatory reports.", where missing commas make the parser take the verb for a noun."""
    before = sentence.doc[sentence.start : token.i].text
    actor = next((found for found in actors.actors_in(before) if found[1] >= len(before.rstrip()) and found[3]), None)
    if actor is not None and actor[0] > 20:
        start = sentence.start_char + actor[0]
        content = ((sentence.start_char, start),)
        span = (start, sentence.start_char + actor[1])
        yield Saying(token.idx, token.idx + 7, span, token.i - 1, token.text, "asserts", content, "trailing", True)


def _span(token: Token, *, apposition: bool = True) -> tuple[int, int]:
    """Character offsets of a noun phrase with its modifiers, without relative clauses."""
    doc = token.doc
    left, right = token.left_edge.i, token.i
    for child in token.rights:
        if child.dep_ in {"relcl", "cc", "advcl", "parataxis"} or (
            child.dep_ == "punct" and child.text in {"—", "-", ":", ";"}
        ):
            break
        if child.dep_ == "appos" and not apposition:
            break
        if child.dep_ == "acl" and child.lemma_.lower() in cues().verbs:
            break
        if child.dep_ == "punct":
            continue
        right = max(right, child.right_edge.i)
    if doc[right].dep_ == "punct":
        right -= 1
    left, right = _trimmed(token, left, right)
    for conj in token.conjuncts:
        if conj.i > token.i and conj.head in {token, *token.conjuncts} and conj.pos_ in {"NOUN", "PROPN"}:
            right = max(right, _own_right(conj))
    if token.ent_type_ == "PERSON" and token.dep_ in SUBJECTS | {"dobj", "oprd"}:
        left = max(left, _name_left(token))
    return _joined_left(token, doc[left].idx), doc[right].idx + len(doc[right])


def _trimmed(head: Token, left: int, right: int) -> tuple[int, int]:
    """The phrase without a date after it, and without what missing commas ran together before it."""
    doc = head.doc
    for at in range(head.i + 1, right + 1):
        if doc[at].dep_ == "prep" and at + 1 <= right and doc[at + 1].ent_type_ in {"DATE", "TIME"}:
            right = at - 1
            break
    for at in range(head.i - 1, left, -1):
        token, before = doc[at], doc[at - 1]
        if (
            token.dep_ == "det"
            and token.lower_ in {"a", "an", "the", "another"}
            and before.pos_ not in {"ADP", "CCONJ", "PUNCT"}
        ):
            return at, right
        if (token.ent_type_ in {"DATE", "TIME", "CARDINAL"} or token.like_num) and token.i > left + 1:
            return at + 1, right
    return left, right


def _name_left(token: Token) -> int:
    """Where a person's name with its title begins: the run of compounds right before it, within its noun chunk."""
    chunk = next((c for c in token.sent.noun_chunks if c.start <= token.i < c.end), None)
    return int(chunk.start) if chunk is not None else int(token.left_edge.i)


def _joined_left(token: Token, start: int) -> int:
    """Where a joint source begins whose "and" the parser tied to something else: "a monitor and rebels said"."""
    doc, left = token.doc, token.left_edge.i
    if left < 2 or doc[left - 1].lower_ != "and":
        return start
    chunk = next((c for c in token.sent.noun_chunks if c.end == left - 1), None)
    if chunk is None or actors.kind_of(chunk.text) in {None, "none"}:
        return start
    return int(chunk.start_char)


def _own_right(token: Token) -> int:
    right = token.i
    for child in token.rights:
        if child.dep_ in {"relcl", "cc", "conj", "punct", "advcl"}:
            break
        right = max(right, child.right_edge.i)
    return right


def _subject(verb: Token) -> Token | None:
    """The subject that a cue verb has or shares: its own, that of the verb it is joined to, or of the clause it hangs on."""
    seen = verb
    for _ in range(4):
        nearest = [
            child
            for child in seen.children
            if child.dep_ in SUBJECTS and child.i < verb.i and child.ent_type_ not in {"DATE", "TIME"}
        ]
        own = nearest[-1] if nearest else next((child for child in seen.children if child.dep_ in SUBJECTS), None)
        if own is not None:
            if own.text in {"who", "which", "that", "what", "whom"}:
                return seen.head if seen.dep_ == "relcl" else None
            return own
        if seen.dep_ in {"conj", "xcomp", "advcl", "pcomp", "prep", "ccomp"} and seen.head is not seen:
            if seen.dep_ == "ccomp" and seen.tag_ != "VBG":
                return None
            seen = seen.head
        elif seen.dep_ in {"acl"}:
            return seen.head
        else:
            return None
    return None


def _plausible(token: Token) -> bool:
    """Whether a noun phrase can say something: a person, a body, a role, a country, a pronoun, or a noun of data."""
    if token.text != "WHO" and (token.pos_ == "PRON" or token.lower_ in _PERSONAL):
        return token.lower_ not in {"this", "that", "these", "what"}
    if token.pos_ == "PROPN" or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
        return True
    start, end = _span(token, apposition=False)
    words = token.doc.text[start:end]
    if token.lemma_.lower() in cues().data or actors.kind_of(words) is not None or re.search(r"\d-year-old$", words):
        return True
    at = token.idx - start
    return token.lower_ in {"some", "others", "many", "several", "one", "another"} or any(
        first <= at < last for first, last, _, _ in actors.actors_in(words)
    )


def _negated(verb: Token) -> bool:
    if any(child.dep_ == "neg" for child in verb.children):
        return True
    head = verb.head
    if verb.dep_ != "xcomp":
        return False
    return head.lemma_.lower() in {"decline", "refuse", "fail"} or any(child.dep_ == "neg" for child in head.children)


def _verb(verb: Token, lemma: str, sentence: Span) -> Saying | None:
    known = cues()
    passive = any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children) and verb.tag_ == "VBN"
    if passive or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
        return _passive(verb, lemma, sentence, reduced=not passive)
    if verb.tag_ == "VBN" and verb.dep_ in {"amod"}:
        return None
    if _negated(verb) or any(
        child.dep_ == "aux" and child.lower_ in {"to", "might", "may", "can"} for child in verb.children
    ):
        return None
    subject = _subject(verb)
    inverted = None
    if subject is None or subject.i > verb.i:
        inverted = _inverted(verb, lemma)
        subject = inverted or subject
    if subject is None:
        subject = _garden_path_subject(verb, lemma) or next((c for c in verb.lefts if c.dep_ == "compound"), None)
    if subject is None or not (_plausible(subject) or _plainly_says(verb, lemma, subject)):
        return None
    data = _data_subject(subject)
    if lemma in known.show | known.revise and lemma not in known.speech | known.report | known.think:
        if lemma in known.revise and not data and not (_toll_object(verb) and _official(subject)):
            return None
        if lemma not in known.revise and not data:
            return None
    if inverted is not None:
        return _saying(
            verb, lemma, subject, (*_before(verb, verb.i, sentence), *_tail(verb, sentence)), "inverted", trailing=True
        )
    complement = _complement(verb, lemma)
    if subject.i > verb.i:
        return None
    if complement is None and verb.tag_ == "VBG":
        if verb.dep_ == "acl" and lemma in known.report | known.speech:
            return _saying(verb, lemma, subject, _after(verb, sentence), "with somebody reporting")
        return None
    if (
        lemma == "claim"
        and complement is not None
        and complement.lemma_.lower() in {"responsibility", "life", "victory", "credit"}
    ):
        return None
    if lemma == "identify" and actors.kind_of(subject.text) == "witness":
        return None
    if complement is None and lemma in known.speech | known.report | known.think:
        edge = _left_of(subject)
        closes = verb.i + 1 >= sentence.end or verb.doc[verb.i + 1].is_punct
        if lemma not in known.speech | known.report and not closes:
            return None
        content = _before(verb, edge, sentence)
        if content:
            content = (*content, *_tail(verb, sentence))
            return _saying(verb, lemma, subject, content, "trailing", trailing=True)
        plain = lemma in {"say", "tell", "add", "report", "claim", "state"}
        return _saying(verb, lemma, subject, _after(verb, sentence), "leading") if plain else None
    if complement is None and not data:
        return None
    content = _after(verb, sentence)
    if lemma in {"identify", "call", "describe", "name"} and complement is not None and complement.dep_ != "ccomp":
        content = _narrow(verb, complement)
    if complement is not None and complement.left_edge.i < _left_of(subject) and complement.dep_ == "ccomp":
        content = (*_between(verb.doc, complement.left_edge.i, _left_of(subject)), *content)
        if complement.i < verb.i:
            return _saying(verb, lemma, subject, content, "trailing", trailing=True)
    return _saying(verb, lemma, subject, content, "leading")


def _tail(verb: Token, sentence: Span) -> tuple[tuple[int, int], ...]:
    """What goes on after a trailing source: "..., officials said, with nine others hurt"."""
    words = verb.doc[verb.i + 1 : sentence.end].text
    match = re.search(r",\s+(?=(?:with|including|and|most|some|among|leaving|bringing)\b)", words)
    if match is None or match.start() > 90:
        return ()
    start = verb.doc[verb.i + 1].idx + match.end() if verb.i + 1 < sentence.end else sentence.end_char
    return ((start, sentence.end_char),)


def _narrow(verb: Token, complement: Token) -> tuple[tuple[int, int], ...]:
    """What a verb of naming covers: its object up to a preposition or relative clause, or the words it puts in quotation marks."""
    stop = next(
        (c.left_edge.i for c in complement.rights if c.dep_ in {"prep", "relcl", "acl"}), complement.right_edge.i + 1
    )
    marks = [t.i for t in verb.doc[verb.i : verb.sent.end] if t.text in {"“", "”", '"'}]
    if len(marks) > 1:
        return _between(verb.doc, marks[0], marks[1] + 1)
    return _between(verb.doc, verb.i + 1, stop)


def _plainly_says(verb: Token, lemma: str, subject: Token) -> bool:
    """Whether a verb that can only mean saying has a clause for its object, so that whatever is its subject is a source."""
    if lemma not in cues().plain or subject.lower_ in {"this", "that", "these", "it"} or subject.i > verb.i:
        return False
    return any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.children)


def _official(subject: Token) -> bool:
    """Whether a subject is one who keeps counts, rather than a person in the story."""
    start, end = _span(subject, apposition=False)
    words = subject.doc.text[start:end]
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


def _complement(verb: Token, lemma: str) -> Token | None:
    """What the verb says: its clause, or for verbs of reporting its object; None if nothing follows but adjuncts."""
    known = cues()
    for child in verb.children:
        if child.dep_ == "ccomp" or (child.dep_ == "xcomp" and lemma in known.infinitive):
            return child
    marks = [t for t in verb.doc[verb.i : verb.sent.end] if t.text in {"“", '"'}]
    if lemma in {"call", "describe", "dub"} and marks:
        return next((c for c in verb.rights if c.dep_ in {"dobj", "oprd", "ccomp", "prep"}), None)
    takes_object = lemma in known.report | known.revise | known.show and lemma not in {"tell"}
    for child in verb.rights:
        if child.dep_ in {"dobj", "oprd", "attr"} and (takes_object or lemma in known.speech):
            if lemma in known.addressed and child.ent_type_ in {"ORG", "PERSON"}:
                continue
            if lemma in known.addressed and actors.kind_of(child.text) is not None:
                continue
            if lemma in {"say"} and child.ent_type_ in {"DATE", "TIME"}:
                continue
            if lemma not in known.report | known.revise | known.show and lemma not in {
                "say",
                "add",
                "describe",
                "talk",
            }:
                continue
            return child
        if (
            child.dep_ == "prep"
            and lemma in {"warn", "speak", "talk", "complain", "put"}
            and child.lower_ in {"of", "about", "at"}
        ):
            return child
        if child.dep_ == "punct" and child.text in {":", "“", '"', "‘"}:
            return child
    after = verb.doc[verb.i + 1 : verb.i + 3].text
    if re.match(r"[,:]?\s*[“\"‘']", after):
        return verb.doc[min(verb.i + 1, len(verb.doc) - 1)]
    return None


def _inverted(verb: Token, lemma: str) -> Token | None:
    """The subject after the verb, as in "... , said Ana Ruiz": only verbs of saying, with words before them."""
    if (
        lemma not in cues().speech | {"report", "confirm", "announce"}
        or verb.i == 0
        or verb.tag_ not in {"VBD", "VBZ", "VBP"}
    ):
        return None
    for child in verb.rights:
        if child.dep_ in {"nsubj", "dobj", "oprd", "npadvmod", "attr"} and (
            child.pos_ in _NAMING or child.lower_ == "old"
        ):
            dated = child.ent_type_ in {"DATE", "TIME"} and child.lower_ != "old"
            if dated or child.lower_ in {"it", "this", "that"}:
                continue
            between = verb.doc[verb.i + 1 : child.left_edge.i].text.strip()
            if between:
                return None
            return child if _plausible(child) else None
        if child.dep_ == "ccomp" and child.i > verb.i:
            return None
    return None


def _garden_path_subject(verb: Token, lemma: str) -> Token | None:
    """The noun phrase right before the verb, where missing commas led the parser astray: only before a trailing cue."""
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or lemma not in {
        "say",
        "report",
        "tell",
        "claim",
        "add",
        "announce",
        "state",
    }:
        return None
    before = verb.doc[verb.i - 1] if verb.i else None
    if before is None or before.is_punct or before.pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    chunk = next((c for c in verb.sent.noun_chunks if c.start <= before.i < c.end), None)
    return chunk.root if chunk is not None else before


def _end_of_clause(verb: Token, sentence: Span) -> int:
    """The last token of what follows a cue: before a contrast ("but ..."), an aside ("while ...") or a joined cue."""
    last = verb.i
    for child in verb.rights:
        if child.dep_ == "conj" and any(c.dep_ in SUBJECTS for c in child.lefts):
            joined = next((c for c in reversed([t for t in verb.rights if t.i < child.i]) if c.dep_ == "cc"), None)
            if (joined is not None and joined.lower_ in _CONTRAST) or child.lemma_.lower() in cues().verbs:
                break
        if child.dep_ == "cc" and child.lower_ in _CONTRAST:
            break
        aside = child.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ in _ASIDE for m in child.children)
        if aside and any(_tells(t) for t in child.subtree):
            break
        last = max(last, child.right_edge.i)
    spliced = verb.dep_ == "ccomp" and verb.head.i > last and verb.head.lemma_.lower() not in cues().verbs
    if (
        spliced or last >= sentence.end - 2
    ):  # "said one was hurt, two were dead": the parser makes the last clause the main one
        last = sentence.end - 1
    return last


def _tells(token: Token) -> bool:
    """Whether a token is a finite cue of another voice: "while officials said ...", "while two more are thought to ..."."""
    known = cues()
    if token.lemma_.lower() not in known.speech | known.report | known.think:
        return False
    return token.tag_ in {"VBD", "VBZ", "VBP"} or any(c.dep_ == "auxpass" for c in token.children)


def _after(verb: Token, sentence: Span) -> tuple[tuple[int, int], ...]:
    last = _end_of_clause(verb, sentence)
    if last - verb.i < 2 and verb.i + 2 < sentence.end:  # the parser lost the clause
        last = sentence.end - 1
    return _between(verb.doc, verb.i + 1, last + 1)


def _before(verb: Token, edge: int, sentence: Span) -> tuple[tuple[int, int], ...]:
    """The words before a trailing cue, from the start of its clause to the source's left edge."""
    start = sentence.start
    if verb.dep_ == "conj" and verb.head.i < verb.i and verb.head.lemma_.lower() in cues().verbs:
        inner = next((c for c in verb.lefts if c.dep_ == "ccomp"), None)
        start = inner.left_edge.i if inner is not None else sentence.start
    if verb.doc[start].is_quote and edge - start > 2:
        return _between(verb.doc, start, edge)
    words = [t for t in verb.doc[start:edge] if not t.is_punct and not t.is_space]
    if not any(t.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "NUM"} for t in words):
        return ()
    if not any(t.pos_ in {"VERB", "AUX"} for t in words) and not any(
        t.text in {"”", '"', "“", "’"} for t in verb.doc[start:edge]
    ):
        return ()
    return _between(verb.doc, start, edge)


def _between(doc: Doc, first: int, stop: int) -> tuple[tuple[int, int], ...]:
    while first < stop and (
        doc[first].is_space or (doc[first].is_punct and doc[first].text not in {"“", '"', "‘", "("})
    ):
        first += 1
    while stop > first and (doc[stop - 1].is_space or doc[stop - 1].text in {",", ";", ":"}):
        stop -= 1
    if first >= stop:
        return ()
    return ((doc[first].idx, doc[stop - 1].idx + len(doc[stop - 1])),)


def _saying(
    verb: Token, lemma: str, subject: Token, content: tuple[tuple[int, int], ...], rule: str, *, trailing: bool = False
) -> Saying:
    return Saying(
        verb.idx, verb.idx + len(verb), _span(subject), subject.i, verb.text, act_of(lemma), content, rule, trailing
    )


def _passive(verb: Token, lemma: str, sentence: Span, *, reduced: bool) -> Saying | None:
    """ "was quoted as saying", "confirmed by the ministry", "are reported to have been killed"."""
    known = cues()
    whole = _between(verb.doc, verb.left_edge.i, verb.right_edge.i + 1)
    agent = next((p for c in verb.rights if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
    if agent is not None and _plausible(agent) and lemma in known.report | known.speech | known.revise:
        if reduced and verb.head.lemma_.lower() in known.data | known.toll:
            whole = ((sentence.start_char, sentence.end_char),)
        elif reduced:
            whole = _between(verb.doc, verb.head.left_edge.i, verb.i)
        return Saying(
            verb.idx, verb.idx + len(verb), _span(agent), agent.i, verb.text, act_of(lemma), whole, "passive agent"
        )
    if lemma in known.cite:
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None) or (verb.head if reduced else None)
        said = re.match(r"\s*as saying", verb.doc[verb.i + 1 :].text[:20])
        if subject is not None and said:
            after = _between(verb.doc, verb.i + 3, verb.right_edge.i + 1)
            rule = "quoted as saying"
            trailing = len(after) == 0 or after[0][1] - after[0][0] < 12
            content = _before(verb, subject.left_edge.i, sentence) if trailing else after
            return Saying(
                verb.idx, verb.idx + len(verb), _span(subject), subject.i, verb.text, "asserts", content, rule, trailing
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
    if cited is None or not _plausible(cited):
        return None
    stating = re.search(
        r"\bas (?:saying|stating|reporting|confirming|claiming)\b", verb.doc[cited.i : sentence.end].text
    )
    if stating:
        first = cited.i + len(verb.doc[cited.i : sentence.end].text[: stating.end()].split())
        content = _between(verb.doc, min(first, sentence.end - 1), sentence.end)
    else:
        content = (
            *_between(verb.doc, sentence.start, verb.i),
            *_between(verb.doc, min(cited.right_edge.i + 1, sentence.end), sentence.end),
        )
    return Saying(
        verb.idx, verb.idx + len(verb), _span(cited), cited.i, verb.text, "asserts", content, "citing", cited=True
    )


def _noun(noun: Token, sentence: Span) -> Saying | None:
    """A noun of data with its owner: "in a report of the ministry, ...", "government claims that ...", "X's tally rose to"."""
    known, lemma = cues(), noun.lemma_.lower()
    start, end = _span(noun, apposition=False)
    clause = next((c for c in noun.rights if c.dep_ in {"acl", "ccomp", "relcl"} and _that_clause(c)), None)
    if lemma in known.that and clause is not None and owner_of(noun) is not None:
        content = _between(noun.doc, clause.left_edge.i, clause.right_edge.i + 1)
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
        content = _between(noun.doc, noun.right_edge.i + 1, sentence.end)
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
        content = _after(verb, sentence)
        return Saying(
            noun.idx, noun.idx + len(noun), (start, end), noun.i, noun.text, "asserts", content, "owner's tally"
        )
    return None


def _that_clause(clause: Token) -> bool:
    return any(c.lower_ == "that" and c.i <= clause.i for c in clause.children) and any(
        c.dep_ in SUBJECTS for c in clause.children
    )


def owner_of(noun: Token) -> Token | None:
    """Whose data a noun is: a named or role-like modifier, possessor or complement ("UN figures", "a report by the army")."""
    for child in noun.children:
        if child.dep_ in {"poss", "compound", "nmod", "amod"} and child.i < noun.i:
            words = noun.doc[child.left_edge.i : child.right_edge.i + 1].text
            named = child.ent_type_ == "ORG" or (child.text.isupper() and len(child) > 1)
            if named or actors.actors_in(words) or actors.kind_of(words) not in {None, "none"} or child.tag_ == "PRP$":
                return child
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "by", "from", "in"}:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    words = noun.doc[inner.left_edge.i : inner.right_edge.i + 1].text
                    at = inner.idx - inner.doc[inner.left_edge.i].idx
                    covered = any(start <= at < stop for start, stop, _, _ in actors.actors_in(words))
                    if inner.ent_type_ in {"ORG", "PERSON"} or covered:
                        return inner
                    if actors.kind_of(words) not in {None, "none", "witness"} and child.lower_ != "in":
                        return inner
    return None


def _according(sentence: Span) -> Iterator[Saying]:
    """ "according to X": what the sentence says, before or after it."""
    doc, text = sentence.doc, sentence.text_with_ws
    for match in _ACCORDING.finditer(text):
        at = sentence.start_char + match.end()
        first = next((t for t in sentence if t.idx + len(t) > at), None)
        if first is None:
            continue
        stop = _phrase_end(first, sentence)
        start = sentence.start_char + match.start()
        opening = next((t for t in sentence if t.idx + len(t) > start), first)
        before = _between(doc, sentence.start, opening.i)
        verbs = any(t.pos_ in {"VERB", "AUX"} for t in doc[sentence.start : opening.i])
        trailing = verbs
        rest = _between(doc, stop, sentence.end)
        if trailing and (not rest or doc[stop].text in {".", ";"}):
            content = before
        else:
            content = (*before, *rest)
        last = doc[stop - 1]
        head = last if last.lemma_.lower() in cues().data else doc[first.i : stop].root
        phrase = doc[first.i].idx, doc[stop - 1].idx + len(doc[stop - 1])
        words = doc[first.i : stop].text
        if words == words.lower() and actors.kind_of(words) is None and last.lemma_.lower() not in cues().data:
            continue
        if cues().phrases.match(text[match.start() :]):
            continue
        yield Saying(
            start,
            sentence.start_char + match.end(),
            phrase,
            head.i,
            match.group().strip(),
            "asserts",
            content,
            "according to",
            trailing,
        )


def _phrase_end(first: Token, sentence: Span) -> int:
    """One past the last token of the noun phrase that starts here: its subtree, cut at a comma, a verb or the sentence's end."""
    for token in sentence.doc[first.i + 1 : sentence.end]:
        if (
            token.ent_type_ in {"DATE", "TIME"}
            and token.ent_iob_ == "B"
            and token.nbor(-1).lower_ in {"on", "in", "as", "of", "late"}
        ):
            sentence = sentence.doc[sentence.start : token.i - 1] if token.i - 1 > first.i else sentence
            break
    head = first
    while head.head.i >= first.i and head.head is not head and head.dep_ not in {"pobj"} and head.head.pos_ in _NAME:
        head = head.head
    stop = first.i
    depth = 0
    for token in sentence.doc[first.i : sentence.end]:
        if token.text in {"(", ")"}:
            depth += 1 if token.text == "(" else -1
        if (
            (token.text in {",", ";", ":", "—", "–"} and depth == 0)
            or token.pos_ in {"AUX"}
            or token.text in {"“", "”", '"'}
        ):
            break
        if token.pos_ == "VERB" and token.tag_ not in {"VBG", "VBN"} and token.i > first.i:
            break
        if token.i > first.i and token.dep_ == "det" and token.nbor(-1).pos_ in {"NOUN", "PROPN"}:
            break
        if token.i > first.i and token.text in {"while", "but", "who", "which", "that", "as", "when", "whilst"}:
            break
        if token.is_sent_end and token.is_punct:
            break
        if token.i > head.i and head not in (token, *token.ancestors) and head.dep_ == "pobj":
            break
        stop = token.i + 1
    return max(stop, first.i + 1)


def _unnamed(sentence: Span) -> Iterator[Saying]:
    """ "reportedly", "amid reports of", "reported casualties": somebody says so, but nobody is named."""
    doc, known = sentence.doc, cues()
    for match in known.phrases.finditer(sentence.text):
        start, end = sentence.start_char + match.start(), sentence.start_char + match.end()
        content = ((sentence.start_char, sentence.end_char),)
        if match.group().lower().endswith(" of"):
            content = ((end + 1, sentence.end_char),)
        yield Saying(start, end, None, -1, match.group(), "asserts", content, "unnamed phrase", unnamed=True)
    for token in sentence:
        if token.lower_ in known.adverbs:
            head = token.head
            if token.i == sentence.start:
                content = _between(doc, sentence.start + 1, sentence.end)
            else:
                first = head.left_edge.i if head.dep_ not in {"acl", "relcl"} else min(head.left_edge.i, token.i)
                content = _between(doc, first, head.right_edge.i + 1)
        elif token.lower_ in known.adjectives and token.dep_ == "amod" and token.head.pos_ == "NOUN":
            content = ((sentence.start_char, sentence.end_char),)
            if token.head.lemma_.lower() not in known.toll:
                continue
        else:
            continue
        yield Saying(
            token.idx, token.idx + len(token), None, -1, token.text, "asserts", content, "unnamed marker", unnamed=True
        )
