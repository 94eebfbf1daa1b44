"""Actors: every example beside the knowledge, and how sides, kinds and origins follow from words."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord import actors
from onrecord.knowledge import table

FILES = ("countries", "leaders", "groups", "bodies", "media")


def examples() -> list[Any]:
    return [pytest.param(row, id=row["text"]) for name in FILES for row in table(f"actors/{name}.toml")["examples"]]


@pytest.mark.parametrize("row", examples())
def test_examples_beside_the_knowledge(row: dict[str, str]) -> None:
    actor = actors.lookup(row["text"])
    if "none" in row:
        assert actor is None
        assert actors.country_of(row["text"]) is None
        return
    if "country" in row:
        assert row["country"] in {actors.country_of(row["text"]), actor.side if actor else None}
    if "side" in row:
        assert actor is not None
        assert actor.side == row["side"]
    if "kind" in row:
        assert actor is not None
        assert actor.kind == row["kind"]


@pytest.mark.parametrize("row", [pytest.param(r, id=r["text"]) for r in table(actors.ROLES)["roles_examples"]])
def test_role_examples(row: dict[str, str]) -> None:
    assert actors.kind_of(row["text"]) == row.get("kind")


@pytest.mark.parametrize(
    ("phrase", "side"),
    [
        ("Russian soldiers", "Russia"),
        ("Ukraine's military", "Ukraine"),
        ("Daesh militants", "Islamic State"),
        ("Gadhafi forces", "Libya"),
        ("pro-Gadhafi forces", "Libya"),
        ("anti-Gadhafi fighters", "Libyan opposition"),
        ("Libyan rebels", "Libyan opposition"),
        ("regime forces", None),
        ("US-led coalition", "US-led coalition"),
        ("Russian-backed separatists", "Russian-backed separatists"),
        ("a British-based charity", None),
        ("Syrian army", "Syria"),
        ("the tall trees", None),
        ("give it to us", None),
    ],
)
def test_side_of(phrase: str, side: str | None) -> None:
    assert actors.side_of(phrase) == side


@pytest.mark.parametrize(
    ("name", "kind", "side", "described", "origin"),
    [
        ("Moscow", "government", "Russia", "", "russia-government"),
        ("Russia's Defense Ministry", "government", "Russia", "", "russia-government"),
        ("Ukrainian officials", "government", "Ukraine", "", "ukraine-government"),
        ("Ukraine's general staff", "military", "Ukraine", "", "ukraine-general-staff"),
        ("officials", "government", "Peru", "", None),
        ("an official", "government", None, "", None),
        ("a source", "unnamed", None, "", None),
        ("Ana Ruiz", "un", None, "Ana Ruiz, a spokeswoman for the UN refugee agency", "unhcr"),
        ("the Observatory", "monitor", None, "", "sohr"),
        ("Daesh", "armed_group", "Islamic State", "", "islamic-state"),
        ("The United Nations and UNICEF", "un", None, "", "un+unicef"),
        ("Lena Ortiz", "witness", None, "", "lena-ortiz"),
    ],
)
def test_origin(name: str, kind: str, side: str | None, described: str, origin: str | None) -> None:
    assert actors.origin_of(name, kind, side, described=described) == origin


def test_local_authorities_are_told_apart_by_place() -> None:
    assert actors.origin_of("Local authorities", "government", "Peru", "Arequipa") == "arequipa-authorities"
    assert actors.origin_of("Local authorities", "government", "Peru") is None
