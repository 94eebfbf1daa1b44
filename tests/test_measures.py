"""Every example beside a measure or an object is read as it says; every measure is covered."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onrecord import knowledge, language, measures
from onrecord.extract import figures, numbers
from onrecord.extract.figures import Counted, groups
from onrecord.extract.figures.modality import modality
from onrecord.extract.mentions import Passage
from onrecord.model import Segment

FIELDS = frozenset(
    {"measure", "object", "low", "high", "value", "hedge", "group", "status", "modality", "increment", "superseded"}
)


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence with the figures it must give, in text order; none where it tells of no figure."""

    owner: str
    text: str
    claims: tuple[Mapping[str, Any], ...]


def examples() -> Iterator[Example]:
    """The examples of every measure (which the claims are of unless they name another) and of every object."""
    for name, table in knowledge.tables("measures").items():
        for row in table["examples"]["en"]:
            claims = row.get("claims", [row["claim"]] if "claim" in row else [])
            yield Example(name, row["text"], tuple({"measure": name} | claim for claim in claims))
    for name, table in knowledge.table("objects.toml").items():
        for row in table["examples"]:
            yield Example(f"object {name}", row["text"], tuple({"object": name} | claim for claim in row["claims"]))


@pytest.fixture(scope="module")
def found() -> Mapping[str, tuple[dict[str, Any], ...]]:
    """The figures of every example's text, parsed in one batch."""
    texts = sorted({example.text for example in examples()})
    docs = language.analyse(texts)
    return {text: read(Passage(Segment("body", 0, len(text)), 0, doc)) for text, doc in zip(texts, docs, strict=True)}


def read(passage: Passage) -> tuple[dict[str, Any], ...]:
    crisis = groups.setting([passage])
    return tuple(fields(c, crisis) for c in figures.find([passage], numbers.find(passage.doc.text)))


def fields(counted: Counted, crisis: groups.Setting) -> dict[str, Any]:
    number, group = counted.number, groups.group_of(counted, None, crisis, None, None)
    return {
        "measure": counted.measure,
        "object": counted.object,
        "low": number.low,
        "high": number.high,
        "value": number.value,
        "hedge": number.hedge,
        "group": group.text,
        "status": group.status,
        "modality": modality(counted),
        "increment": counted.increment,
        "superseded": counted.superseded,
    }


@pytest.mark.parametrize("example", examples(), ids=lambda e: f"{e.owner}: {e.text}")
def test_example(example: Example, found: Mapping[str, tuple[dict[str, Any], ...]]) -> None:
    assert all(claim.keys() <= FIELDS for claim in example.claims)
    said = [
        {key: claim[key] for key in wanted} for claim, wanted in zip(found[example.text], example.claims, strict=False)
    ]
    assert said == [dict(claim) for claim in example.claims]
    assert len(found[example.text]) == len(example.claims), found[example.text][len(example.claims) :]


def test_every_measure_is_covered() -> None:
    assert [c.measure for c in measures.coverage() if not c.supported] == []
    assert {c.measure for c in measures.coverage()} == set(measures.all_measures())


def test_every_object_is_covered() -> None:
    assert [name for name, table in knowledge.table("objects.toml").items() if not table["examples"]] == []


def test_verb_and_noun_forms() -> None:
    assert measures.verb_forms("trap") == {"trap", "traps", "trapped", "trapping"}
    assert measures.verb_forms("bury") == {"bury", "buries", "buried", "burying"}
    assert measures.verb_forms("wound") == {"wound", "wounds", "wounded", "wounding"}
    assert measures.noun_forms("casualty") == {"casualty", "casualties"}
    assert measures.noun_forms("crash") == {"crash", "crashes"}


def test_no_wording_stands_twice_in_a_measure() -> None:
    for path in sorted((Path(knowledge.__file__).parent / "data" / "measures").glob("*.toml")):
        for role, phrases in tomllib.loads(path.read_text(encoding="utf-8"))["words"]["en"].items():
            assert len(phrases) == len(set(phrases)), f"{path.name}: {role}"
