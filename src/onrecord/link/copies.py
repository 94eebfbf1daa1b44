"""Wire copy: which reports print one text, by shared five-word shingles of their paragraphs (exact, no sampling)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.link.scenes import Sets
from onrecord.link.texts import Imprint, imprint
from onrecord.link.wording import thresholds
from onrecord.model import Claim, Report

type Shingles = NDArray[np.uint64]

COMMON = 50
PREFIX = 40


def copies(reports: Sequence[Report]) -> tuple[tuple[str, ...], ...]:
    """Groups of two or more report ids that carry one text: most of the shorter one's shingles stand in the longer."""
    return printings([imprint(report) for report in reports])


def printings(imprints: Sequence[Imprint]) -> tuple[tuple[str, ...], ...]:
    """The groups of copies among reports, by their imprints."""
    least = thresholds().copy_paragraph_words - thresholds().copy_shingle
    known = sorted(imprints, key=lambda own: own.report)
    sets = [np.frombuffer(own.shingles, dtype=np.uint64) for own in known]
    shared: Counter[tuple[int, int]] = Counter()
    for holders in _holders([(i, own) for i, own in enumerate(sets) if len(own) >= least]):
        if len(holders) <= COMMON:
            shared.update((a, b) for n, a in enumerate(holders) for b in holders[n + 1 :])
        else:
            shared.update((holders[0], b) for b in holders[1:])
    joined = Sets(range(len(known)))
    for (a, b), count in sorted(shared.items()):
        if count >= thresholds().copy_containment * min(len(sets[a]), len(sets[b])):
            joined.join(a, b)
    return tuple(tuple(known[i].report for i in group) for group in joined.groups() if len(group) > 1)


def _holders(sets: Sequence[tuple[int, Shingles]]) -> Iterator[list[int]]:
    """For each shingle that two sets or more hold, the numbers of those sets, in order."""
    if not sets:
        return
    values = np.concatenate([own for _, own in sets])
    owners = np.repeat(np.array([i for i, _ in sets]), [len(own) for _, own in sets])
    order = np.argsort(values, kind="stable")
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    ends = np.append(starts[1:], len(values))
    numbers, several = owners.tolist(), ends - starts > 1
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        yield numbers[start:end]


def shared_origins(
    claims: Sequence[Claim], origins: Mapping[str, str | None], text_of: Mapping[str, str]
) -> dict[str, str | None]:
    """The origins, a figure of one printing that lost its source taking the one that the other printings give."""
    given: dict[tuple[str, ...], set[str]] = defaultdict(set)
    places = {claim.id: _place_in_text(claim, text_of) for claim in claims if claim.report in text_of}
    for claim in claims:
        origin = origins[claim.id]
        if claim.id in places and origin is not None:
            given[places[claim.id]].add(origin)
    found = dict(origins)
    for claim in claims:
        if claim.id in places and origins[claim.id] is None and not (claim.source and claim.source.name):
            told = given.get(places[claim.id], set())
            found[claim.id] = next(iter(told)) if len(told) == 1 else None
    return found


def _place_in_text(claim: Claim, text_of: Mapping[str, str]) -> tuple[str, ...]:
    """Where in the printed text a figure stands: the text, what it counts, and the words up to it."""
    words = re.findall(r"\w+", f"{claim.span.prefix[-PREFIX:]} {claim.span.exact}".lower())
    return (text_of[claim.report], claim.type, claim.measure or "", " ".join(words[1:]))
