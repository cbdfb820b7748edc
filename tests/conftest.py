"""Loaded once for all tests: the parser, the gazetteer, the whole path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dragoman.annotate import Parser
from dragoman.gazetteer import Gazetteer
from dragoman.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent
os.environ["DRAGOMAN_LAYERS"] = ""  # what the user of this machine imported is no part of a test


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return Pipeline.open()


@pytest.fixture(scope="session")
def gazetteer(pipeline: Pipeline) -> Gazetteer:
    return pipeline.gazetteer


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with sets and scorers; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"needs the measuring sets in {folder} (set DRAGOMAN_SHARED)")
    return folder
