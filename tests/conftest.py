"""Loaded once for all tests: the parser, the gazetteer, the whole path."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.annotate import Parser
from dragoman.coding.network import Network
from dragoman.coding.rules import RuleCoder
from dragoman.gazetteer import Gazetteer
from dragoman.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent
os.environ["DRAGOMAN_LAYERS"] = ""  # what the user of this machine imported is no part of a test


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The rules alone: what most tests hold is theirs, and what they find does not change with a model's release."""
    return Pipeline.open(coder="rules")


@pytest.fixture(scope="session")
def default(pipeline: Pipeline) -> Pipeline:
    """What users get: rules and encoder together."""
    return replace(pipeline, coder=RuleCoder(pipeline.codebook, Network.open()))


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
