"""The words that hand a stretch of text to a source: cue verbs with their acts, nouns of data, markers, channels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onrecord.actors import ROLES
from onrecord.knowledge import table


@dataclass(frozen=True, slots=True)
class Cues:
    """The attribution knowledge of one language, ready to look up."""

    speech: frozenset[str]
    report: frozenset[str]
    show: frozenset[str]
    revise: frozenset[str]
    think: frozenset[str]
    cite: frozenset[str]
    infinitive: frozenset[str]
    plain: frozenset[str]
    passive_unnamed: frozenset[str]
    addressed: frozenset[str]
    voiced: frozenset[str]
    claimed: frozenset[str]
    data: frozenset[str]
    that: frozenset[str]
    toll: frozenset[str]
    adverbs: frozenset[str]
    adjectives: frozenset[str]
    phrases: re.Pattern[str]
    bare: frozenset[str]
    reporters: frozenset[str]
    release_starts: tuple[str, ...]
    release_anywhere: tuple[str, ...]
    acts: tuple[tuple[str, frozenset[str]], ...]
    channels: tuple[tuple[str, re.Pattern[str]], ...]
    any_channel: re.Pattern[str]
    denial: re.Pattern[str]
    verbs: frozenset[str]
    aside_phrases: tuple[str, ...]


def _any_of(words: list[str]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)", re.IGNORECASE)


def _denial(words: Mapping[str, list[str]]) -> re.Pattern[str]:
    """What is said against another's claim: "reports that 12 had died were false"."""
    nouns, verdicts = ("|".join(map(re.escape, words[key])) for key in ("nouns", "verdicts"))
    claim = rf"\W*(?:that )?(?:(?!said)[\w’'-]+ ){{0,3}}(?:{nouns})s?\b"
    return re.compile(rf"{claim}.*\b(?:is|are|was|were|as) (?:\w+ )?(?:{verdicts})\b", re.I)


@cache
def cues() -> Cues:
    """The English cues, from data/languages/en/attribution.toml."""
    data = table(ROLES)
    verbs, unnamed = data["verbs"], data["unnamed"]
    return Cues(
        speech=frozenset(verbs["speech"]),
        report=frozenset(verbs["report"]),
        show=frozenset(verbs["show"]),
        revise=frozenset(verbs["revise"]),
        think=frozenset(verbs["think"]),
        cite=frozenset(verbs["cite"]),
        infinitive=frozenset(verbs["infinitive"]),
        plain=frozenset(verbs["plain"]),
        passive_unnamed=frozenset(verbs["passive_unnamed"]),
        claimed=frozenset(verbs["claimed"]),
        addressed=frozenset(verbs["addressed"]),
        voiced=frozenset(verbs["voiced"]),
        data=frozenset(data["data"]["nouns"]),
        that=frozenset(data["data"]["that"]),
        toll=frozenset(data["data"]["toll"]),
        adverbs=frozenset(unnamed["adverbs"]),
        adjectives=frozenset(unnamed["adjectives"]),
        phrases=_any_of(unnamed["phrases"]),
        bare=frozenset(unnamed["subjects"]),
        reporters=frozenset(data["outlet"]["persons"]),
        release_starts=tuple(data["release"]["starts"]),
        release_anywhere=tuple(data["release"]["anywhere"]),
        acts=tuple((act, frozenset(words)) for act, words in data["acts"].items()),
        denial=_denial(data["denial"]),
        verbs=frozenset(
            word for kind in ("speech", "report", "show", "revise", "think", "cite") for word in verbs[kind]
        ),
        aside_phrases=("according to", "ed by", "in the words of", *(phrase.lower() for phrase in unnamed["phrases"])),
        channels=tuple((name, _any_of(words)) for name, words in data["channels"].items()),
        any_channel=_any_of([word for words in data["channels"].values() for word in words]),
    )


def act_of(lemma: str) -> str:
    """What a cue verb does with its content: asserts, denies, threatens, pledges, demands or offers."""
    return next((act for act, words in cues().acts if lemma in words), "asserts")


def channel_in(words: str) -> str | None:
    """Where the words were said: "Twitter", "statement", "news conference"; None if the sentence does not tell."""
    if cues().any_channel.search(words) is None:
        return None
    return next((name for name, pattern in cues().channels if pattern.search(words)), None)


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
