"""Keys under which spellings of one place name meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ARTICLES = frozenset(("al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ath", "the"))
GENERIC = frozenset(
    (
        "oblast",
        "province",
        "governorate",
        "region",
        "district",
        "raion",
        "rayon",
        "county",
        "state",
        "prefecture",
        "department",
        "division",
        "municipality",
        "canton",
        "parish",
        "voivodeship",
        "voivodship",
        "territory",
        "krai",
        "kray",
        "republic",
        "emirate",
        "muhafazah",
        "autonomous",
        "commune",
    )
)
STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_DROPPED = re.compile(r"['’‘ʼʻ`´ʿʾ.]")
_BETWEEN = re.compile(r"[\s\-‐-―_/,]+")
SHORTENED = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name's key: lower case, no marks, hyphens as spaces, no apostrophes, "Saint" as "st"."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold().translate(STROKES))
        name = "".join(c for c in name if not unicodedata.combining(c))
    words = _BETWEEN.sub(" ", _DROPPED.sub("", name.casefold())).split()
    return " ".join(SHORTENED.get(word, word) for word in words)


def without_article(folded: str) -> str:
    """A folded name without a leading Arabic article ("al hasakah" gives "hasakah")."""
    head, _, rest = folded.partition(" ")
    return rest if rest and head in ARTICLES else folded


_LIKENESS = (
    (r"\b(?:al|el|ad|ar|as|ash|at|az|an)\b ?", ""),
    (r"kh|gh", "h"),
    (r"ck|q", "k"),
    (r"dj|zh", "j"),
    (r"ph", "f"),
    (r"sch|sh|ch|ts", "s"),
    (r"th", "t"),
    (r"dh", "d"),
    (r"ou|oo|w", "u"),
    (r"[iy]{1,3}|ee|ei|ai|ay|ey", "i"),
    (r"o", "u"),
    (r"e", "a"),
    (r"v", "f"),
    (r"i(?=a)", ""),
    (r"a?h?\b", ""),
    (r"(.)\1+", r"\1"),
    (r" ", ""),
)
_LIKENESS_COMPILED = tuple((re.compile(pattern), replacement) for pattern, replacement in _LIKENESS)


@lru_cache(maxsize=16384)
def likeness(folded: str) -> str:
    """A looser key under which romanisations of one name meet (Hasaka, al-Hasakeh; Salihiah, Salhiyeh)."""
    for pattern, replacement in _LIKENESS_COMPILED:
        folded = pattern.sub(replacement, folded)
    return folded
