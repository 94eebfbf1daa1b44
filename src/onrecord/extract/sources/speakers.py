"""Who speaks: the words for a source resolved to a full name, kind, side and origin by what the report told before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.alternation import has
from onrecord.extract.forms import written
from onrecord.extract.mentions import Passage
from onrecord.extract.sources.cues import cues
from onrecord.extract.sources.memory import COMMON, Memory
from onrecord.extract.sources.naming import (
    expanded,
    guessed_kind,
    holder_of,
    initials_in,
    lone_name_kind,
    longer_body,
    longest,
    only_monitor,
    only_station,
    signer,
)
from onrecord.extract.sources.people import (
    OUTLET,
    UNNAMED,
    VAGUE,
    Person,
    Voice,
    body_at_end,
    heads,
    is_person,
    is_plural,
    people_of,
)
from onrecord.extract.sources.persons import known_person, own_reporter, person_of, titled
from onrecord.extract.sources.phrases import owner_of, phrase_at, subject_before
from onrecord.extract.sources.posts import bare_post, guessed_post, post_of, without_clause
from onrecord.extract.sources.pronouns import fits, follows_what_is_said, introduced, led_to, speaks_as_body
from onrecord.extract.sources.sides import AMBIGUOUS, home_country, neutral_body, side_for
from onrecord.model import Report

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_APPOSED = re.compile(r"(?P<name>(?:[Tt]he )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}) an? [\d a-z-]{4,}")
_OFFICE = re.compile(
    r"(?P<of>[A-Z][\w’'. -]*?)['’]s? (?:press |private )?(?:office|spokes\w+)$|"
    r"\b(?:spokes\w+|aide|advis[eo]r) (?:for|to|of) (?P<who>[A-Z][\w’'. -]*)$"
)
_BODY_NOUNS = VAGUE | {"regime", "government", "opposition", "ministry", "army", "military", "state", "court", "family"}
_REPORTS_FROM = re.compile(r"\breports? (?:from|in|out of) ")
_STUDIES = frozenset({"report", "study", "survey", "bulletin", "update"})
_INITIALS = re.compile(r"(?<!\w)((?:[A-Z]\.)+[A-Z])$")
PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who", "which"})
_BODIES = frozenset({"government", "political", "un", "ngo", "monitor", "medical", "company", "armed_group"})
_ABROAD = re.compile(r"\b(?:in|near|from|at|to)\b|\b[\w-]+-based\b")
_PICTURES = frozenset({"video", "footage", "photo", "photograph", "picture", "image", "clip", "film"})


def _personal(noun: str) -> bool:
    """Whether a noun tells what one person is, as "rebel" does, rather than a body or several."""
    return noun not in _BODY_NOUNS and not is_plural(noun) and actors.kind_of(noun) is not None


class Cast:
    """The people and bodies of one report, and the memory of who spoke last. Feed it sayings in reading order."""

    def __init__(self, report: Report, passages: Sequence[Passage]) -> None:
        self.report = report
        self.text = "\n".join(passage.text for passage in passages)
        self.texts = [passage.text for passage in passages]
        self.docs = [passage.doc for passage in passages]
        sentences = sum(1 for passage in passages for _ in passage.doc.sents)
        self.lines = sentences <= 1.6 * max(1, len(passages))  # one sentence a line, as in some archives
        self.memory = Memory(6 if self.lines else 2)
        self.home = home_country(self.text)
        self.people = {person.name: person for person in people_of(passages)}
        self.names = {written(ent).removesuffix("’s") for p in passages for ent in p.doc.ents if ent.label_ == "PERSON"}
        self.initials = initials_in(self.text)

    def voice(self, doc: Doc, start: int, end: int, head: int, paragraph: int) -> Voice:
        """Resolve the doc's text from start to end, whose head is token ``head``, and remember who it was."""
        found = self._resolve(doc, start, end, doc[head], paragraph)
        found = replace(found, name=_INITIALS.sub(r"\1.", re.sub(r"^(?:the|The) ", "", found.name)))
        self.memory.keep(found, doc[head], paragraph)
        return found

    def named(self, words: str) -> Voice:
        """The voice of words that stand outside any sentence, as in "Ana Ruiz, eyewitness" under a quotation."""
        if (joint := self._joint(words)) is not None:
            return joint
        head, _, what = words.partition(",")
        person = known_person(self.people, head.strip()) or (Person(head.strip(), (what.strip(),)) if what else None)
        kind = actors.kind_of(what.strip()) if what else None
        if kind == "media" and actors.kind_of(head) is not None:
            return self._single(head.strip(), 0)
        if person is not None and (what or actors.kind_of(head) is None):
            voice = self._of_person(person.name, person.roles, words, 0)
            if kind is not None and kind != "none" and not person.roles[1:]:
                return replace(voice, kind=kind, side=voice.side if kind in actors.SIDED else None)
            return voice
        return self._single(head.strip(), 0)

    def _resolve(self, doc: Doc, start: int, end: int, head: Token, paragraph: int) -> Voice:
        phrase = re.sub(r"\s+", " ", written(doc)[start:end]).strip(' ,.;:-—“”"')
        phrase = re.sub(r"\s*\([^)]*\)?$", "", phrase) or phrase
        phrase = re.split(r",? (?:which|who|whose|where)\b", phrase)[0] or phrase
        phrase = re.sub(r"^(?:to|what|later|earlier|meanwhile|separately|initially) ", "", phrase, flags=re.IGNORECASE)
        if (apposed := _APPOSED.match(phrase)) is not None:  # commas lost: "Ana Ruiz a nurse"
            known = actors.lookup(apposed["name"]) is not None
            phrase = apposed["name"] if known else f"{apposed['name']}, {phrase[apposed.end('name') + 1 :]}"
        phrase = re.sub(r" (?:him|her|it|them)sel(?:f|ves)$", "", phrase)
        low = phrase.lower()
        pronoun = phrase != "WHO" and (head.pos_ == "PRON" or low in PRONOUNS)
        meant = self._meant(low, doc, head, paragraph) if pronoun else None
        if pronoun and (meant is not None or low not in cues().bare):
            return meant or OUTLET
        again = re.fullmatch(r"(?:the|that|same|the same) sources?", low)
        if again and (told := self.memory.called_source(paragraph)) is not None:
            return told
        if low == "report" and (issuer := self.memory.issuer(paragraph)) is not None:
            return issuer
        if low in cues().bare or (_REPORTS_FROM.search(low) is not None and owner_of(head) is None):
            return UNNAMED
        if re.search(r"\d-year-old$", low):
            return self.memory.meant("he", paragraph) or Voice(phrase, "witness", None, phrase, None, person=True)
        if own_reporter(phrase, self.report.publisher):
            return OUTLET
        phrase = re.sub(r"^[A-Z][\w .,]+\s[—–-]+\s", "", phrase)  # a dateline
        if (
            head.lemma_.lower() in cues().data | {"claim"}
            and actors.kind_of(phrase) != "media"
            and (data := self._owner(doc, head, phrase, paragraph)) is not None
        ):
            return data
        if (joint := self._joint(phrase)) is not None:
            return joint
        voice = self._single(phrase, paragraph)
        body = voice.kind == "witness" and voice.name not in self.names and speaks_as_body(head)
        return replace(voice, kind="company", person=False) if body and voice.name.isalpha() else voice

    def _meant(self, word: str, doc: Doc, head: Token, paragraph: int) -> Voice | None:
        """Whom a pronoun stands for: one just told of in its own sentence or as the last one's subject, else who spoke
        last."""
        return (
            self._told_of(word, head, paragraph)
            or self._brought_in(word, head, paragraph)
            or self.memory.meant(word, paragraph)
            or (self._mentioned(word, doc, head.sent.start_char, paragraph) if follows_what_is_said(head) else None)
            or self._mentioned(word, doc, head.idx, paragraph)
        )

    def _told_of(self, word: str, head: Token, paragraph: int) -> Voice | None:
        """The person or body that the words right before lead up to, where the pronoun fits it."""
        told = led_to(word, head, self._before(paragraph), self.memory.heard)
        if told is None:
            return None
        if word == "it":
            words = written(told.doc)[slice(*phrase_at(told.root, apposition=False))]
            body = not is_plural(words) and not is_person(words) and actors.kind_of(words) in _BODIES
            return self._single(words, paragraph) if body else None
        return self._person_at(word, told, paragraph)

    def _brought_in(self, word: str, head: Token, paragraph: int) -> Voice | None:
        """The person whom the sentence before a quotation brings in, where "he said" stands behind that quotation."""
        if word not in {"he", "she"} or not follows_what_is_said(head):
            return None
        told = introduced(head, self._before(paragraph), self.memory.heard)
        return self._person_at(word, told, paragraph) if told is not None else None

    def _before(self, paragraph: int) -> list[Doc]:
        return self.docs[max(0, paragraph - self.memory.recent) : paragraph]

    def _person_at(self, word: str, name: Span, paragraph: int) -> Voice | None:
        """The person of this name where "he" or "she" may be theirs."""
        person = known_person(self.people, re.sub(r"['’]s$", "", written(name)))
        if person is None or not fits(word, ", ".join((person.name, *person.roles))):
            return None
        before = next((voice for _, voice in reversed(self.memory.spoken) if voice.name == person.name), None)
        return before or self._of_person(person.name, person.roles, person.name, paragraph)

    def _mentioned(self, word: str, doc: Doc, start: int, paragraph: int) -> Voice | None:
        """The person named last before "he" or "she" where nobody of that kind has spoken yet."""
        if word not in {"he", "she"}:
            return None
        if (subject := self._last_subject(doc, start)) is not None:
            return self._of_person(subject.name, subject.roles, subject.name, paragraph)
        texts = [(paragraph, written(doc)[:start])]
        texts.extend((number, self.texts[number]) for number in range(paragraph - 1, max(-1, paragraph - 3), -1))
        for number, text in texts:
            ends = [(text.rfind(p.name.split()[-1]), p) for p in self.people.values()]
            at, person = max(ends, key=lambda pair: pair[0], default=(-1, None))
            if person is not None and at >= 0:
                return self._of_person(person.name, person.roles, person.name, number)
        return None

    def _last_subject(self, doc: Doc, start: int) -> Person | None:
        """The person whom the last sentence with such a subject tells of: "Ruiz called for Bell to go. He said ..."."""
        ended = [ent for ent in doc.ents if ent.label_ == "PERSON" and ent.end_char <= start]
        for ent in reversed(ended):
            root = ent.root.head if ent.root.dep_ == "appos" else ent.root
            if root.dep_ == "nsubj" and root.head.tag_ in {"VBD", "VBZ", "VBP", "VBN"}:
                return known_person(self.people, written(ent).removesuffix("’s"))
        return None

    def _owner(self, doc: Doc, head: Token, phrase: str, paragraph: int) -> Voice | None:
        """The owner of a noun of data: "UN figures" are the UN's, "the statement" its last issuer's."""
        owner = owner_of(head)
        if owner is None:
            agent = next((p for c in head.subtree if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
            owner = agent
        if owner is None:
            if head.lemma_.lower() in _STUDIES | {"statement", "claim", "tweet", "post", "announcement", "letter"}:
                if (issuer := self.memory.issuer(paragraph)) is not None:
                    return issuer
                before = (written(doc)[: head.sent.start_char], *self.texts[max(0, paragraph - 2) : paragraph][::-1])
                if (who := signer(head.lower_, before)) is not None:
                    return self._single(who, paragraph)
                if head.lemma_.lower() in _STUDIES:
                    return None
                return self.memory.last(paragraph)
            return None
        if owner.tag_ == "PRP$":
            told = subject_before(owner) if owner.lower_ in {"its", "their"} else None
            if told is not None and actors.kind_of(told) not in {None, "none", "witness"}:
                return self._single(told, paragraph)
            return self.memory.meant({"his": "he", "her": "she", "their": "they"}.get(owner.lower_, "it"), paragraph)
        if head.lemma_.lower() in _PICTURES:
            shown = self._single(doc[owner.left_edge.i : owner.right_edge.i + 1].text.strip(), paragraph)
            return replace(shown, name=phrase, described=f"{phrase}, {shown.described}")
        left, right = owner.left_edge.i, owner.right_edge.i
        words = doc[left : right + 1].text.strip()
        if owner.i < head.i:  # a modifier: all that stands before the noun, less what only qualifies the data
            words = re.sub(
                r"^(?:(?:the|a|an|latest|new|official|another|earlier)\s+)+",
                "",
                doc[head.left_edge.i : head.i].text,
                flags=re.I,
            )
            if actors.lookup(words) is None and owner.dep_ in {"poss", "compound", "nmod"}:
                words = re.sub(r"^(?:latest|new|official) ", "", doc[left : right + 1].text)
        voice = self._single(re.sub(r"['’]s$", "", words), paragraph)
        return replace(voice, kind="government") if voice.kind == "none" and actors.country_of(words) else voice

    def _joint(self, phrase: str) -> Voice | None:
        """ "A and B said": the name of both, the kind of the first (codebook section 6)."""
        if ";" not in phrase and any(" and " in words for _, _, words, _ in actors.actors_in(phrase)):
            return None
        parts = re.split(r";\s+", phrase) if ";" in phrase else re.split(r"\s+and\s+(?:the\s+)?", phrase)
        if len(parts) < 2 or actors.lookup(phrase) is not None or "," in phrase:
            return None
        kinds = [actors.kind_of(part) for part in parts]
        if any(kind is None or kind == "none" for kind in kinds):
            return None
        voices = [self._single(part, 0) for part in parts]
        sides = {voice.side for voice in voices}
        origins = [voice.origin for voice in voices]
        return Voice(
            phrase,
            voices[0].kind,
            sides.pop() if len(sides) == 1 else None,
            phrase,
            "+".join(o for o in origins if o) if all(origins) else None,
            plural=True,
        )

    def _single(self, phrase: str, paragraph: int) -> Voice:
        phrase = longer_body(phrase, self.text) or phrase
        known = actors.lookup(phrase) or body_at_end(phrase)
        name, roles = (
            person_of(self.people, self.names, phrase) if known is None or known.kind == "government" else (None, ())
        )
        if name is not None:
            return self._of_person(name, roles, phrase, paragraph)
        if known is not None:
            return Voice(longest(phrase, known, self.text), known.kind, known.side, phrase, known.origin)
        if (again := self._again(phrase, paragraph) or self.memory.named(phrase)) is not None:
            return again
        if (station := only_station(phrase, self.text)) is not None:
            return Voice(station, "media", None, phrase, actors.slug(station))
        if (only := only_monitor(phrase, self.text)) is not None:
            return Voice(longest(only.name, only, self.text), only.kind, only.side, phrase, only.origin)
        if (told := self._titled(phrase, paragraph) or self._office(phrase, paragraph)) is not None:
            return told
        full = self.initials.get(actors.bare(phrase), phrase)
        kind = actors.kind_of(full) or actors.kind_of(phrase) or actors.kind_of(without_clause(phrase)) or "none"
        if kind in {"none", "government"} and (longer := expanded(full, self.text)) is not None:
            kind = actors.kind_of(longer) or kind
        if kind == "none" and " and " in full:
            known_kinds = map(actors.kind_of, full.split(" and "))
            kind = next((part for part in known_kinds if part not in {None, "none"}), None) or "none"
        if kind == "none" and full in self.names:
            return Voice(full, "witness", None, full, actors.slug(full), person=True)
        if kind == "none":
            kind = guessed_kind(full)
            alone = re.fullmatch(r"[A-Z][a-z]{2,}", full) and actors.kind_of(full) is None
            if kind == "unnamed" and alone and full.lower() not in self.text:
                kind = lone_name_kind(self.text)
        if (
            kind == "expert"
            and actors.side_of(full)
            and re.search(r"[A-Z]\w+ (?:Institute|Survey|Bureau|Service|Agency)", full)
        ):
            kind = "government"
        side = self._side(full, kind, paragraph)
        person = is_person(full) or (kind == "witness" and not is_plural(full))
        return Voice(full, kind, side, full, actors.origin_of(full, kind, side), person=person, plural=is_plural(full))

    def _titled(self, phrase: str, paragraph: int) -> Voice | None:
        """Who "Mr Ruiz" is; a title is always a person's."""
        person = titled(phrase, self.text)
        if person is None:
            return None
        self.people.setdefault(person.name, person)
        return self._of_person(person.name, person.roles, phrase, paragraph)

    def _office(self, phrase: str, paragraph: int) -> Voice | None:
        """The office of a person, or who speaks for it: "Ana Ruiz's office" is of her kind and side."""
        office = _OFFICE.search(phrase)
        owner = self._single(office["of"] or office["who"], paragraph) if office is not None else None
        if (
            owner is None
            or (office is not None and office["who"] and not owner.person)
            or owner.kind in {"company", "witness", "none", "unnamed"}
        ):
            return None
        described = f"{phrase}, {owner.described}"
        return Voice(phrase, owner.kind, owner.side, described, owner.origin, person=is_person(phrase))

    def _side(self, phrase: str, kind: str, paragraph: int) -> str | None:
        return side_for(phrase, kind, home=self.home, last=self.memory.side(paragraph), text=self.text)

    def _again(self, phrase: str, paragraph: int) -> Voice | None:
        """The one last heard of a description such as "the ministry" or "the agency", if the phrase names no other."""
        if (holder := holder_of(phrase, self.people.values())) is not None:
            return self._of_person(holder.name, holder.roles, phrase, paragraph)
        if (told := self.memory.again(phrase, paragraph)) is not None:
            return told
        match = COMMON.fullmatch(phrase)
        if match is None or actors.actors_in(phrase) or phrase[4:].lower() != phrase[4:]:
            return None
        noun = match[1].lower()
        found = [
            p
            for p in self.people.values()
            if any(noun in heads(r) or (_personal(noun) and has(r.lower(), noun)) for r in p.roles)
        ]
        if len(found) == 1 and match[1] not in {"official", "spokesman", "spokeswoman", "doctor", "activist"}:
            return self._of_person(found[0].name, found[0].roles, phrase, paragraph)
        return None

    def _of_person(self, name: str, roles: Sequence[str], phrase: str, paragraph: int) -> Voice:
        leader = actors.lookup(name)
        if leader is not None and leader.kind == "government":
            return Voice(
                name, "government", leader.side, f"{name}, leader of {leader.side}", leader.origin, person=True
            )
        told = [role for role in roles if role.strip()]
        described = ", ".join((name, *told))
        kind, post = post_of(told, self.initials)
        if not kind:
            kind, post = guessed_post(told)
            body = self.memory.body(paragraph) if kind in {"unnamed", "company"} and bare_post(post) else None
            if body is not None:
                return Voice(name, body.kind, body.side, f"{described}, {body.name}", body.origin, person=True)
            kind = "witness" if kind == "unnamed" else kind
        side = self._side_told(kind, post, told, paragraph)
        return Voice(name, kind, side, described, actors.origin_of(name, kind, side, described=described), person=True)

    def _side_told(self, kind: str, post: str, told: Sequence[str], paragraph: int) -> str | None:
        """The side that a person's post names, or else any words about them; what is told of nobody is taken as the
        report's own."""
        if kind not in {"government", "military"}:
            return self._side(", ".join(told) if kind in {"police", "emergency"} else post, kind, paragraph)
        if neutral_body(post) or (kind == "military" and any(map(neutral_body, told))):
            return actors.side_of(post)
        words = (post, *(_ABROAD.split(role)[0] for role in told))
        named = next((s for s in map(actors.side_of, words) if s and s not in AMBIGUOUS), None)
        return named or (self._side(", ".join(told) if kind == "military" else post, kind, paragraph) if post else None)
