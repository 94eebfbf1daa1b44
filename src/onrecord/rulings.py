"""What people ruled that linking must honour: which claims share a line or must not, and which origins are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from onrecord.model import Claim

CORRECTED = "review: "  # how the rule begins that a person's correction leaves in a claim's trace: then the field, who


@dataclass(frozen=True, slots=True)
class Ruling:
    """One word on lines, by the id of its review: the claims of all ``sides`` stand on one line, the first side's.

    With ``apart`` the claims of the first side stand on a line of their own, without those of the second.
    """

    review: int
    sides: tuple[tuple[str, ...], ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Rulings:
    """All rulings, the earliest first: on lines, on origins that are another one, and on claims' own origins."""

    lines: tuple[Ruling, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    origins: tuple[tuple[str, str | None], ...] = ()

    def meant(self, origins: Iterable[str]) -> dict[str, str]:
        """For each origin that is ruled to be another, alone or in a joint one, the origin that it is."""
        root = self._roots()
        found = {}
        for origin in origins:
            now = "+".join(dict.fromkeys(root(part) for part in (root(origin)).split("+")))
            if now != origin:
                found[origin] = now
        return found

    def _roots(self) -> Callable[[str], str]:
        parent: dict[str, str] = {}

        def root(origin: str) -> str:
            while origin in parent:
                origin = parent[origin]
            return origin

        for name, meant in self.aliases:
            if root(name) != root(meant):
                parent[root(name)] = root(meant)
        return root

    def renamed(self, other: Rulings) -> frozenset[str]:
        """The origins, as these rulings call them, that the other ones may call otherwise."""
        if self.aliases == other.aliases:
            return frozenset()
        told = {name for rulings in (self, other) for alias in rulings.aliases for name in alias}
        mine, theirs = self._roots(), other._roots()
        return frozenset(mine(name) for name in told if mine(name) != theirs(name))


def fields_set(claim: Claim) -> frozenset[str]:
    """The fields of a claim that a person has set; linking leaves them as they are."""
    told = (hit.rule for hit in claim.trace if hit.rule.startswith(CORRECTED))
    return frozenset(rule.removeprefix(CORRECTED).split(",")[0] for rule in told)
