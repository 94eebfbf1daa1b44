"""The memory of who spoke in a report so far, and whom a pronoun or a common noun takes up from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract.forms import written
from onrecord.extract.sources.people import OUTLET, VAGUE, Voice, heads
from onrecord.extract.sources.pronouns import fits

if TYPE_CHECKING:
    from spacy.tokens import Token

COMMON = re.compile(r"(?:the|this|that)\s+(?:[a-z-]+\s+){0,2}?([a-z-]+)", re.IGNORECASE)
_OF_BODY = re.compile(r"the ([a-z -]+) (?:official|officer|spokesman|spokeswoman|source)")
_ISSUED = re.compile(
    r"\b(?:in|according to|released|published|issued) (?:an?|its|his|her|their)(?: [\w-]+){0,2} "
    r"(?:statement|report|bulletin|update|study|survey)\b"
)
_BODY_WITH = re.compile(r"^(the (?:group|body|agency|organi[sz]ation|monitor|watchdog)) with .*$", re.IGNORECASE)
_MANY = re.compile(r"\b(?:sources|officials|activists|rebels|residents|witnesses|doctors|authorities)$")
_PRINTS = frozenset({"media"})
_MEANT_BY = {
    **dict.fromkeys(("newspaper", "paper", "channel", "broadcaster", "station", "outlet", "publication"), _PRINTS),
    **dict.fromkeys(("company", "firm"), frozenset({"company"})),
    **dict.fromkeys(("alliance", "bloc"), frozenset({"government"})),
    "charity": frozenset({"ngo"}),
}
_ANY_BODY = frozenset({"un", "ngo", "monitor", "media", "company", "medical", "political", "government"})
_FAR = -9  # a paragraph that no other is near


@dataclass(slots=True)
class Memory:
    """Who spoke, in reading order; ``recent`` is how many paragraphs back a voice is still meant."""

    recent: int
    spoken: list[tuple[int, Voice]] = field(default_factory=list)
    heard: Token | None = None  # the word for the person who spoke last
    _called: list[tuple[int, Voice]] = field(default_factory=list)
    _issuer: tuple[int, Voice] | None = None
    _reporter: tuple[int, int] = (_FAR, 0)  # where the outlet's own one spoke, and how many voices before

    def keep(self, voice: Voice, head: Token, paragraph: int) -> None:
        """Remember a voice that is told of by the word ``head``."""
        if voice.name and re.search(r"\bsources?\b", voice.described):
            self._called.append((paragraph, voice))
        if voice.kind == "none" and head.pos_ != "PRON":
            self._reporter = (paragraph, len(self.spoken))
        if voice.person or voice.kind == "none":
            self.heard = head
        if voice.kind not in {"none", "unnamed"}:
            self.spoken.append((paragraph, voice))
            if _ISSUED.search(written(head.sent)):
                self._issuer = (paragraph, voice)

    def _near(self, paragraph: int) -> Iterator[Voice]:
        for at, voice in reversed(self.spoken):
            if paragraph - at > self.recent:
                return
            yield voice

    def last(self, paragraph: int) -> Voice | None:
        """Who spoke last."""
        return next(self._near(paragraph), None)

    def issuer(self, paragraph: int) -> Voice | None:
        """Who gave out the last statement or report."""
        recent = self._issuer is not None and paragraph - self._issuer[0] <= self.recent
        return self._issuer[1] if recent and self._issuer is not None else None

    def called_source(self, paragraph: int) -> Voice | None:
        """Whom "the source" or "the sources" stands for: the last one called so."""
        far = 2 * self.recent + 2
        return next((voice for at, voice in reversed(self._called) if paragraph - at <= far), None)

    def side(self, paragraph: int) -> str | None:
        """The side of the state that spoke last."""
        states = (v.side for v in self._near(paragraph) if v.kind in {"government", "military"} and v.side)
        return next(states, None)

    def body(self, paragraph: int) -> Voice | None:
        """The body that spoke last, for whom a "spokesman" or "director" of no named body speaks."""
        nobody = {"witness", "document", "media", "none", "unnamed", "expert"}
        return next((v for v in self._near(paragraph) if not v.person and v.kind not in nobody), None)

    def meant(self, word: str, paragraph: int) -> Voice | None:
        """Whom a pronoun stands for among those who spoke."""
        if word in {"he", "she"} and self._reporter[1] == len(self.spoken) and paragraph - self._reporter[0] <= 2:
            return OUTLET
        for at, voice in reversed(self.spoken):
            if paragraph - at > self.recent + 1:
                return None
            if word in {"he", "she"} and voice.person and fits(word, voice.described):
                return voice
            if word == "it" and not voice.person and not _MANY.search(voice.name):
                return voice
            if word == "they" and not voice.person:
                return voice
        return None

    def named(self, name: str) -> Voice | None:
        """The body that was heard under this name and a word for what it is: "Lamp" after "the Lamp newspaper"."""
        if not re.search(r"[A-Z]", name):
            return None
        told = ((v, v.name.removeprefix(f"{name} ")) for _, v in self.spoken if not v.person)
        bodies = (v for v, kind in told if kind != v.name and re.fullmatch(r"[a-z]+(?: [a-z]+)*", kind))
        return next(bodies, None)

    def again(self, phrase: str, paragraph: int) -> Voice | None:
        """The one last heard of a description such as "the ministry" or "the agency", if the phrase names no other."""
        voices = [voice for _, voice in reversed(self.spoken)]
        phrase = _BODY_WITH.sub(r"\1", re.sub(r"\b[A-Z]\w+-based\s+", "", phrase))
        if re.match(r"(?:the )?(?:U\.N\.|UN|United Nations) (?:\w+ )?(?:agency|body)$", phrase, re.IGNORECASE):
            return next((v for v in voices if v.kind == "un" and v.origin != "un"), None)
        if re.match(
            r"(?:the|its) (?:head|director|chief|founder) of the (?:[\w-]+ )?"
            r"(?:group|organi[sz]ation|monitor|agency|observatory)\b",
            phrase,
        ):
            return next((v for v in voices if v.person and v.kind not in {"witness", "armed_group"}), None)
        if (role := _OF_BODY.fullmatch(phrase)) is not None:
            kind = actors.kind_of(phrase)
            same = (v for v in voices if v.kind == kind and role[1] in v.described.lower())
            if (voice := next(same, None)) is not None:
                return voice
        match = COMMON.fullmatch(phrase)
        if match is None or actors.actors_in(phrase) or phrase[4:].lower() != phrase[4:]:
            return None
        return self._of_noun(match[1].lower(), paragraph, alone=len(phrase.split()) == 2)

    def _of_noun(self, noun: str, paragraph: int, *, alone: bool) -> Voice | None:
        """The voice that a common noun is the head of, or that a vague one ("the group") may stand for."""
        for at, voice in reversed(self.spoken):
            if voice.plural and " and " in voice.name:
                continue
            if noun in {"source", "sources"} and paragraph - at <= self.recent:
                return voice
            if noun in heads(voice.described) and not voice.described.lower().startswith(noun):
                old = noun in {"ministry", "army", "military", "government"} and paragraph - at > self.recent
                return None if old else voice
            body = voice.kind in {"un", "ngo", "monitor", "media", "company", "medical", "political"}
            neutral = voice.kind == "government" and voice.side is None
            fitting = _MEANT_BY.get(noun, _ANY_BODY)
            if alone and noun in VAGUE and not voice.person and (body or neutral) and voice.kind in fitting:
                return voice
        return None
