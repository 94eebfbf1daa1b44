"""Scoring a record against hand-coded figures, as the gold's own scorer does: found, fields right, lines, relations.

A gold figure is found when a claim of the same report has the same number at the same spot; each claim is used once.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from onrecord.model import Claim

STOP = frozenset(
    (
        "the",
        "a",
        "an",
        "of",
        "and",
        "mr",
        "mrs",
        "ms",
        "dr",
        "for",
        "in",
        "on",
        "s",
        "said",
        "his",
        "her",
        "its",
        "their",
    )
)
WHOLE = ("value", "measure", "source")
CORE = (*WHOLE, "place", "date")


class GoldError(ValueError):
    """A gold file cannot be read; the message names the file, the line and the reason."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as coded, by hand or by the tool; ``places`` are the names that will do for its place."""

    report: str
    exact: str
    number: str
    low: float | None = None
    high: float | None = None
    hedge: str | None = None
    measure: str | None = None
    object: str | None = None
    group: str | None = None
    side: str | None = None
    status: str = "unknown"
    places: tuple[str | None, ...] = (None,)
    date: str | None = None
    as_of: str | None = None
    source: str | None = None
    source_kind: str | None = None
    source_side: str | None = None
    scope: str | None = None
    modality: str = "actual"
    line: str | None = None
    id: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Two gold figures of different reports on one line, each by its report and words, and how they relate."""

    left: tuple[str, str]
    right: tuple[str, str]
    relation: str


@dataclass(frozen=True, slots=True)
class Scores:
    """How many figures there are, were said and found; shares of the found ones that are right field by field."""

    gold: int
    said: int
    found: int
    precision: float
    recall: float
    f1: float
    fields: tuple[tuple[str, float], ...]
    link_precision: float
    link_recall: float
    link_f1: float
    link_pairs: int
    relation: float | None
    relation_pairs: int

    def rows(self) -> dict[str, float | int]:
        """Every score by its name, in order."""
        told: dict[str, float | int] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "fields":
                told.update(dict(value))
            elif value is not None and not (field.name == "relation_pairs" and self.relation is None):
                told[field.name] = value
        return told


def gold_figures(path: Path) -> list[Figure]:
    """The figures of a gold file: JSON lines in the fields of the codebook."""
    found = []
    for n, row in _rows(path):
        try:
            found.append(_gold(row))
        except KeyError as error:
            raise GoldError(f"{path}:{n}: a gold figure needs {error.args[0]}") from error
    return found


def gold_relations(path: Path) -> list[Relation]:
    """The relations that stand beside a gold file, none where there is no such file."""
    beside = path.with_name(path.name.removesuffix(".jsonl") + ".relations.jsonl")
    rows = _rows(beside) if beside.exists() else ()
    return [Relation(_place(r["a"]), _place(r["b"]), r["relation"]) for _, r in rows]


def _place(row: Mapping[str, str]) -> tuple[str, str]:
    return row["report"], row["exact"]


def _rows(path: Path) -> Iterable[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'})") from error
    for n, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise GoldError(f"{path}:{n}: not JSON") from error
            if not isinstance(row, dict):
                raise GoldError(f"{path}:{n}: not a JSON object")
            yield n, row


def _gold(row: Mapping[str, Any]) -> Figure:
    return Figure(
        row["report"], row["exact"], row["number"], row.get("low"), row.get("high"), row.get("hedge"),
        row.get("measure"), row.get("object") or None, row.get("group"), row.get("side"),
        row.get("status") or "unknown", (row.get("place"),), row.get("date"), row.get("as_of"), row.get("source"),
        row.get("source_kind") or "none", row.get("source_side"), row.get("scope"), row.get("modality") or "actual",
        row.get("line"),
    )  # fmt: skip


def said_figures(claims: Iterable[Claim], line_of: Mapping[str, str]) -> list[Figure]:
    """The figure claims of a record as they are scored."""
    return [_said(claim, line_of.get(claim.id)) for claim in claims if claim.type == "figure"]


def _said(claim: Claim, line: str | None) -> Figure:
    figure, place, source, span = claim.figure, claim.place, claim.source, claim.span
    number = claim.number.exact if claim.number else (figure.text if figure else "")
    return Figure(
        claim.report, span.exact, number, figure.low if figure else None, figure.high if figure else None,
        figure.hedge if figure else None,
        claim.measure, claim.object or None, claim.group, claim.side, claim.status or "unknown",
        (place.name, place.text) if place else (None,), claim.period.start, claim.period.as_of,
        source.name if source else None, source.kind if source else "none", source.side if source else None,
        claim.scope,
        claim.modality or "actual", line, claim.id, f"{span.prefix}{span.exact}{span.suffix}",
    )  # fmt: skip


def score(
    gold: Sequence[Figure], said: Sequence[Figure], relations: Sequence[Relation] = (),
    told: Mapping[frozenset[str], str] | None = None,
) -> Scores:  # fmt: skip
    """The scores of what was said; ``told`` is the relation of each pair of claims, by their two ids."""
    reports = {g.report for g in gold}
    said = [c for c in said if c.report in reports]
    pairs = match(gold, said)
    spare = {j for i, j in pairs if _optional(gold[i])}
    pairs = [(i, j) for i, j in pairs if not _optional(gold[i])]
    tally: Counter[str] = Counter()
    for i, j in pairs:
        tally.update(name for name, right in judge(gold[i], said[j]).items() if right)
    wanted, found, count = sum(not _optional(g) for g in gold), len(pairs), len(said) - len(spare)
    precision, recall = _share(found, count), _share(found, wanted)
    shares = [(name, _share(tally[name], found)) for name in (*FIELDS, "who_what", "core")]
    shares += [
        (f"{name}_f1", _f1(_share(tally[name], count), _share(tally[name], wanted))) for name in ("who_what", "core")
    ]
    links = _links(gold, said, pairs)
    right, total = _relations(gold, said, pairs, relations, told or {})
    return Scores(
        wanted, count, found, precision, recall, _f1(precision, recall), tuple(shares), *links,
        _share(right, total) if told is not None else None, total,
    )  # fmt: skip


def match(gold: Sequence[Figure], said: Sequence[Figure]) -> list[tuple[int, int]]:
    """Pairs of a gold figure and a claim that is it, by their numbers, the best fit first."""
    by_report: dict[str, list[int]] = defaultdict(list)
    for j, claim in enumerate(said):
        by_report[claim.report].append(j)
    ranked = []
    for i, g in enumerate(gold):
        number, exact = _compact(g.number), _compact(g.exact)
        for j in by_report[g.report]:
            own, words = _compact(said[j].number), _compact(said[j].exact)
            if not own or not (own in number or number in own):
                continue
            if exact in _compact(said[j].context) or words in exact:
                fit = (own == number, len(_grams(exact) & _grams(words)), -abs(len(exact) - len(words)))
                ranked.append((fit, i, j))
    ranked.sort(key=lambda row: row[0], reverse=True)
    golds: set[int] = set()
    claims: set[int] = set()
    pairs = []
    for _, i, j in ranked:
        if i not in golds and j not in claims:
            golds.add(i)
            claims.add(j)
            pairs.append((i, j))
    return pairs


FIELDS = (
    "value", "hedge", "measure", "group", "side", "status", "place", "date", "source", "source_kind", "source_side",
    "scope", "modality",
)  # fmt: skip


def judge(g: Figure, c: Figure) -> dict[str, bool]:
    """Which fields of a claim are right, by the gold figure that it is."""
    right = {
        "value": (g.low, g.high) == (c.low, c.high),
        "hedge": g.hedge == c.hedge,
        "measure": (g.measure, g.object) == (c.measure, c.object),
        "group": same_name(g.group, c.group) if g.group and _words(g.group) - {"people", "persons"} else True,
        "side": _norm(g.side) == _norm(c.side),
        "status": g.status == c.status,
        "place": any(same_name(g.places[0], place) for place in c.places),
        "date": bool({g.date, g.as_of} - {None} & {c.date, c.as_of} - {None}) or (not g.date and not c.date),
        "source": (not g.source and not c.source) or bool(g.source and c.source and same_name(g.source, c.source)),
        "source_kind": g.source_kind == c.source_kind or (g.source_kind == "none" and not c.source),
        "source_side": _norm(g.source_side) == _norm(c.source_side),
        "scope": g.scope == c.scope,
        "modality": g.modality == c.modality,
    }
    return right | {"core": all(right[k] for k in CORE), "who_what": all(right[k] for k in WHOLE)}


def _links(
    gold: Sequence[Figure], said: Sequence[Figure], pairs: Sequence[tuple[int, int]]
) -> tuple[float, float, float, int]:
    """Precision, recall and F1 of "on one line", and how many pairs of found figures of different reports are."""
    both = only = missed = 0
    for a, (i, j) in enumerate(pairs):
        for k, m in pairs[a + 1 :]:
            if gold[i].report != gold[k].report:
                want = gold[i].line is not None and gold[i].line == gold[k].line
                have = said[j].line is not None and said[j].line == said[m].line
                both += want and have
                only += have and not want
                missed += want and not have
    precision, recall = _share(both, both + only), _share(both, both + missed)
    return precision, recall, _f1(precision, recall), both + missed


def _relations(
    gold: Sequence[Figure], said: Sequence[Figure], pairs: Sequence[tuple[int, int]], relations: Sequence[Relation],
    told: Mapping[frozenset[str], str],
) -> tuple[int, int]:  # fmt: skip
    """How many expected relations were told, of those whose two figures were found."""
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for i, j in pairs:
        ids[gold[i].report, gold[i].exact].add(said[j].id)
    right = total = 0
    for expected in relations:
        left, other = ids.get(expected.left), ids.get(expected.right)
        if left and other:
            total += 1
            right += expected.relation in {told.get(frozenset((x, y))) for x in left for y in other}
    return right, total


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _optional(g: Figure) -> bool:
    """Bare quantifiers ("several", "many") count neither as missed nor as extra."""
    return g.hedge == "vague" and g.low is None


def _norm(text: str | None) -> str:
    plain = unicodedata.normalize("NFKC", text or "").lower()
    return re.sub(r"\s+", " ", re.sub(r"[*_`’‘'“”\"]", "", plain)).strip()


def _words(text: str | None) -> set[str]:
    return {word for word in re.findall(r"\w+", _norm(text)) if word not in STOP}


def same_name(gold: str | None, said: str | None) -> bool:
    """Equal, or the shorter name's words all stand in the longer one."""
    g, s = _words(gold), _words(said)
    return (not g and not s) or bool(g and s and (g <= s or s <= g))


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", _norm(text))


def _grams(text: str) -> set[str]:
    return {text[k : k + 4] for k in range(max(1, len(text) - 3))}
