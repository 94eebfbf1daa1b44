"""Batches: any engine and any number of workers give the same bytes, a killed batch goes on, one bad report is told."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from onrecord.batch import BatchError, run
from onrecord.batch.load import load
from onrecord.ledger import Ledger
from onrecord.pipeline import Inputs, add

EXAMPLES = Path(__file__).parent.parent / "examples"
SOME = tuple(EXAMPLES / name for name in ("albania-quake-2023-06-14.jsonl", "valley-mail-2023-06-12.txt"))
RUN = """
import sys
from pathlib import Path
from onrecord.batch import run
from onrecord.pipeline import Inputs
if __name__ == "__main__":
    paths = tuple(Path(p) for p in sys.argv[5:])
    part = int(sys.argv[4])
    run(Inputs(paths), Path(sys.argv[1]), lambda *told: print(*told, flush=True), using=sys.argv[2],
        workers=int(sys.argv[3]), part=part)
"""


def silent(stage: str, done: int, total: int) -> None:
    """A watch that says nothing."""


def started(folder: Path, output: Path, engine: str, workers: int, part: int, *paths: Path) -> subprocess.Popen[str]:
    """A batch in a process of its own."""
    script = folder / "run.py"
    script.write_text(RUN, encoding="utf-8")
    words = [str(output), engine, str(workers), str(part), *map(str, paths)]
    return subprocess.Popen(
        [sys.executable, str(script), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def digests(output: Path) -> dict[str, str]:
    """Each file of a result by its place, as the hash of its bytes."""
    files = sorted(path for path in output.rglob("*") if path.is_file())
    return {str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some examples as one worker of this process does them, two reports a part."""
    output = tmp_path_factory.mktemp("whole") / "out"
    run(Inputs(SOME), output, silent, part=2)
    return output


@pytest.mark.parametrize("engine", ["local", "daft", "ray"])
def test_two_workers_of_an_engine_give_the_bytes_of_one(tmp_path: Path, whole: Path, engine: str) -> None:
    process = started(tmp_path, tmp_path / "out", engine, 2, 2, *SOME)
    _, said = process.communicate(timeout=900)
    assert process.returncode == 0, said
    assert digests(tmp_path / "out") == digests(whole)
    assert len(digests(whole)) > 5


def test_a_batch_that_is_killed_goes_on_with_what_was_not_done(tmp_path: Path, whole: Path) -> None:
    output = tmp_path / "out"
    process = started(tmp_path, output, "local", 1, 2, *SOME)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("coding") and int(line.split()[1]) > 0:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    parts = {path: path.stat().st_mtime_ns for path in (output / "work" / "coded").glob("0*/claims.parquet")}
    assert parts
    assert not (output / "batch.json").exists()
    heard: list[tuple[str, int, int]] = []
    run(Inputs(SOME), output, lambda *told: heard.append(told), part=2)
    assert next(done for stage, done, _ in heard if stage == "coding") > 0
    assert "reading" not in {stage for stage, _, _ in heard}
    assert digests(output) == digests(whole)


def test_a_finished_batch_is_not_done_again_and_other_inputs_are_refused(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(
        "Quake\n\nThe quake killed 12 people in Miraval, officials said on 3 May 2031.\n", encoding="utf-8"
    )
    output = tmp_path / "out"
    first = run(Inputs((report,)), output, silent)
    before = digests(output)
    heard: list[str] = []
    assert run(Inputs((report,)), output, lambda stage, *_: heard.append(stage)) == first
    assert heard == []
    assert digests(output) == before
    with pytest.raises(BatchError, match="other inputs"):
        run(Inputs((EXAMPLES,)), output, silent)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BatchError, match="holds no batch"):
        run(Inputs((report,)), tmp_path / "full", silent)


def test_a_bad_document_is_one_problem_and_the_rest_is_done(tmp_path: Path) -> None:
    good = {"id": "good", "published": "2031-05-03", "text": "The quake killed 12 people in Lima, officials said."}
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps(good) + "\n{broken\n", encoding="utf-8")
    done = run(Inputs((corpus,)), tmp_path / "out", silent)
    assert (done.reports, len(done.problems)) == (1, 1)
    assert done.problems[0].where.endswith("corpus.jsonl:2")
    rows = parquet.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    assert [(row["stage"], row["code"]) for row in rows] == [("read", "invalid_json")]
    assert parquet.read_table(tmp_path / "out" / "claims")["report"].to_pylist() == ["good"] * done.claims


def test_a_batch_loaded_into_a_ledger_is_the_record_of_adding_its_reports(tmp_path: Path, whole: Path) -> None:
    with Ledger.open(tmp_path / "loaded.sqlite") as loaded, Ledger.open(tmp_path / "added.sqlite") as added:
        assert load(whole, loaded, silent) == len(list(loaded.reports())) > 2
        assert load(whole, loaded, silent) == 0
        add(Inputs(SOME), added, lambda *_: None)
        assert list(loaded.lines()) == list(added.lines())
        assert list(loaded.claims()) == list(added.claims())
        assert list(loaded.reports()) == list(added.reports())
        lines = sorted(parquet.read_table(whole / "lines")["line"].to_pylist())
        assert lines == sorted(line.id for line in loaded.lines())


def test_the_command_tells_what_it_made_and_refuses_an_unknown_engine(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "onrecord", "batch", str(SOME[1]), str(tmp_path / "out")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 report" in done.stdout
    wrong = subprocess.run([*words, "--engine", "spark"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "local, daft, ray" in wrong.stderr


def test_a_parquet_corpus_is_read_row_by_row(tmp_path: Path) -> None:
    import datetime

    import pyarrow as arrow

    text = "The quake killed 12 people in Lima, officials said on Tuesday."
    rows = {
        "id": ["a", "b", "c"],
        "text": [text, None, text],
        "published": [datetime.date(2031, 5, 3)] * 3,
        "publisher": ["Echo", "Post", "Wire"],
    }
    parquet.write_table(arrow.table(rows), tmp_path / "corpus.parquet")
    done = run(Inputs((tmp_path / "corpus.parquet",)), tmp_path / "out", silent)
    assert (done.reports, [problem.code for problem in done.problems]) == (2, ["empty"])
    reports = parquet.read_table(tmp_path / "out" / "reports").to_pylist()
    assert [(r["id"], r["publisher"], r["published"]) for r in reports] == [
        ("a", "Echo", "2031-05-03"),
        ("c", "Wire", "2031-05-03"),
    ]
