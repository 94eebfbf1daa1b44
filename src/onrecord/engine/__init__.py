"""Running one step over many tasks, on this machine's processes or by Daft on one machine or a Ray cluster.

Arrow batches in, Arrow batches out; what a task is and what a step does is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as arrow

ENGINES = ("local", "daft", "ray")

type Step = Callable[[arrow.RecordBatch], arrow.RecordBatch]


class EngineMissing(Exception):
    """The engine is not installed; the message says how to install it."""


def run(engine: str, step: Step, tasks: arrow.RecordBatch, workers: int) -> Iterator[arrow.RecordBatch]:
    """What the step gives for each task, a batch of one row, in the order in which they are done.

    Tasks and results have two columns of words, ``name`` and ``told``. ``step`` is a function of a module, which all
    workers can import. An error in a step ends the run.
    """
    if engine == "local":
        from onrecord.engine import local

        return local.run(step, tasks, workers)
    from onrecord.engine import daft

    return daft.run(step, tasks, workers, ray=engine == "ray")
