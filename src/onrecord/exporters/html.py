"""HTML: the brief as one page that needs nothing else, each figure linked to its sentence below."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from onrecord.brief import markdown as drawn
from onrecord.brief.wording import sentence_of, short_ids
from onrecord.exporters.markdown import brief_of
from onrecord.exporters.takeaway import Takeaway
from onrecord.model import Claim

KINDS = ("brief",)

STYLE = """
:root { color-scheme: light dark; --line: #d5d2c8; --faint: #5f5b52; --mark: #fff0a8; --accent: #0b5a8a; }
@media (prefers-color-scheme: dark) { :root { --line: #44423c; --faint: #b3aea2; --mark: #5a4a00; --accent: #7cc4f0; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
th { color: var(--faint); font-weight: 600; }
h2 { margin-top: 2rem; border-bottom: 2px solid var(--line); }
a { color: var(--accent); } code { font-size: .85em; } mark { background: var(--mark); color: inherit; }
.wide { overflow-x: auto; } dt { margin-top: 1rem; color: var(--faint); } dd { margin: 0; }
:target { outline: 2px solid var(--accent); }
@media print { body { max-width: none; } a { color: inherit; text-decoration: none; } }
"""


def write(record: Takeaway, kind: str, out: BinaryIO) -> int:
    """Write the page; returns how many incidents it tells."""
    brief = brief_of(record)
    short = short_ids(claim.id for claim in record.claims)
    body = _rendered(drawn.render(brief), {name: claim for claim, name in short.items()})
    out.write(_page(body, _evidence(record, short)).encode())
    return len(brief.incidents)


class Linked(RendererHTML):
    """Markdown drawn as HTML where a claim's short id links to its sentence and wide tables can be scrolled."""

    def code_inline(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        words = tokens[index].content
        code = f"<code>{html.escape(words)}</code>"
        return f'<a href="#c-{html.escape(env[words])}">{code}</a>' if words in env else code

    def table_open(self, *_: object) -> str:
        return '<div class="wide"><table>\n'

    def table_close(self, *_: object) -> str:
        return "</table></div>\n"


def _rendered(markdown: str, claims: dict[str, str]) -> str:
    """The brief as HTML, with the claims' ids by their short ones; markup in the reports' words stays text."""
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=Linked).enable("table")
    # The brief breaks lines in its cells with <br>, which is the renderer's to make, not a report's.
    return str(parser.render(markdown, claims)).replace("&lt;br&gt;", "<br>")


def _evidence(record: Takeaway, short: Mapping[str, str]) -> Iterator[str]:
    for claim in record.claims:
        report = record.report_of.get(claim.report)
        where = ", ".join(part for part in (claim.publisher, claim.published, claim.report) if part)
        url = report.url if report and (report.url or "").startswith(("https://", "http://")) else None
        told = f'<a href="{html.escape(url)}" rel="noreferrer">{html.escape(where)}</a>' if url else html.escape(where)
        yield f'<dt id="c-{claim.id}"><code>{short[claim.id]}</code> {told}</dt>'
        yield f"<dd>{_sentence(claim, report.text if report else '')}</dd>"


def _sentence(claim: Claim, text: str) -> str:
    """The claim's sentence with its number marked; the number alone where the text is left out."""
    at = claim.number or claim.span
    if not text:
        return f"<mark>{html.escape(at.exact)}</mark> at {at.start}–{at.end}"
    sentence = sentence_of(text, at.start, at.end)
    start = text.rfind(sentence, 0, at.end + len(sentence))
    if not start <= at.start <= at.end <= start + len(sentence):
        return html.escape(sentence)
    before, marked, after = text[start : at.start], text[at.start : at.end], text[at.end : start + len(sentence)]
    return f"{html.escape(before)}<mark>{html.escape(marked)}</mark>{html.escape(after)}"


def _page(body: str, evidence: Iterator[str]) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>On record</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}"
        f"<section>\n<h2>Where each claim stands</h2>\n<dl>\n{chr(10).join(evidence)}\n</dl>\n</section>\n"
        "</main>\n</body>\n</html>\n"
    )
