"""Names and kinds that only the rest of a report tells: a body's longest form, what a bare name is short for."""

from __future__ import annotations

import re

from onrecord import actors
from onrecord.extract.people import is_person


def longest(phrase: str, known: actors.Actor, text: str) -> str:
    """The longest form of a body's name in the report; a country and its seats keep the words used."""
    if known.kind == "government" and known.side is not None:
        return phrase
    aliases = (known.name, *known.aliases)
    forms = [alias for alias in aliases if re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", text)]
    return max(forms or [alias for alias in aliases if alias in phrase] or [phrase], key=len)


def only_monitor(phrase: str, text: str) -> actors.Actor | None:
    """The body that "a monitor" or "the watchdog" is, if the report names only one."""
    words = r"(?:an?|the) (?:[a-z-]+ )?(?:monitor|watchdog|monitoring group|observatory)"
    if not re.fullmatch(words, phrase):
        return None
    named = {a.name: a for *_, a in actors.actors_in(text) if a is not None and a.kind == "monitor"}
    return next(iter(named.values())) if len(named) == 1 else None


def expanded(phrase: str, text: str) -> str | None:
    """The longest proper name that begins with the phrase's own, as "Mercy Hill" does "Mercy Hill Hospital"."""
    match = re.match(r"((?:[A-Z][\w’'.-]+ ?)+)", actors.bare(phrase))
    if match is None or actors.actors_in(match[1]) or actors.kind_of(match[1].strip()) not in {None, "none"}:
        return None
    stem = match[1].strip()
    if " " not in stem and stem == actors.bare(phrase):
        return None
    longer = sorted(re.findall(rf"{re.escape(stem)}(?: [A-Z][\w’'.-]+)+", text), key=len, reverse=True)
    return next((name for name in longer if actors.kind_of(name) not in {None, "none"}), None)


def guessed_kind(phrase: str) -> str:
    """The kind of a phrase without a telling role: a country's spokesmen are its government, any name a company."""
    if re.search(r"\b(?:Human Rights|Rights|Relief|Foundation)\b", phrase):
        return "ngo"
    if actors.side_of(phrase):
        return "government"
    base = re.split(r"\s(?:of|for|at|in|from|with|to|near)\s|,", phrase)[0]
    if base.lower() == base:
        return "witness" if is_person(base) and not re.search(r"spokes|leader", base) else "unnamed"
    return "company" if re.search(r"[A-Z]", phrase[1:]) else "unnamed"
