"""The command that takes the record away: every format, the part that is wanted, and what is left out of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from onrecord import exporters
from onrecord.cli.options import (
    Columns,
    Fetch,
    LedgerFile,
    Machine,
    Paths,
    Private,
    Published,
    Publisher,
    Reading,
    day_of,
)
from onrecord.cli.refusal import Refusal
from onrecord.cli.shared import whole_of
from onrecord.exporters import Selection, Takeaway
from onrecord.pipeline import Whole


def export(
    paths: Paths = None,
    ledger: LedgerFile = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="The format to write; see the list above.")] = "jsonl",
    what: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="claims, lines, series, links, reports or problems."),
    ] = None,
    expand: Annotated[bool, typer.Option("--expand", help="Links as every pair of claims on one line.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write [default: standard output].")
    ] = None,
    crisis: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only incidents whose name or heading has these words.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only what is of this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only what is of this day or earlier.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is at this place or in it.")] = None,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only figures of this measure; may be given again.")
    ] = None,
    origin: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this origin says.")] = None,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Only what a person accepted or corrected in review.")
    ] = False,
    coarsen_places: Annotated[
        bool, typer.Option("--coarsen-places", help="Areas for towns, coordinates to 0.1 degrees, no report's words.")
    ] = False,
    without_names: Annotated[
        bool, typer.Option("--without-names", help="No names of persons, and no report's words, which may name them.")
    ] = False,
    machine: Machine = False,
    published: Published = None,
    columns: Columns = None,
    fetch: Fetch = False,
    private: Private = False,
    publisher: Publisher = None,
) -> None:
    """Take the record away, whole or in part, in a format of the trade.

    Every exported figure carries its claims' ids and where in which report they stand.

    \b
    Formats:
      jsonl          JSON lines: claims, lines, series, links, reports, problems
      csv, parquet   the same as tables: for spreadsheets, and typed for data frames
      geojson        readings and events on the map, each with its precision
      hxl            readings with humanitarian hashtags
      acled, ucdp    incidents coded as those codebooks would, in their columns
      idmc           figures of displacement in IDMC's terms
      webannotation  W3C annotations on the reports' texts
      claim          schema.org Claims with all their appearances
      prov           PROV-O: who quoted whom, what revised what
      followthemoney statements about reports, incidents, origins and figures
      gold           reports that people reviewed whole, to score the tool with (`onrecord score`)
      markdown, html the brief, whole

    \b
    Examples:
      onrecord export --ledger kherson.sqlite --output claims.jsonl
      onrecord export --format csv --what series --measure killed > killed.csv
      onrecord export --format hxl --since 2022-03-01 --place Ukraine -o ukraine.csv
      onrecord export --format geojson --coarsen-places --without-names -o map.geojson
      onrecord export reports/ | jq -c 'select(.measure == "killed") | [.source.name, .number]'
    """
    kind = _kind(format, what, expand=expand)
    reading = Reading(published, publisher, None, columns, fetch, private)
    whole, code = whole_of(paths, ledger, reading, pairs=expand, machine=machine)
    selection = Selection(
        crisis, day_of("--since", since), day_of("--until", until), place, frozenset(measure or ()), origin, reviewed
    )
    record = exporters.narrowed(takeaway(whole), selection)
    record = exporters.coarsened(record) if coarsen_places else record
    record = exporters.nameless(record) if without_names else record
    if output is not None:
        _write_whole(output, record, format, kind)
    elif exporters.binary(format) and sys.stdout.isatty():
        raise Refusal(f"{format} is no text for a terminal; give --output FILE")
    else:
        exporters.export(record, sys.stdout.buffer, format=format, kind=kind)
        sys.stdout.buffer.flush()
    raise typer.Exit(code)


def takeaway(whole: Whole) -> Takeaway:
    """What can be exported of a whole record."""
    return Takeaway(whole.reports, whole.claims, whole.lines, whole.links, whole.pairs, whole.problems, whole.decided)


def _kind(format: str, what: str | None, *, expand: bool) -> str | None:
    try:
        known = exporters.kinds(format)
    except ValueError as error:
        raise Refusal(str(error)) from None
    if expand and what not in (None, "links", "pairs"):
        raise Refusal("--expand goes with --what links")
    wanted = "pairs" if expand else what
    if wanted is not None and wanted not in known:
        raise Refusal(f"{format} holds no {wanted}; it holds {', '.join(known)}")
    return wanted


def _write_whole(path: Path, record: Takeaway, format: str, kind: str | None) -> None:
    """Write a file whole or not at all: beside it first, then into its place."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as out:
            exporters.export(record, out, format=format, kind=kind)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refusal(f"{path}: cannot be written ({error.strerror})") from error
