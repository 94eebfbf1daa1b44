"""Profiles: a line's readings as the single value of a named codebook, with the steps that lead to it.

No profile is the truth: it is what coders of that codebook would write down, by their rules, from this record.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Claim, Line
from onrecord.parties import belligerents
from onrecord.profiles import acled, idmc, ucdp
from onrecord.profiles.coded import Coded, Row, Step, Table
from onrecord.profiles.incidents import rows
from onrecord.profiles.rules import replay
from onrecord.profiles.scheme import names, scheme
from onrecord.profiles.setting import Setting
from onrecord.profiles.subject import Subject, subject

__all__ = ["PROFILES", "Coded", "Row", "Step", "Table", "code", "names", "replay", "tabulate"]

PROFILES = {"acled": acled.code, "ucdp": ucdp.code, "idmc": idmc.code}


def code(line: Line, claims: Iterable[Claim], profile: str, *, warring: frozenset[str] | None = None) -> Coded | None:
    """The line's value under a profile; None where the profile does not code its measure.

    ``claims`` are the record's: they tell also what befell whom and, unless ``warring`` does, which parties are at war.
    KeyError for a profile there is not.
    """
    found = _Record(tuple(claims), warring).code(line, profile)
    return found[0] if found else None


def tabulate(lines: Iterable[Line], claims: Iterable[Claim], profile: str) -> Table:
    """All that a profile makes of a record: a row an incident, for IDMC-like a line, and the lines it leaves out."""
    record = _Record(tuple(claims))
    coded = [found for line in lines if (found := record.code(line, profile))]
    kept = tuple(one for one, _ in coded if one.left_out is None)
    made = tuple(map(_alone, kept)) if profile == "idmc" else rows(coded, record.claims.values())
    return Table(profile, scheme(profile).label, made, tuple(one for one, _ in coded if one.left_out is not None))


class _Record:
    """What coding any line needs of the whole record; read-only once made."""

    def __init__(self, claims: tuple[Claim, ...], warring: frozenset[str] | None = None) -> None:
        self.claims = {c.id: c for c in claims}
        self.warring = belligerents(claims) if warring is None else warring
        self.setting = Setting(claims)

    def code(self, line: Line, profile: str) -> tuple[Coded, Subject] | None:
        """The line coded, with what it is about."""
        made = PROFILES[profile]
        about = subject(line, self.claims, self.warring, self.setting)
        coded = made(about) if about else None
        return (coded, about) if coded and about else None


def _alone(one: Coded) -> Row:
    return Row(
        one.profile, one.incident, one.value or 0, one.low, one.high, "whole", "one line, as reported", (one,), (),
        one.claims,
    )  # fmt: skip
