"""Builds the gazetteer if it is absent and prints where it lies."""

from __future__ import annotations

from onrecord import gazetteer

if __name__ == "__main__":
    print(gazetteer.load().path)
