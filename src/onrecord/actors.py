"""Who a phrase names, what kind of source that is, for which side it speaks, and its one origin slug."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from onrecord.alternation import either
from onrecord.knowledge import table

ROLES = "languages/en/attribution.toml"
SIDED = frozenset({"government", "military", "political", "armed_group"})
REMEMBERED = 20_000  # phrases whose meaning is kept
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|our|another|one|some|several|two|three)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?(?=\s|$|,)")
_LINKED = re.compile(
    r"(?:\banti|\bnon)[-‐]$|^\.?[-‐](?:led|backed|based|born|held|controlled|occupied|language|made|trained|funded|registered|majority)\b",
    re.I,
)
_COMPLEMENT = re.compile(
    r"\s*(?:,|\(|\b(?:of|at|for|in|from|with|on|by|to|near|treating|posted|familiar|(?<!-)based)\b)\s*", re.I
)
_INITIALS = (
    ("police", re.compile(r"\b(?:[A-Z]{1,3}PD|L\.?A\.?P\.?D\.?)\b")),
    ("emergency", re.compile(r"\b[A-Z]{1,4}FD\b")),
)
_NAMED_ARMY = re.compile(r"\b(?:Army|Brigades?|Battalion) of (?:the )?[A-Z]")
_NAMED_BY = ("aka", "adjectives", "people", "seats")
_FIRM = re.compile(r" (?:of|at|for) .*\b(?:Inc|LLC|Ltd|Corp|Corporation|Company|Bank|Airlines|Motors|Industries)\b")
_PRESIDING = ("president", "vice-president", "secretary", "secretary general", "secretary-general", "executive", "ceo")
_PRESIDED = frozenset({"political", "ngo", "un", "armed_group", "monitor", "medical"})
_NAME_BEFORE = re.compile(r"(?<![\w.])(?!The |A |An |Its )[A-Z][\w’'.]+ $")
_TITLE = re.compile(r"^(?:mr|mrs|ms|dr|sir|president|prime minister|premier|king)\.?\s+", re.I)


@dataclass(frozen=True, slots=True)
class Actor:
    """A known country, leader, group, body or outlet: its kind (codebook section 2), side and origin slug."""

    name: str
    kind: str
    side: str | None
    origin: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Role:
    kind: str
    generic: bool


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, without article and possessives: "health-ministry"."""
    plain = unicodedata.normalize("NFKD", bare(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace(".", "")).strip("-")


@lru_cache(REMEMBERED)
def bare(text: str) -> str:
    """The phrase without outer quotes, leading article and possessives: what names are looked up by."""
    text = " ".join(text.split()).strip(" ,.;:()\"“”‘’'")
    return _POSSESSIVE.sub("", _ARTICLE.sub("", text)).strip()


def _countries() -> Mapping[str, Mapping[str, list[str]]]:
    countries: Mapping[str, Mapping[str, list[str]]] = table("actors/countries.toml")["countries"]
    return countries


@cache
def _country_words() -> Mapping[str, str]:
    """Every name, adjective, people and seat of power, by the country; exact case, because "us" is no country."""
    found: dict[str, str] = {}
    for name, row in _countries().items():
        for word in (name, *(w for key in _NAMED_BY for w in row.get(key, ()))):
            found.setdefault(bare(word), name)
    return found


@cache
def _known() -> Mapping[str, Actor]:
    """Every known actor by every alias, exact case."""
    found: dict[str, Actor] = {}

    def put(actor: Actor, *more: str) -> None:
        for alias in (actor.name, *actor.aliases, *more):
            found.setdefault(bare(alias), actor)
            if alias.startswith("UN "):
                found.setdefault(f"U.N. {alias[3:]}", actor)

    for name, row in _countries().items():
        put(Actor(name, "government", name, f"{slug(name)}-government", (*row.get("aka", ()), *row.get("seats", ()))))
    for group in table("actors/groups.toml")["group"]:
        put(_group(group))
        if group.get("each"):
            for alias in group["aka"]:
                found[bare(alias)] = Actor(alias, group["kind"], group["side"], slug(alias), (alias,))
    bodies = table("actors/bodies.toml")
    for kind in ("un", "intergovernmental", "ngo", "monitor", "medical"):
        for name, aka in bodies[kind].items():
            put(Actor(name, "government" if kind == "intergovernmental" else kind, None, _short(name, aka), tuple(aka)))
    media = table("actors/media.toml")
    for country, names in media["state"].items():
        for name in names:
            put(Actor(name, "media", country, slug(name).removesuffix("-news-agency").removesuffix("-agency"), (name,)))
    for name in media["independent"]["names"]:
        put(Actor(name, "media", None, slug(name), (name,)))
    leaders = table("actors/leaders.toml")
    shared = frozenset(leaders["surnames"]["shared"])
    for country, names in leaders["leaders"].items():
        for name in names:
            last = name.split()[-1]
            short = () if last in shared else (last, last.removeprefix("al-"))
            put(Actor(name, "government", country, f"{slug(country)}-government", short))
    return found


def _group(row: Mapping[str, Any]) -> Actor:
    kind = row.get("kind", "armed_group")
    return Actor(row["name"], kind, row.get("side", row["name"]), slug(row["name"]), tuple(row.get("aka", ())))


def _short(name: str, aka: Iterable[str]) -> str:
    """The slug of a body: its initials where it goes by them ("unhcr"), else its name."""
    initials = next((a for a in aka if re.fullmatch(r"[A-Z]{2,7}", a)), None)
    return slug(initials or name)


@lru_cache(REMEMBERED)
def lookup(phrase: str) -> Actor | None:
    """The known actor that the whole phrase names, articles, titles and possessives aside, or None."""
    words = bare(phrase)
    return _known().get(words) or _known().get(_TITLE.sub("", words))


def country_of(phrase: str) -> str | None:
    """The country that a name, an adjective, a people or a capital stands for: "Filipino" is "Philippines"."""
    return _country_words().get(bare(phrase))


@cache
def seats() -> frozenset[str]:
    """Every seat of power that stands for its government: "Kabul", "Downing Street"."""
    return frozenset(bare(seat) for row in _countries().values() for seat in row.get("seats", ()))


@cache
def _finder() -> re.Pattern[str]:
    names = either({*_known(), *_country_words()}, guard=r"(?<![\w.].)")
    return re.compile(rf"({names})s?(?!\w)")


@lru_cache(REMEMBERED)
def actors_in(phrase: str) -> tuple[tuple[int, int, str, Actor | None], ...]:
    """Each known actor or country named in the phrase: start, end, words, actor (None for an adjective)."""
    found = []
    for match in _finder().finditer(phrase):
        before, after = phrase[max(0, match.start() - 6) : match.start()], phrase[match.end() : match.end() + 14]
        if _LINKED.search(before) or _LINKED.search(after):
            continue
        words = match.group(1)
        if words.lower() in _roles() and _other_name(phrase[max(0, match.start() - 40) : match.start()]):
            continue  # "the Etna Observatory"
        found.append((match.start(1), match.end(1), words, _known().get(words)))
    return tuple(found)


def _other_name(before: str) -> bool:
    """Whether a proper name that is no country's ends these words, so that a common noun after it names another."""
    return (found := _NAME_BEFORE.search(before)) is not None and found[0].strip() not in _country_words()


@lru_cache(REMEMBERED)
def side_of(phrase: str) -> str | None:
    """The party that the people or things of a phrase belong to, in its short usual name (codebook section 2).

    Named groups come before countries ("Afghan Taliban fighters"); rebels of a country are its opposition.
    """
    whole = lookup(phrase)
    if whole is not None and whole.kind in SIDED | {"media"}:
        return whole.side
    anti = re.search(r"\banti[-‐ ](?P<who>[A-Z][\w’'-]+)", phrase)
    if anti:
        against = lookup(anti["who"])
        return f"{_adjective(against.side)} opposition" if against and against.side in _countries() else None
    country = None
    for _, _, words, actor in actors_in(phrase):
        if actor is not None and actor.kind == "media":
            continue
        if actor is not None and actor.side not in _countries():
            if actor.side is not None:
                return actor.side
            continue
        country = country or (actor.side if actor is not None else _country_words().get(words))
    if country and re.search(r"\b(?:rebels?|opposition|insurgents?|revolutionar(?:y|ies))\b", phrase, re.I):
        return f"{_adjective(country)} opposition"
    return country


def _adjective(country: str | None) -> str:
    """How a country names its opposition: "Syria" is "Syrian"."""
    return next(iter(_countries().get(country or "", {}).get("adjectives", ())), country or "")


@cache
def _roles() -> Mapping[str, _Role]:
    found: dict[str, _Role] = {}
    knowledge = table(ROLES)
    for section, generic in (("roles", False), ("generic", True)):
        for kind, words in knowledge[section].items():
            for word in words:
                found.setdefault(word, _Role(kind, generic))
    return found


@cache
def _modifiers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(r"(?<![\w])(?:" + "|".join(map(re.escape, words)) + r")s?(?!\w)"))
        for kind, words in table(ROLES)["modifiers"].items()
        if words
    )


def _singular(word: str) -> str:
    if word in _roles() or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("men"):
        return f"{word[:-2]}an"
    return word[:-2] if word.endswith(("sses", "ches", "shes")) else word[:-1]


def _head_role(words: list[str]) -> tuple[_Role, int] | None:
    """The longest role phrase that ends the words, and how many words it takes."""
    for size in range(min(6, len(words)), 0, -1):
        tail = " ".join(words[-size:])
        single = " ".join((*words[-size:-1], _singular(words[-1].replace("women", "woman").replace("men", "man"))))
        role = _roles().get(tail) or _roles().get(single)
        if role is not None:
            return role, size
    return None


def _without_stop(word: str) -> str:
    """ "gen." as "gen"; "u.n." stays."""
    return word[:-1] if word.endswith(".") and word.count(".") == 1 else word


def _by_initials(phrase: str) -> str | None:
    """Police and fire departments by their initials: "NYPD", "an HFD spokesman"."""
    return next((kind for kind, pattern in _INITIALS if pattern.search(phrase)), None)


@lru_cache(REMEMBERED)
def kind_of(phrase: str) -> str | None:
    """The kind of source a noun phrase is, by its head noun, its modifiers and the actors it names; None if no one.

    "hospital spokesman" is medical, "the head of the coast guard" emergency, "a spokesman for the UN" un.
    """
    whole = lookup(phrase)
    if whole is not None:
        return whole.kind
    plain = re.split(r"\b(?:who|that|which)\b", bare(phrase))[0]
    parts = [part for part in _COMPLEMENT.split(plain) if part]
    if not parts:
        return None
    base = parts[0]
    words = [_without_stop(word) for word in re.findall(r"[\w.’'-]+", base.lower().replace("’", "'"))]
    names = len(words) - next((n for n, word in enumerate(reversed(base.split())) if word.islower()), len(words))
    for cut in range(len(words), max(0, names - 1), -1):  # only proper names may follow the role
        head = _head_role(words[:cut])
        if head is not None:
            break
    else:
        named = [actor for _, _, _, actor in actors_in(base) if actor is not None and actor.kind != "government"]
        return named[-1].kind if named else _by_initials(base)
    role, size = head
    if not role.generic:
        if role.kind == "military" and _NAMED_ARMY.search(phrase) and not actors_in(phrase):
            return "armed_group"
        if base.lower().endswith(_PRESIDING) and (presided := _presided(phrase)) is not None:
            return presided
        if role.kind in {"government", "military", "witness", "company", "expert"}:
            body = next((a for *_, a in actors_in(phrase) if a is not None and a.kind in {"un", "armed_group"}), None)
            if body is not None and role.kind in {"government", "military"}:
                return body.kind
        return role.kind
    near = " ".join(words[: cut - size])
    named = [actor for _, _, _, actor in actors_in(plain) if actor is not None]
    for actor in named:
        if actor.kind not in {"government"} and not (actor.kind == "media" and role.kind == "government"):
            return actor.kind
    if len(parts) > 1 or words[cut - size : cut] in (["source"], ["sources"]):
        near = re.sub(r"\b(?:local|senior)\b", "", near)
    if commander := words[cut - 1].startswith("commander"):
        near = near.replace("senior", "")
    for kind, pattern in _modifiers():
        if pattern.search(near):
            return kind
    if (initialled := _by_initials(phrase)) is not None:
        return initialled
    if "Human Rights" in phrase and not named:  # "head of the National Organization for Human Rights"
        return "ngo"
    for part in parts[1:]:
        inner = kind_of(part)
        if inner not in {None, "none", "unnamed"}:
            return role.kind if (role.kind, inner) == ("witness", "company") else inner  # "an employee of a hotel"
    for kind, pattern in _modifiers():
        if kind != "witness" and pattern.search(" ".join(parts[1:]).lower()):
            return kind
    if named or any(_country_words().get(words_) for _, _, words_, _ in actors_in(plain)):
        return "military" if commander else "government"
    return role.kind


def _presided(phrase: str) -> str | None:
    """The kind of the firm, party or charity that a president or secretary heads: "president of the Red Cross"."""
    bodies = (a.kind for *_, a in actors_in(phrase) if a is not None and (a.kind in _PRESIDED or a.side is None))
    return "company" if _FIRM.search(phrase) else next(bodies, None)


def is_local(phrase: str) -> bool:
    """Whether the phrase is an authority below the state, such as a mayor or a provincial office."""
    return _role_words("local").search(bare(phrase).lower()) is not None


def is_national(phrase: str) -> bool:
    """Whether the phrase names a body of the whole country, so that even its police or rescuers speak for a side."""
    return _role_words("national").search(bare(phrase).lower()) is not None


@cache
def _role_words(reach: str) -> re.Pattern[str]:
    """One pattern for the whole words that tell a body of this reach, local or national."""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, table(ROLES)[reach]["words"])) + r")(?!\w)")


def origin_of(
    name: str | None, kind: str, side: str | None = None, place: str | None = None, described: str = ""
) -> str | None:
    """The canonical slug of the party that asserts a figure (codebook section 6), None where nobody is named.

    ``described`` is the fullest words for the source ("Ana Ruiz, a spokeswoman for the UN refugee agency");
    ``place`` is the figure's place, which tells one town's authorities from another's. A joint source is "a+b".
    """
    if not name or kind in {"none", "unnamed"}:
        return None
    pieces = re.split(r"\s+and\s+(?:the\s+)?|;\s*", name)
    if len(pieces) > 1 and lookup(name) is None:
        known = [origin_of(piece, kind_of(piece) or kind, side_of(piece)) for piece in pieces]
        if all(known):
            return "+".join(part for part in known if part)
    actor = lookup(name)
    if actor is not None:
        return actor.origin
    full = described or name
    if kind in {"un", "ngo", "monitor", "armed_group", "medical"}:
        body = next((a for *_, a in actors_in(full) if a is not None and a.kind == kind), None)
        if body is not None:
            return body.origin
    if kind in {"government", "military"}:
        return _state_origin(name, full, kind, side, place)
    if _anonymous(name):
        return None
    if kind == "armed_group" and side:
        return slug(side)
    return slug(name)


def _state_origin(name: str, full: str, kind: str, side: str | None, place: str | None) -> str | None:
    """A state's metonyms, head, ministries and officials are one origin; general staff and towns are others."""
    if is_local(full):
        office = next((w for w in table(ROLES)["local"]["offices"] if w in full.lower()), "authorities")
        if _anonymous(name):
            return slug(f"{place} {office}") if place else None
        return slug(name)
    named = side_of(full)
    if kind == "military":
        if "general staff" in full.lower() and (named or side):
            return f"{slug(named or side or '')}-general-staff"
        return f"{slug(named)}-military" if named else (None if _anonymous(name) else slug(name))
    if side and (named == side or re.search(r"\bminist(?:er|ry)\b|\bgovernment\b|\bpresident\b", full, re.I)):
        return f"{slug(side)}-government"
    return None if _anonymous(name) else slug(name)


def _anonymous(name: str) -> bool:
    """Whether the words are a bare role ("an official", "medical sources") that names no body, place or person."""
    plain = bare(name)
    words = plain.split()
    if any(word[:1].isupper() for word in words[1:]) or actors_in(plain):
        return False
    return plain.islower() or _head_role([word.lower() for word in words]) is not None
