"""Linking under the extractor's errors: the gold's fields, spoiled at random with fixed seeds.

    python -m bench.linking_noise [SEEDS]

Each field is lost or swapped for another of the same report: place and source 8 % lost and 7 % swapped, date 7 % lost
and 7 % set to the day of publication, scope 8 % another, group 8 % lost, status 12 % unknown, modality 3 % actual,
superseded 50 % unseen.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bench import linking
from onrecord.link import link
from onrecord.model import Claim, Period

SCOPES = ("event", "cumulative", "snapshot")


def spoiled(claims: Sequence[Claim], seed: int) -> list[Claim]:
    """The claims with fields lost and swapped."""
    dice = random.Random(seed)
    mates: dict[str, list[Claim]] = {}
    for claim in claims:
        mates.setdefault(claim.report, []).append(claim)
    return [_spoil(claim, mates, dice) for claim in claims]


def _spoil(claim: Claim, mates: Mapping[str, list[Claim]], dice: random.Random) -> Claim:
    other = dice.choice(mates[claim.report])
    roll = dice.random()
    if roll < 0.08:
        claim = replace(claim, place=None)
    elif roll < 0.15:
        claim = replace(claim, place=other.place)
    roll = dice.random()
    if roll < 0.08:
        claim = replace(claim, source=None)
    elif roll < 0.15:
        claim = replace(claim, source=other.source)
    roll = dice.random()
    if roll < 0.07:
        claim = replace(claim, period=Period(None, None, None, claim.period.as_of))
    elif roll < 0.14:
        claim = replace(claim, period=Period(claim.published, None, "day", claim.period.as_of))
    if dice.random() < 0.08:
        claim = replace(claim, scope=dice.choice(SCOPES))
    if dice.random() < 0.08:
        claim = replace(claim, group=None)
    if dice.random() < 0.12:
        claim = replace(claim, status="unknown")
    if dice.random() < 0.03:
        claim = replace(claim, modality="actual")
    if dice.random() < 0.5:
        claim = replace(claim, superseded=False)
    return claim


def main(argv: Sequence[str]) -> int:
    """Print pair scores for every seed, over all sets linked together, and their mean."""
    score = linking.scorer(linking.GOLD)
    names = sorted(p.name.removesuffix(".reports.jsonl") for p in linking.GOLD.glob("*.reports.jsonl"))
    gold, claims, reports = linking.load(linking.GOLD, names)
    rows = []
    for seed in range(int(argv[0]) if argv else 5):
        noisy = spoiled(claims, seed)
        record = link(noisy, reports)
        lines = {claim: line.id for line in record.lines for claim in line.claims}
        said = [{"line": lines.get(c.id), "report": c.report} for c in noisy]
        pairs = [(i, i) for i in range(len(gold)) if not score.optional(gold[i])]
        rows.append(score.links(gold, said, pairs)[:3])
        print(f"seed {seed}  precision {rows[-1][0]:.3f}  recall {rows[-1][1]:.3f}  f1 {rows[-1][2]:.3f}")
        if "--misses" in argv and seed == 0:
            linking.misses(record, gold, noisy)
    mean = [sum(row[k] for row in rows) / len(rows) for k in range(3)]
    print(f"mean    precision {mean[0]:.3f}  recall {mean[1]:.3f}  f1 {mean[2]:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
