"""How well linking does on the hand-made gold: pairs, false merges, relations, parts and origins, set by set.

    python -m bench.linking [GOLD_FOLDER] [--misses SET]

The gold's fields are the input; its line, event and origin are only compared with. Scores come from its own score.py.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import pickle
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from bench import SHARED
from onrecord.link import Record, link
from onrecord.model import Claim, Figure, Period, Place, Report, Segment, Source, claim_id, span_of

GOLD = SHARED / "gold"
Row = Mapping[str, Any]


def scorer(folder: Path) -> ModuleType:
    """The gold's scorer, imported from beside the gold."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_rows(path: Path) -> list[dict[str, Any]]:
    """A JSON-lines file, empty if it is missing."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def report_of(row: Row) -> Report:
    """A report of the gold."""
    text = row["text"]
    return Report(
        row["id"],
        text,
        (Segment("body", 0, len(text)),),
        row.get("title") or "",
        row.get("publisher") or "",
        row["published"],
    )


def claim_of(row: Row, report: Report, ordinal: int, places: Mapping[str, Place]) -> Claim:
    """A gold row as a claim, without its line, event and origin."""
    at = report.text.find(row["exact"])
    start = max(at, 0)
    span = span_of(report.text, start, start + len(row["exact"])) if at >= 0 else None
    if span is None:
        from onrecord.model import Span

        span = Span(0, len(row["exact"]), row["exact"])
    source = Source(row["source"], row["source_kind"] or "none", row["source_side"]) if row["source"] else None
    return Claim(
        id=claim_id(report.id, "figure", start, start + len(row["exact"]), ordinal),
        report=report.id,
        type="figure",
        span=span,
        figure=Figure(row["number"], row["value"], row["low"], row["high"], row["hedge"]),
        measure=row["measure"],
        object=row["object"],
        group=row["group"],
        side=row["side"],
        status=row["status"] or "unknown",
        place=place_of(row["place"], places),
        period=Period(
            row["date"], None, {10: "day", 7: "month", 4: "year"}.get(len(row["date"] or "")), row.get("as_of")
        ),
        scope=row["scope"],
        source=source,
        modality=row["modality"],
        increment=bool(row.get("increment")),
        superseded=bool(row.get("superseded")),
        publisher=report.publisher,
        published=report.published,
    )


def places_in(reports: Sequence[Report]) -> dict[str, dict[str, Place]]:
    """Each report's places by their folded words, resolved by the product; kept in the temporary folder."""
    mark = hashlib.sha256("".join(r.text for r in reports).encode()).hexdigest()[:12]
    kept = Path(tempfile.gettempdir()) / f"onrecord-bench-link-{mark}.pickle"
    if kept.exists():
        found: dict[str, dict[str, Place]] = pickle.loads(kept.read_bytes())
        return found
    from onrecord import language
    from onrecord.extract import places
    from onrecord.extract.mentions import Passage

    pieces = [(r, m.start(), m.group()) for r in reports for m in re.finditer(r"[^\n]+", r.text) if m.group().strip()]
    passages: dict[str, list[Passage]] = {r.id: [] for r in reports}
    for (report, start, piece), doc in zip(pieces, language.analyse(p for _, _, p in pieces), strict=True):
        passages[report.id].append(Passage(Segment("body", start, start + len(piece)), start, doc))
    found = {r.id: {} for r in reports}
    for report in reports:
        for where in places.find(passages[report.id], report):
            found[report.id].setdefault(where.text.lower(), where.place)
    kept.write_bytes(pickle.dumps(found))
    return found


def place_of(name: str | None, known: Mapping[str, Place]) -> Place | None:
    """The product's resolution of a place the gold names, else the name alone in the report's main country."""
    if not name:
        return None
    if name.lower() in known:
        return known[name.lower()]
    named = next((p for p in known.values() if name in (p.name, p.text)), None)
    if named is not None:
        return named
    counts = Counter(p.country for p in known.values() if p.country)
    return Place(name, name, country=counts.most_common(1)[0][0] if counts else None)


def load(folder: Path, names: Sequence[str]) -> tuple[list[dict[str, Any]], list[Claim], list[Report]]:
    """The gold rows of the sets, each with its claim, and the reports."""
    gold: list[dict[str, Any]] = []
    claims: list[Claim] = []
    reports: list[Report] = []
    for name in names:
        texts = {row["id"]: report_of(row) for row in read_rows(folder / f"{name}.reports.jsonl")}
        rows = read_rows(folder / f"{name}.jsonl")
        places = places_in(list(texts.values()))
        by_report: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            by_report.setdefault(row["report"], []).append(row)
        for report, own in by_report.items():
            for n, row in enumerate(own):
                gold.append(row)
                claims.append(claim_of(row, texts[report], n, places[report]))
        reports += texts.values()
    return gold, claims, reports


def measure(
    score: ModuleType, folder: Path, names: Sequence[str]
) -> tuple[dict[str, float], Record, list[dict[str, Any]], list[Claim]]:
    """Every score of the named sets linked together."""
    gold, claims, reports = load(folder, names)
    record = link(claims, reports)
    line_by_claim = {claim: line.id for line in record.lines for claim in line.claims}
    said = [
        {"id": c.id, "report": c.report, "number": g["number"], "exact": g["exact"], "line": line_by_claim.get(c.id)}
        for g, c in zip(gold, claims, strict=True)
    ]
    pairs = [(i, i) for i in range(len(gold)) if not score.optional(gold[i])]
    precision, recall, f1, wanted = score.links(gold, said, pairs)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        for pair in record.links:
            file.write(json.dumps({"a": pair.left, "b": pair.right, "relation": pair.relation}) + "\n")
    files = [str(folder / f"{name}.jsonl") for name in names]
    right, total, _ = score.relations(files, gold, said, [(i, i) for i in range(len(gold))], file.name)
    on_line = _on_one_line(files, score, gold, said, file.name)
    parts_found, parts_all = parts_score(folder, names, gold, line_by_claim, claims, record)
    return (
        {
            "claims": len(gold), "pairs": wanted, "precision": precision, "recall": recall, "f1": f1,
            "false_merge": 1 - precision if precision else 0.0, "relation": right, "relation_pairs": total,
            "relation_linked": on_line, "parts": parts_found / parts_all if parts_all else 1.0, "parts_all": parts_all,
            "parts_said": len({(p, w) for p, w, _ in record.parts}), "origin": origin_score(gold, record),
        },
        record, gold, claims,
    )  # fmt: skip


def _on_one_line(
    files: Sequence[str], score: ModuleType, gold: Sequence[Row], said: Sequence[Row], links: str
) -> float:
    """Relation accuracy over the expected pairs that linking did put on one line."""
    _, total, table = score.relations(files, gold, said, [(i, i) for i in range(len(gold))], links)
    missed = sum(n for (_, have), n in table.items() if have == "None")
    wrong = sum(n for (_, have), n in table.items() if have != "None")
    return (total - missed - wrong) / (total - missed) if total > missed else 1.0


def parts_score(
    folder: Path,
    names: Sequence[str],
    gold: Sequence[Row],
    lines: Mapping[str, str],
    claims: Sequence[Claim],
    record: Record,
) -> tuple[int, int]:
    """How many of the gold's part-whole pairs are told, over those whose lines are both there."""
    ours: dict[str, set[str]] = {}
    for row, claim in zip(gold, claims, strict=True):
        ours.setdefault(row["line"], set()).add(lines.get(claim.id, ""))
    told = {(part, whole) for part, whole, _ in record.parts}
    found = total = 0
    for name in names:
        for pair in read_rows(folder / f"{name}.parts.jsonl"):
            total += 1
            found += any((a, b) in told for a in ours.get(pair["part"], ()) for b in ours.get(pair["whole"], ()))
    return found, total


def origin_score(gold: Sequence[Row], record: Record) -> float:
    """Pairwise F1 of "same origin" within a set's claims, over claims whose gold origin is named."""
    by_id = [
        (row.get("origin"), claim.source.origin if claim.source else None)
        for row, claim in zip(gold, _in_order(gold, record), strict=True)
    ]
    tp = fp = fn = 0
    for i, (want_a, have_a) in enumerate(by_id):
        for want_b, have_b in by_id[i + 1 :]:
            want, have = bool(want_a) and want_a == want_b, bool(have_a) and have_a == have_b
            tp += want and have
            fp += have and not want
            fn += want and not have
    return 2 * tp / (2 * tp + fp + fn) if tp else 1.0


def _in_order(gold: Sequence[Row], record: Record) -> list[Claim]:
    pool: dict[tuple[str, str], list[Claim]] = {}
    for claim in record.claims:
        pool.setdefault((claim.report, claim.span.exact), []).append(claim)
    return [pool[row["report"], row["exact"]][0] for row in gold]


def misses(record: Record, gold: Sequence[Row], claims: Sequence[Claim]) -> None:
    """Print every wrong merge and split once a line pair, and every wrong relation."""
    line = {claim: row for row in record.lines for claim in row.claims}
    merges: Counter[tuple[str, str, str]] = Counter()
    splits: Counter[tuple[str, str, str]] = Counter()
    for i, (g, c) in enumerate(zip(gold, claims, strict=True)):
        for h, d in list(zip(gold, claims, strict=True))[i + 1 :]:
            if g["report"] == h["report"]:
                continue
            want, have = g["line"] == h["line"], line[c.id].id == line[d.id].id
            if have and not want:
                first, second = sorted((g["line"], h["line"]))
                merges[first, second, " / ".join(line[c.id].key)] += 1
            if want and not have:
                splits[(g["line"], *sorted((" / ".join(line[c.id].key), " / ".join(line[d.id].key))))] += 1
    for (a, b, key), n in merges.most_common():
        print(f"MERGED {n:4} {a} + {b}\n            {key}")
    for (a, k, m), n in splits.most_common():
        print(f"SPLIT  {n:4} {a}\n            {k}\n            {m}")


def main(argv: Sequence[str]) -> int:
    """Print the table; with --misses SET, that set's wrong merges, splits and relations."""
    folder = Path(next((a for a in argv if not a.startswith("--") and Path(a).is_dir()), str(GOLD)))
    score = scorer(folder)
    names = sorted(p.name.removesuffix(".reports.jsonl") for p in folder.glob("*.reports.jsonl"))
    chosen = next((argv[i + 1] for i, a in enumerate(argv) if a == "--misses"), None)
    print(
        "set".ljust(16)
        + "".join(
            f"{k:>7}"
            for k in ["claims", "pairs", "prec", "recall", "f1", "merge", "rel", "rel@", "parts", "/said", "origin"]
        )
    )
    for label, some in [*((name, [name]) for name in names), ("all together", names)]:
        out, record, gold, claims = measure(score, folder, some)
        shown = " ".join(
            f"{out[k]:6.3f}"
            for k in ("precision", "recall", "f1", "false_merge", "relation", "relation_linked", "parts")
        )
        print(f"{label:16}{out['claims']:7}{out['pairs']:7} {shown}{out['parts_said']:7} {out['origin']:6.3f}")
        if chosen in (label, label.removeprefix("dev-")):
            misses(record, gold, claims)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
