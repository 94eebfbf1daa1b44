"""The options that commands share, and groups of them that a command takes as one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from functools import wraps
from inspect import Parameter, signature
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from onrecord.cli.refusal import Refusal
from onrecord.fetch import Web
from onrecord.pipeline import Inputs
from onrecord.registry import names

DEFAULT = Path("onrecord.sqlite")

PATHS_HELP = "Files, folders, - for standard input; web addresses with --fetch."
Paths = Annotated[list[str] | None, typer.Argument(metavar="PATHS", help=PATHS_HELP)]
LedgerFile = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="FILE|URL",
        help=f"The ledger: a file, or postgresql://user@host/name [default: ./{DEFAULT}].",
    ),
]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="When the reports were published (YYYY-MM-DD), if they do not say.")
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="The outlet, if the reports do not say.")]
Format = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT", help=f"How to read the files, if they do not say: {', '.join(names('onrecord.readers'))}."
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(metavar="FIELD=COLUMN,...", help="Which columns of a table hold what: text=body,published=date."),
]
Fetch = Annotated[bool, typer.Option("--fetch", help="Read web addresses, and the pages behind feeds' summaries.")]
Private = Annotated[
    bool, typer.Option("--allow-private", help="With --fetch: also from this machine and its own network.")
]
Everything = Annotated[bool, typer.Option("--all", help="Leave nothing out for length.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
Machine = Annotated[bool, typer.Option("--machine", help="Without what people decided in review.")]


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller knows of the reports."""

    published: Published = None
    publisher: Publisher = None
    format: Format = None
    columns: Columns = None

    def inputs(self, paths: Iterable[str] | None) -> Inputs:
        """What to read at these paths; Refusal where an option is not of its form."""
        published = day_of("--published", self.published)
        return Inputs(tuple(paths or ()), published, self.publisher, self.format, _columns(self.columns or ""))


@dataclass(frozen=True, slots=True)
class Reading(Known):
    """What the caller knows of the reports, and whether the web may be read for them."""

    fetch: Fetch = False
    private: Private = False

    def inputs(self, paths: Iterable[str] | None) -> Inputs:
        """What to read at these paths and, where it may be, from the web."""
        return replace(Known.inputs(self, paths), web=Web(private=self.private) if self.fetch else None)


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """The command as the command line calls it: a parameter that is a dataclass stands as that dataclass's options."""
    told = signature(command, eval_str=True)
    groups: dict[str, Any] = {n: p.annotation for n, p in told.parameters.items() if is_dataclass(p.annotation)}

    @wraps(command)
    def run(**given: Any) -> None:
        whole = {name: group(**{f.name: given.pop(f.name) for f in fields(group)}) for name, group in groups.items()}
        command(**given, **whole)

    taken_apart = [_options(groups[n]) if n in groups else (p,) for n, p in told.parameters.items()]
    vars(run)["__signature__"] = told.replace(parameters=list(chain.from_iterable(taken_apart)))
    return run


def _options(group: Any) -> tuple[Parameter, ...]:
    types = get_type_hints(group, include_extras=True)
    default = {f.name: Parameter.empty if f.default is MISSING else f.default for f in fields(group)}
    return tuple(Parameter(n, Parameter.KEYWORD_ONLY, default=d, annotation=types[n]) for n, d in default.items())


def day_of(option: str, day: str | None) -> str | None:
    """The ISO day that an option gives, None where it is not given; Refusal for other text."""
    try:
        return date.fromisoformat(day).isoformat() if day is not None else None
    except ValueError:
        raise Refusal(f"{option} {day}: not a date of the form YYYY-MM-DD") from None


def _columns(told: str) -> tuple[tuple[str, str], ...]:
    """The pairs of field and column in "text=body,published=date"."""
    from onrecord.text.front import FIELDS

    pairs = []
    for pair in filter(None, told.split(",")):
        field, _, column = pair.partition("=")
        if field.strip() not in FIELDS or not column.strip():
            raise Refusal(f"--columns {pair}: give FIELD=COLUMN, FIELD one of {', '.join(FIELDS)}")
        pairs.append((field.strip(), column.strip()))
    return tuple(pairs)
