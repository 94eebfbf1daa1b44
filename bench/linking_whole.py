"""Linking over the product's own extraction: what a user sees. Claims are kept in the temporary folder until --fresh.

python -m bench.linking_whole [--misses] [--fresh]
"""

from __future__ import annotations

import json
import pickle
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import linking
from onrecord.link import link
from onrecord.model import Claim, Report


@dataclass(frozen=True, slots=True)
class Coded:
    """What was read: the reports and the claims coded from them."""

    reports: list[Report]
    claims: list[Claim]


def coded(names: Sequence[str], *, fresh: bool) -> Coded:
    """The reports of the sets as the product codes them, kept unless asked anew."""
    kept = Path(tempfile.gettempdir()) / "onrecord-bench-whole.pickle"
    if kept.exists() and not fresh:
        found: Coded = pickle.loads(kept.read_bytes())
        return found
    from onrecord.extract import extract
    from onrecord.readers import read

    paths = [linking.GOLD / f"{name}.reports.jsonl" for name in names]
    reports = [report for report in read(paths) if isinstance(report, Report)]
    claims = [claim for result in extract(reports) for claim in result.claims]
    out = Coded(reports, claims)
    kept.write_bytes(pickle.dumps(out))
    return out


def main(argv: Sequence[str]) -> int:
    """Print the gold scorer's figures for links and relations, and with --misses the wrong merges and splits."""
    score = linking.scorer(linking.GOLD)
    names = sorted(p.name.removesuffix(".reports.jsonl") for p in linking.GOLD.glob("*.reports.jsonl"))
    found = coded(names, fresh="--fresh" in argv)
    figures = [c for c in found.claims if c.type == "figure"]
    for label, some in [*((n, [n]) for n in names), ("all together", names)]:
        gold = [g for n in some for g in linking.read_rows(linking.GOLD / f"{n}.jsonl")]
        ids = {g["report"] for g in gold}
        own = [c for c in figures if c.report in ids]
        record = link(own, [r for r in found.reports if r.id in ids])
        lines = {claim: line for line in record.lines for claim in line.claims}
        said = [
            {
                "id": c.id, "report": c.report, "number": c.figure.text if c.figure else "", "exact": c.span.exact,
                "prefix": c.span.prefix, "suffix": c.span.suffix, "line": lines[c.id].id if c.id in lines else None,
            }
            for c in own
        ]  # fmt: skip
        pairs = [(i, j) for i, j in score.match(gold, said) if not score.optional(gold[i])]
        precision, recall, f1, wanted = score.links(gold, said, pairs)
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
            for x in record.links:
                file.write(json.dumps({"a": x.left, "b": x.right, "relation": x.relation}) + "\n")
        files = [str(linking.GOLD / f"{n}.jsonl") for n in some]
        related, _, table = score.relations(files, gold, said, pairs, file.name)
        shown = f"precision {precision:.3f}  recall {recall:.3f}  f1 {f1:.3f}  relation {related:.3f}"
        print(f"{label:16} found {len(pairs):4} of {len(gold):4}  pairs {wanted:4}  {shown}")
        if "--misses" in argv and label in argv:
            matched = [(gold[i], own[j]) for i, j in pairs]
            wrong: Counter[tuple[str, ...]] = Counter()
            for n, (g, c) in enumerate(matched):
                for h, d in matched[n + 1 :]:
                    if g["report"] == h["report"]:
                        continue
                    want, have = g["line"] == h["line"], lines[c.id].id == lines[d.id].id
                    if have and not want:
                        wrong["MERGED", *sorted((g["line"], h["line"])), " / ".join(lines[c.id].key)] += 1
                    elif want and not have:
                        wrong[
                            "SPLIT", g["line"], *sorted((" / ".join(lines[c.id].key), " / ".join(lines[d.id].key)))
                        ] += 1
            for (want, have), n in table.most_common(12):
                print(f"{n:4} RELATION want {want} said {have}")
            for row, n in wrong.most_common(60):
                print(f"{n:4} " + "\n       ".join(row))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
