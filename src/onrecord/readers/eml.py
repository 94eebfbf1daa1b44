"""EML: the letter as one report, and the documents attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from onrecord.model import Problem, Report
from onrecord.pages import fragment_blocks
from onrecord.text import Block, clean, make_report, paragraphs
from onrecord.text.source import LIMIT as ONE
from onrecord.text.source import Source, decode

SUFFIXES = (".eml",)
MEDIA = ("message/rfc822",)
LIMIT = 5 * ONE
RISKY = True
STUB = 200  # bytes; a plain text so short says that the letter is to be read as HTML
HEADER = re.compile(
    rb"^(from|to|subject|date|message-id|received|mime-version|return-path|delivered-to|content-type):[ \t]",
    re.I | re.M,
)
QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
SIGNATURE = re.compile(r"^-- $", re.MULTILINE)
NO_REPORT = ("image/", "audio/", "video/", "font/")
OWN_PART = frozenset({"application/pgp-signature", "application/pkcs7-signature", "text/calendar", "text/vcard"})


def looks_like(data: bytes) -> bool:
    """Whether a file begins with the headers of a letter."""
    head = re.split(rb"\r?\n\r?\n", data[:16384], maxsplit=1)[0]
    names = {found.lower() for found in HEADER.findall(head)}
    return b"from" in names and len(names) > 2 and bool(re.match(rb"[\w-]+:", head))


def read(source: Source) -> Iterator[Report | Problem]:
    """The letter itself; its subject is the title, its date the publication date, its sender the outlet."""
    letter = _parsed(source)
    found = _body(letter, source)
    if isinstance(found, Problem):
        yield found
        return
    blocks, links = found
    title = _header(letter, "subject")
    if not blocks:
        if not list(members(source)):
            yield source.problem("empty", "the letter holds no text")
        return
    day = _day(letter)
    name, address = parseaddr(_header(letter, "from"))
    sender = name or address.rpartition("@")[2]
    provenance = source.provenance(day, sender, how="the letter's header")
    yield make_report(
        source.name,
        blocks,
        title=title,
        published=day or source.published,
        publisher=source.publisher or sender,
        links=links,
        guessed=() if source.publisher or not sender else (("publisher", f"the letter is from {sender}"),),
        url=source.url,
        fetched=source.fetched,
        provenance=replace(provenance, named=provenance.named if not source.publisher else "given for the document"),
    )


def members(source: Source) -> Iterator[Source | Problem]:
    """The documents attached; pictures, sound and signatures are none."""
    letter = _parsed(source)
    for number, part in enumerate(letter.iter_attachments(), 1):
        kind = part.get_content_type()
        if kind.startswith(NO_REPORT) or kind in OWN_PART:
            continue
        name = part.get_filename() or f"attachment {number}"
        content = part.as_bytes() if kind == "message/rfc822" else part.get_payload(decode=True)
        if kind == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            content = inner.as_bytes() if isinstance(inner, EmailMessage) else content
        if isinstance(content, bytes) and content.strip():
            yield replace(source.inside(name, content), media=kind)


def _parsed(source: Source) -> EmailMessage:
    letter = message_from_bytes(source.data, policy=policy.default)
    assert isinstance(letter, EmailMessage)
    return letter


def _body(letter: EmailMessage, source: Source) -> tuple[list[Block], list[str]] | Problem:
    """The blocks and links of the letter's text, the plain one where it has both and that is no stub."""
    plain, marked = (letter.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    part = plain if plain is not None and (marked is None or len(_bytes(plain)) > STUB) else marked
    data = _bytes(part) if part is not None else b""
    if part is None or not data.strip():
        return [], []
    text = _text(data, str(part.get_content_charset() or ""), source)
    if isinstance(text, Problem):
        return text
    if part.get_content_type() == "text/html":
        return fragment_blocks(text)
    body, *signed = SIGNATURE.split(QUOTED.sub("", text), maxsplit=1)
    blocks = [Block("", p) for p in paragraphs(clean(body))]
    blocks += [Block("boilerplate", words) for s in signed if (words := " ".join(clean(s).split()))]
    return blocks, re.findall(r"https?://[^\s<>\"]+", body)


def _bytes(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(data: bytes, charset: str, source: Source) -> str | Problem:
    """The part's text in the encoding that its header names, else as any text file is read."""
    try:
        return data.decode(charset or "utf-8")
    except (UnicodeDecodeError, LookupError):
        decoded = decode(replace(source, data=data))
        return decoded if isinstance(decoded, Problem) else decoded.text


def _header(letter: EmailMessage, name: str) -> str:
    """A header's words, also where it breaks the rules."""
    try:
        return " ".join(clean(str(letter.get(name, ""))).split())
    except Exception:  # the header parser fails on malformed headers in many ways
        return " ".join(clean(dict(letter.raw_items()).get(name.title(), "")).split())


def _day(letter: EmailMessage) -> str | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(_header(letter, "date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
