"""Linking over reports of known shootings: are reports of one incident put together, and is its final toll right?

python -m bench.incidents [--fresh] [--misses] [--all]

Same incident: a report belongs to the incident of its main claims: of those of people killed or hurt, else of its other
figures, else of its events, the nth of them in the text with weight 1/n; a report without claims belongs to none but
itself. B-cubed precision, recall and F1 compare that with the set's incidents.

The final toll is the latest number on the line of people killed (or injured) of the incident that most of the set's
reports with claims belong to: the one first told last, which the brief lists last, of the numbers that two reports
carry, else of all, and of one day the most told. It is right when it is the record's number ("at least 3" is right for
3 alone); one less is also right for people killed where a report tells that the attacker died too, because the record
counts attackers. Incidents count where that line is there or where the record's number was coded anywhere in their
reports; the rest say nothing to be right about.
The first half of the set is for tuning.
"""

from __future__ import annotations

import json
import pickle
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import SHARED
from onrecord.brief.wording import told_on
from onrecord.link import Record, link
from onrecord.model import Claim, Line, Report, Segment

DATA = SHARED / "data" / "incidents.jsonl"
KEPT = Path(tempfile.gettempdir()) / "onrecord-bench-incidents.pickle"
ALONE = "alone"
ATTACKER_DIED = re.compile(
    r"(?:killed|shot|hanged) (?:him|her)self|turn(?:ed|ing) (?:the|his|her|a) (?:gun|weapon|rifle) on (?:him|her)self|"
    r"t(?:ook|aken|aking) (?:his|her) own life|murder.{0,3}suicide|suicide|"
    r"including the (?:gunman|shooter|suspect|suspected)|committed suicide|self-inflicted|"
    r"(?:gunman|shooter|suspect|attacker)s?\b[^.]{0,60}\b(?:dead|died|killed|shot)\b|"
    r"(?:shot|killed)[^.]{0,30}\b(?:gunman|shooter|suspect|attacker)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """An incident of the set: its id, its record's counts and its reports' ids."""

    id: str
    tolls: dict[str, int]
    reports: tuple[str, ...]


def load(path: Path = DATA) -> tuple[list[Known], list[Report]]:
    """The incidents in the order of the file, and all their reports."""
    known, reports = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        tolls = {"killed": int(row["gold"]["num_killed"]), "injured": int(row["gold"]["num_injured"])}
        known.append(Known(row["incident"], tolls, tuple(r["id"] for r in row["reports"])))
        for r in row["reports"]:
            text = f"{r['title']}\n\n{r['text']}"
            head = Segment("headline", 0, len(r["title"]))
            body = Segment("body", len(r["title"]) + 2, len(text))
            reports.append(Report(r["id"], text, (head, body), r["title"], "", r["published"]))
    return known, reports


def coded(reports: Sequence[Report], *, fresh: bool) -> list[Claim]:
    """The claims the product codes, kept in the temporary folder until asked anew."""
    if KEPT.exists() and not fresh:
        found: list[Claim] = pickle.loads(KEPT.read_bytes())
        return found
    from onrecord.extract import extract

    claims = [claim for result in extract(reports) for claim in result.claims]
    KEPT.write_bytes(pickle.dumps(claims))
    return claims


def homes(record: Record, reports: Sequence[Report]) -> dict[str, str]:
    """The incident each report belongs to."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    order: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for claim in record.claims:
        if claim.incident is not None:
            toll = claim.measure in {"killed", "injured", "casualties"} and claim.scope == "event"
            kind = 0 if toll else 1 if claim.type == "figure" else 2
            order[claim.report].append((kind, claim.span.start, claim.incident))
    for report, row in order.items():
        main = sorted(place for place in row if place[0] == min(row)[0])
        for rank, (_, _, incident) in enumerate(main, 1):
            counts[report][incident] += 1000 // rank
    return {
        r.id: max(sorted(counts[r.id]), key=counts[r.id].__getitem__) if counts[r.id] else f"{ALONE} {r.id}"
        for r in reports
    }


def b_cubed(known: Sequence[Known], home: dict[str, str]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 over the reports."""
    truth = {report: incident.id for incident in known for report in incident.reports}
    clusters: dict[str, set[str]] = defaultdict(set)
    groups: dict[str, set[str]] = defaultdict(set)
    for report, incident in truth.items():
        clusters[home[report]].add(report)
        groups[incident].add(report)
    both = {r: len(clusters[home[r]] & groups[truth[r]]) for r in truth}
    precision = sum(both[r] / len(clusters[home[r]]) for r in truth) / len(truth)
    recall = sum(both[r] / len(groups[truth[r]]) for r in truth) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def final(lines: Sequence[Line], measure: str, claims: dict[str, Claim]) -> tuple[float, Line] | None:
    """The number of the last reading of the incident's line of all people killed (or injured) that two texts carry."""
    fit = [x for x in lines if x.key[1] == measure and not x.key[-1] and x.key[8:11] == ("", "", "")]
    fit = [x for x in fit if x.key[3] == "all" and not x.key[4]] or [x for x in fit if x.key[3] != "children"]
    chosen = max(fit, key=lambda x: (len(x.claims), x.id), default=None)
    if chosen is None:
        return None
    texts: dict[float, set[str]] = defaultdict(set)
    told: Counter[float] = Counter()
    since: dict[float, str] = {}
    for claim in (claims[i] for i in chosen.claims):
        said = number(claim)
        if said is not None:
            texts[said].add(claim.report)
            told[said] += 1
            since[said] = min(since.get(said, "9999"), told_on(claim) or "")
    borne = {n for n, reports in texts.items() if len(reports) > 1} or set(texts)
    best = max(borne, key=lambda n: (since[n], len(texts[n]), told[n], n), default=None)
    return None if best is None else (best, chosen)


def number(claim: Claim) -> float | None:
    """The number a figure says, None where it is only a vague word."""
    figure = claim.figure
    if figure is None or figure.hedge == "vague" or claim.superseded:
        return None
    return figure.value if figure.value is not None else figure.low if figure.low is not None else figure.high


@dataclass(frozen=True, slots=True)
class Scores:
    """B-cubed precision, recall and F1 of the clusters, and final tolls right and judged, by measure."""

    precision: float
    recall: float
    f1: float
    tolls: dict[str, tuple[int, int]]

    def row(self) -> str:
        tolls = "  ".join(f"{m} {right}/{n} {right / max(1, n):.3f}" for m, (right, n) in self.tolls.items())
        return f"b-cubed precision {self.precision:.3f} recall {self.recall:.3f} f1 {self.f1:.3f}  {tolls}"


def scores(known: Sequence[Known], record: Record, reports: Sequence[Report], *, misses: bool = False) -> Scores:
    """The scores for these incidents; with ``misses`` prints what is wrong first."""
    texts = {r.id: r.text for r in reports}
    claims = {c.id: c for c in record.claims}
    by_incident: dict[str, list[Line]] = defaultdict(list)
    for line in record.lines:
        by_incident[line.incident].append(line)
    home = homes(record, reports)
    said: dict[tuple[str, str], set[float | None]] = defaultdict(set)
    for claim in record.claims:
        said[claim.report, claim.measure or ""].add(number(claim))
    right, stated = Counter[str](), Counter[str]()
    for incident in known:
        votes = Counter(h for r in incident.reports if (h := home[r]) and not h.startswith(ALONE)) or Counter([ALONE])
        main = max(sorted(votes), key=votes.__getitem__)
        if misses and (len(votes) > 1 or sum(h == main for h in home.values()) > votes[main]):
            strangers = [r for r, h in home.items() if h == main and r not in incident.reports]
            print(f"CLUSTER {incident.id} {dict(votes)} strangers {strangers}")
        for measure, count in incident.tolls.items():
            allowed = {count}
            if measure == "killed" and count and any(ATTACKER_DIED.search(texts[r]) for r in incident.reports):
                allowed.add(count - 1)
            found = final(by_incident[main], measure, claims)
            if found is None and not any(n in allowed for r in incident.reports for n in said[r, measure] if n):
                continue
            stated[measure] += 1
            good = (found[0] if found else 0) in allowed
            right[measure] += good
            if misses and not good:
                row = found[1].claims if found else ()
                shown = [(claims[i].published, claims[i].report, claims[i].span.exact) for i in row]
                print(f"TOLL {incident.id} {measure} record {count} said {found[0] if found else None} {shown}")
    return Scores(*b_cubed(known, home), {m: (right[m], stated[m]) for m in ("killed", "injured")})


def main(argv: Sequence[str]) -> int:
    """Print the scores of the half for tuning, of the unseen half, and (with --all) of both together."""
    known, reports = load()
    claims = coded(reports, fresh="--fresh" in argv)
    middle = len(known) // 2
    halves = [("tuning half", known[:middle]), ("unseen half", known[middle:])]
    if "--all" in argv:
        halves.append(("all together", known))
    for label, some in halves:
        ids = {r for incident in some for r in incident.reports}
        own = [r for r in reports if r.id in ids]
        record = link([c for c in claims if c.report in ids], own)
        show = "--misses" in argv and label == "tuning half"
        print(f"{label:12} {len(some)} incidents  {scores(some, record, own, misses=show).row()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
