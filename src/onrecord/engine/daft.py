"""The engine Daft: its native runner on one machine, or Ray, on this machine or on the cluster of RAY_ADDRESS."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pyarrow as arrow

from onrecord.engine import EngineMissing, Step


def run(step: Step, tasks: arrow.RecordBatch, workers: int, *, ray: bool) -> Iterator[arrow.RecordBatch]:
    """What the step gives for each task; Daft takes the tasks to ``workers`` processes, which keep what they loaded."""
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    os.environ.setdefault("DO_NOT_TRACK", "true")
    try:
        import daft
    except ImportError as error:
        raise EngineMissing("this engine needs Daft: pip install 'onrecord[cluster]'") from error
    _choose(workers, ray=ray)

    @daft.cls(max_concurrency=workers, use_process=True)
    class Worker:
        """One process of the step."""

        def __init__(self, step: Step) -> None:
            self._step = step

        @daft.method.batch(return_dtype=daft.DataType.string(), batch_size=1)
        def told(self, name: Any, told: Any) -> Any:
            batch = arrow.RecordBatch.from_arrays([name.to_arrow(), told.to_arrow()], names=["name", "told"])
            return self._step(batch.cast(tasks.schema)).column("told")

    frame = daft.from_arrow(arrow.Table.from_batches([tasks]))
    if ray:  # the native runner takes rows one by one, Ray by partitions
        frame = frame.into_partitions(max(1, min(tasks.num_rows, 4 * workers)))
    done = frame.with_column("told", Worker(step).told(frame["name"], frame["told"]))
    for batch in done.to_arrow_iter():
        for n in range(batch.num_rows):
            yield batch.select(["name", "told"]).slice(n, 1).cast(tasks.schema)


@cache
def _choose(workers: int, *, ray: bool) -> None:
    """Set Daft's runner, which it takes once for the life of a process."""
    import daft

    if not ray:
        daft.set_runner_native()
        return
    import ray as cluster

    alone = not os.environ.get("RAY_ADDRESS")
    cluster.init(
        num_cpus=workers if alone else None,
        include_dashboard=False if alone else None,
        logging_level=logging.ERROR,
        log_to_driver=False,
        ignore_reinit_error=True,
    )
    daft.set_runner_ray(noop_if_initialized=True)
