"""Risky documents are read by children with limits: one that is too slow or too big is a Problem, the rest is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.model import Problem, Report
from onrecord.reading import read
from onrecord.reading.pool import DOCUMENTS, IDLE, Pool
from onrecord.reading.worker import Limits
from onrecord.text.source import Source
from tests.documents import documents

PAGE = "<!doctype html><article><p>Nine people died in {}, the mayor said on Friday.</p></article>"
SLOW = ("<!doctype html><html><body>" + "<div><p>Nine <b>died</b> in Homs.</p></div>" * 60_000).encode()


def test_many_pages_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.html").write_text(PAGE.format(f"town {number}"))
        (tmp_path / f"{number:02}.txt").write_text(f"Ten people fled town {number}.")
    found = [item.id for item in read([tmp_path]) if isinstance(item, Report)]
    assert found == [f"{n:02}.{end}" for n in range(12) for end in ("html", "txt")]


def test_a_document_that_takes_too_long_is_a_problem_and_the_next_is_read() -> None:
    pool = Pool(Limits(seconds=0.2, memory=2048), workers=1)
    try:
        (slow,) = pool.items(pool.start(Source("slow.html", SLOW)))
        assert isinstance(slow, Problem)
        # A page this long ends a child by its time or, where its parser gives up first, by a crash.
        assert slow.message.startswith(("slow.html: took longer than 0.2 seconds", "slow.html: crashed its reader"))
        pool._limits = Limits(seconds=60, memory=2048)
        (next_one,) = pool.items(pool.start(Source("b.html", PAGE.format("Homs").encode())))
        assert isinstance(next_one, Report)
    finally:
        pool.close()


def test_a_document_that_takes_too_much_memory_is_a_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONRECORD_READ_MEMORY", "120")
    (tmp_path / "big.html").write_bytes(SLOW)
    (tmp_path / "c.txt").write_text("Ten people fled Homs.")
    problem, report = read([tmp_path])
    assert isinstance(problem, Problem)
    assert "big.html" in problem.message
    assert problem.code in ("too_much_memory", "gave_up", "unreadable")
    assert isinstance(report, Report)


def test_children_serve_many_documents_and_are_replaced_once_worn() -> None:
    pool = Pool(Limits(seconds=30, memory=2048), workers=1)
    job = pool.start(Source("b.html", PAGE.format("Homs").encode()))
    assert pool.is_full
    list(pool.items(job))
    first = job.child
    assert not first.is_worn
    again = pool.start(Source("b.html", PAGE.format("Homs").encode()))
    assert again.child is first
    first._served = DOCUMENTS
    list(pool.items(again))
    third = pool.start(Source("b.html", PAGE.format("Homs").encode()))
    assert third.child is not first
    pool.close()
    assert third.child.is_worn


def test_stopping_early_leaves_no_child_behind(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.html").write_text(PAGE.format("Homs"))
    before = _children()  # such as the PostgreSQL server of other tests
    reading = read([tmp_path])
    assert isinstance(next(reading), Report)
    reading.close()
    assert _children() - before <= {child._process.pid for child in IDLE}


def test_plain_reports_wait_for_no_library_of_another_format(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "c.jsonl", "d.csv"):
        (tmp_path / name).write_bytes(documents()[f"story.{name[2:]}"])
    heavy = "{'trafilatura', 'lxml', 'pypdfium2', 'docx', 'feedparser', 'fastwarc', 'httpx', 'protego', 'asyncio'}"
    code = f"import sys; from onrecord.reading import read; print(len(list(read(['.']))), {heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split(maxsplit=1) == ["4", "set()\n"]


def _children() -> set[int]:
    tasks = Path("/proc/self/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split()}


def test_a_text_as_long_as_a_book_is_read_within_limits_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONRECORD_READ_SECONDS", "1")
    (tmp_path / "a.txt").write_text("a\n" * 1_000_000)
    (tmp_path / "b.txt").write_text("Ten people fled Homs.")
    problem, report = read([tmp_path])
    assert isinstance(problem, Problem)
    assert "a.txt" in problem.message
    assert isinstance(report, Report)
