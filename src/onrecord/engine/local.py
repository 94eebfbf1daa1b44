"""The engine of one machine without anything else: worker processes, each of which takes one task after the other."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed

import pyarrow as arrow

from onrecord.engine import Step


def run(step: Step, tasks: arrow.RecordBatch, workers: int) -> Iterator[arrow.RecordBatch]:
    """What the step gives for each task, in the order in which they are done; one worker is this process itself."""
    each = [tasks.slice(n, 1) for n in range(tasks.num_rows)]
    if workers == 1:
        yield from map(step, each)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            for done in as_completed([pool.submit(step, task) for task in each]):
                yield done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
