"""The comparability key (codebook section 6): only figures that agree in all of it can repeat, support or clash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.link.compare import restates
from onrecord.link.incidents import Incident
from onrecord.link.places import Spot, inside, stand
from onrecord.link.sighting import Sighting
from onrecord.link.slots import voice_of
from onrecord.link.wording import wording
from onrecord.records import changed

OPPOSED = {
    "men": frozenset({"women", "children"}),
    "women": frozenset({"men", "children"}),
    "children": frozenset({"men", "women"}),
}
UNNAMED = frozenset({"all", "things", "civilians", *OPPOSED})
STATED = frozenset({"injured", "hospitalised", "casualties", "affected"})


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What two figures must share: every field is "" where it does not tell them apart."""

    incident: str
    measure: str
    object: str
    people: str
    qualifier: str
    side: str
    place: str
    window: str
    modality: str
    state: str
    increment: str

    def parts(self) -> tuple[str, ...]:
        """The key's words, in order, for hashing and for people."""
        return (
            self.incident, self.measure, self.object, self.people, self.qualifier, self.side,
            self.place, self.window, self.modality, self.state, self.increment,
        )  # fmt: skip


def blocks(incident: Incident) -> dict[Key, list[Sighting]]:
    """The incident's sightings by key; a missing side or object joins the one it can only be."""
    found: dict[Key, list[Sighting]] = defaultdict(list)
    widest = _widest(incident) if incident.wide else None
    suspected = {
        (s.report, s.claim.measure, s.value, s.spot) for s in incident.sightings if "suspected" in s.marks and s.value
    }
    for s in incident.sightings:
        if s.claim.type == "figure" and s.claim.measure is not None:
            doubt = "suspected" in s.marks or (s.report, s.claim.measure, s.value, s.spot) in suspected
            found[_key(s, incident, widest, doubt)].append(s)
    filled = _named_groups(_fill(found, "object"))
    return _nationwide(filled, incident) if incident.running else _undivided(filled)


def _key(s: Sighting, incident: Incident, widest: Spot | None, doubt: bool) -> Key:
    claim = s.claim
    military = s.people in wording().sided or (s.people == "things" and claim.status == "military")
    window = ""
    if claim.scope == "period":
        loose = s.days is None or not s.days.tight
        rate = "rate" in s.marks or incident.running
        window = ("rate" if rate else "") if loose and not claim.increment else "period"
    measured = claim.measure in {"infected", "hospitalised", "missing", "displaced", "refugees"}
    merged = s.people == "civilians" and (measured or (incident.running and claim.measure != "killed"))
    return Key(
        incident=incident.slug,
        measure=claim.measure or "",
        object=claim.object or "",
        people="all" if merged else s.people,
        qualifier=(s.origin or f"{s.value or 0:g}") if claim.measure == "aid" else s.qualifier,
        side=(claim.side or "").lower() if military else "",
        place=_place(s, incident, widest),
        window=window,
        modality={"projected": "projected", "planned": "planned", "denied": "denied"}.get(
            claim.modality, "suspected" if doubt else ""
        ),
        state=s.state if claim.measure in STATED else "",
        increment="increment" if claim.increment else "",
    )


def _widest(incident: Incident) -> Spot | None:
    """The place that holds the others, or the one most claims name."""
    counts: dict[Spot, int] = defaultdict(int)
    for s in incident.sightings:
        if s.spot is not None and s.claim.type == "figure":
            counts[s.spot] += 1
    if not counts:
        return None
    held = {p: sum(inside(q, p) for q in counts) for p in counts}
    return max(sorted(counts, key=lambda p: (p.label, p.words)), key=lambda p: (held[p], counts[p]))


def _place(s: Sighting, incident: Incident, widest: Spot | None) -> str:
    """The place where it tells figures apart: for totals always, for a disaster if it lies inside the widest place."""
    if s.spot is None:
        return ""
    if incident.running:
        return s.spot.label
    if widest is None:
        return ""
    if s.people not in {"all", "civilians", "things"} or stand(s.spot, widest) == "same":
        return ""
    return "" if s.spot.national or inside(widest, s.spot) else s.spot.label


def _fill(found: dict[Key, list[Sighting]], field: str) -> dict[Key, list[Sighting]]:
    """Let a key with no side (or object) join the only key that differs in it alone."""
    for name in ("side", field):
        for key in sorted(key for key in found if not getattr(key, name)):
            others = [k for k in found if k != key and getattr(k, name) and changed(k, **{name: ""}) == key]
            if len(others) == 1 and (name == "side") == (key.people in wording().sided or key.people == "things"):
                found[others[0]] += found.pop(key)
    return found


def _undivided(found: dict[Key, list[Sighting]]) -> dict[Key, list[Sighting]]:
    """Count "two men killed" or "four soldiers killed" with "people killed" where no report divides them."""
    for people in ("civilians", "men", "women", "children", *sorted(wording().sided)):
        for key in sorted(k for k in found if k.people == people):
            whole = changed(key, people="all", side="")
            if whole not in found or _contrast(found, key, whole):
                continue
            numbers = {s.value for s in found[key]}
            if people == "civilians" or numbers <= {s.value for s in found[whole]}:
                found[whole] += found.pop(key)
    return found


def _named_groups(found: dict[Key, list[Sighting]]) -> dict[Key, list[Sighting]]:
    """Move a figure that names no group to the class of people of which its origin or its report gives the same."""
    moved = True
    while moved:
        moved = False
        for key in sorted(k for k in found if k.people == "all" and not k.qualifier):
            classes = [
                k for k in found if k.people not in UNNAMED and changed(k, people="all", qualifier="", side="") == key
            ]
            for s in [s for s in found[key] if classes and not s.claim.group]:
                homes = [k for k in classes if any(_one_count(s, o) for o in found[k])]
                if len(homes) == 1 and not any(_one_count(s, o) and o.claim.group for o in found[key]):
                    found[key].remove(s)
                    found[homes[0]].append(s)
                    moved = True
            if not found[key]:
                del found[key]
    return found


def _one_count(s: Sighting, other: Sighting) -> bool:
    """Whether one origin gives both with the same bounds, or one report tells both as one range of people missing."""
    if s.origin is not None and s.origin == other.origin and s.bounds == other.bounds:
        return True
    if s.report != other.report or s.id == other.id or s.claim.measure != "missing" or s.value is None:
        return False
    return s.origin in {None, other.origin} or other.origin is None if restates(voice_of(s), voice_of(other)) else False


def _nationwide(found: dict[Key, list[Sighting]], incident: Incident) -> dict[Key, list[Sighting]]:
    """In a country's crisis a total with no place told is the country's; an outbreak's is the whole world's."""
    if any(s.disease is not None and "outbreak" in s.families for s in incident.sightings):
        return found
    national = {s.spot.label for s in incident.sightings if s.spot is not None and s.spot.national}
    for key in sorted(k for k in found if not k.place):
        others = [k for k in found if k.place and changed(k, place="") == key]
        chosen = [k for k in others if k.place in national] or others
        if len(chosen) == 1:
            found[chosen[0]] += found.pop(key)
    return found


def _contrast(found: dict[Key, list[Sighting]], part: Key, whole: Key) -> bool:
    """Whether some report sets a class against the whole: beside another class, as a part, or one voice gives more."""
    others = OPPOSED.get(part.people, wording().sided | {"civilians"}) - {part.people}
    opposed = {
        s.report for key, row in found.items() if key.measure == part.measure and key.people in others for s in row
    }
    if any(s.report in opposed or "part" in s.marks for s in found[part]):
        return True
    most, whole_most = (_most(found[key]) for key in (part, whole))
    return any(most[said] < whole_most[said] for said in most.keys() & whole_most.keys())


def _most(row: Sequence[Sighting]) -> dict[tuple[str, str], float]:
    """The largest figure that each voice of each report gives."""
    found: dict[tuple[str, str], float] = {}
    for s in row:
        if s.value:
            found[s.report, s.voice] = max(s.value, found.get((s.report, s.voice), 0.0))
    return found


def ordered(rows: Mapping[Key, Sequence[Sighting]]) -> list[tuple[Key, list[Sighting]]]:
    """The blocks and their sightings in a stable order."""
    return [(key, sorted(rows[key], key=lambda s: (s.published, s.report, s.id))) for key in sorted(rows)]
