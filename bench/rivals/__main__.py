"""What a user would run instead, over the same text in one run, each installed into an environment of its own.

    python -m bench.rivals [--every N]

Takes every N-th article (80 unless told) of articles.jsonl. Prints the CPU time of the plain spaCy pipeline, of
quantulum3 and of onrecord as ratios, and the size of what langextract would send to a language model, which stands
for its cost. Needs uv and the package registry; Giveme5W1H (wants a CoreNLP server) and CQE 2.0.3 (its pins exclude
one another on Python 3.13) could not be made to run.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import SHARED
from onrecord import extract, language, link, read
from onrecord.model import Report

HERE = Path(__file__).parent


def _environment(folder: Path) -> Path:
    """The Python of a fresh environment that holds the rivals."""
    python = folder / "environment" / "bin" / "python"
    setup = HERE.parents[1] / "setup.sh"
    uv = subprocess.run([str(setup), "--uv"], check=True, capture_output=True, text=True).stdout.strip()
    uv = shutil.which(uv) or str(setup.parent / uv)
    subprocess.run([uv, "venv", "-q", "--python", sys.executable, str(python.parent.parent)], check=True)
    requirements = str(HERE / "requirements.txt")
    subprocess.run([uv, "pip", "install", "-q", "--python", str(python), "-r", requirements], check=True)
    return python


def _told(python: Path, script: str, texts: Path) -> dict[str, float]:
    done = subprocess.run(
        [str(python), "-W", "ignore", str(HERE / script), str(texts)], check=True, capture_output=True, text=True
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _plain(reports: list[Report]) -> float:
    model = language.plain()
    list(model.pipe([reports[0].text]))
    begun = time.process_time()
    for _ in model.pipe((report.text for report in reports), batch_size=128):
        pass
    return time.process_time() - begun


def _ours(texts: Path) -> float:
    """Reading, extraction and linking, the second time over the same articles: its tables are warm."""
    seconds = 0.0
    for _ in range(2):
        begun = time.process_time()
        reports = [report for report in read([texts]) if isinstance(report, Report)]
        link([claim for result in extract(reports) for claim in result.claims], reports)
        seconds = time.process_time() - begun
    return seconds


def main(every: int) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = folder / "articles.jsonl"
        with (SHARED / "data" / "articles.jsonl").open(encoding="utf-8") as lines:
            texts.write_text("".join(line for at, line in enumerate(lines) if at % every == 0), encoding="utf-8")
        reports = [report for report in read([texts]) if isinstance(report, Report)]
        python = _environment(folder)
        prompts = _told(python, "prompts.py", texts)
        plain, ours, quantities = _plain(reports), _ours(texts), _told(python, "quantities.py", texts)
    words = sum(len(report.text.split()) for report in reports)
    print(f"{len(reports)} articles, {words:,} words; CPU time of one run, in that of the plain spaCy pipeline")
    print(f"spaCy, all components     1.00  {words / plain:8,.0f} words a second; parses, extracts nothing")
    print(f"onrecord, the whole job   {ours / plain:.2f}  {words / ours:8,.0f} words a second")
    seconds = quantities["seconds"]
    print(
        f"quantulum3                {seconds / plain:.2f}  {words / seconds:8,.0f} words a second; quantities only; "
        f"{quantities['failed']:.0f} articles made it fail"
    )
    print(
        f"langextract               {prompts['calls'] / prompts['texts']:.1f} model calls an article, "
        f"{prompts['sent'] / prompts['texts']:,.0f} characters of prompt, "
        f"{prompts['sent'] / prompts['characters']:.1f} x the article's own"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=80)
    main(parser.parse_args().every)
