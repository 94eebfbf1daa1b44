"""What the words beside a person's name tell: the kind of source they are, and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord import actors
from onrecord.extract.sources.naming import guessed_kind

_RANK = re.compile(
    r"(?:(?:lt|lieutenant|maj|major|brig|brigadier|gen|general|col|colonel|capt|captain|adm|admiral|sgt|sergeant|cpl|"
    r"corporal|rear|vice|staff|master|sir)\.?[ -]?)+",
    re.IGNORECASE,
)
_RANK_LAST = re.compile(r" (?:Lt|Maj|Brig|Gen|Col|Capt|Adm|General|Colonel|Major|Captain)\.?(?: Gen\.?| Col\.?)?$")
_REBEL = re.compile(r"\b(?:opposition|rebels?)\b")
_ASIDE = re.compile(r",? (?:there|here)$|,? (?:quoted|cited|reached|contacted|interviewed) (?:by|in|on|at)\b.*$")
_RETIRED = re.compile(r"\bretired\b.* (?:police|officer|nurse|doctor|teacher|engineer)")
_CLAUSE = re.compile(
    r",? (?:\w+ing|stationed|wounded|involved|employed|deployed) "
    r"(?:in|on|at|for|with|to|from|by|near|the|an?|his|her)\b"
)
_BELONGING = re.compile(r" (?:of|for|at|from) (?:the )?(?:[\w-]+ )*?(?:[A-Z]|[\w-]+-based )|['’]s? ")
_REGION = re.compile(r"\b(?:Middle|East|West|North|South|Eastern|Western|Central|Africa|Asia|Europe|America|Gulf)\b")
_COMMANDING = frozenset({"armed_group", "un", "political", "ngo", "medical", "emergency"})
_EMPLOYING = frozenset({"un", "ngo", "monitor", "medical", "armed_group", "political", "military", "media"})


def post_of(told: Sequence[str], initials: Mapping[str, str]) -> tuple[str, str]:
    """The kind of a person by the words that tell who it is, and those words; ("", "") where they tell of no post.

    A bare rank or a bystander's part yields to words that say more: "Colonel" to "a rebel official".
    """
    kind, post = "", ""
    for role in told:
        found = _kind(initials.get(actors.bare(role), role))
        weak = not kind or kind == "witness" or (found in _COMMANDING and _RANK.fullmatch(post.strip()) is not None)
        if found is not None and found != "none" and weak:
            kind, post = found, role
    return kind or _employer(told), post


def _kind(role: str) -> str | None:
    """The kind of a role, without what goes on about it ("a doctor stationed at the depot") and a rank at its end."""
    if _RETIRED.search(role):
        return None
    role = _ASIDE.sub("", role)
    kind = actors.kind_of(role) or actors.kind_of(without_clause(role))
    if kind == "military":
        before = actors.kind_of(_RANK_LAST.sub("", role))
        return "armed_group" if _REBEL.search(role) else before if before in _COMMANDING else kind
    return kind


def without_clause(phrase: str) -> str:
    """The phrase without the participle that goes on about it."""
    return _CLAUSE.split(phrase)[0]


def _employer(told: Sequence[str]) -> str:
    """The kind of the body that words of no known post name: "a delegate of the Red Cross"."""
    named = (actor for role in told for *_, actor in actors.actors_in(role))
    return next((actor.kind for actor in named if actor is not None and actor.kind in _EMPLOYING), "")


def guessed_post(told: Sequence[str]) -> tuple[str, str]:
    """The kind guessed of a post that takes its kind from a body, and the words for it; a witness where none is told"""
    post = next((role for role in told if actors.kind_of(role) == "none"), "")
    return (guessed_kind(post), post) if post else ("witness", "")


def bare_post(post: str) -> bool:
    """Whether a post names nobody it belongs to, so that whoever spoke last may be meant: "its spokesman"."""
    return _BELONGING.search(_REGION.sub("", post)) is None
