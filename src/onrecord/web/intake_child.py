"""The child that adds documents to a ledger: it takes them on standard input and tells how far it is, line by line."""

from __future__ import annotations

import json
import os
import pickle
import sys
from dataclasses import asdict

from onrecord import pipeline
from onrecord.ledger import Ledger, LedgerError
from onrecord.pipeline import Inputs


def main() -> None:
    """Add what the parent sends; the pages go first where both want the processor."""
    os.nice(5)
    ledger, documents = pickle.load(sys.stdin.buffer)
    try:
        with Ledger.open(ledger) as book:
            done = pipeline.add(
                Inputs((), documents=documents), book, lambda reports, claims: tell(reports=reports, claims=claims)
            )
    except (LedgerError, OSError) as error:
        tell(state="failed", said=" ".join(str(error).split()))
        return
    tell(
        state="done",
        reports=done.added,
        versions=done.versions,
        held=done.held,
        claims=done.claims,
        problems=[asdict(problem) for problem in done.problems],
    )


def tell(**fields: object) -> None:
    """Tell the parent."""
    print(json.dumps(fields), flush=True)


if __name__ == "__main__":
    main()
