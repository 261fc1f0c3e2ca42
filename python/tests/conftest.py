"""Shared by the tests: the study of England once, and a small problem that can be enumerated."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import catchment

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def england() -> catchment.Study:
    return catchment.Study.england()


@pytest.fixture(scope="session")
def results(england: catchment.Study) -> catchment.Results:
    return england.run()


@pytest.fixture(scope="session")
def example() -> Path:
    return REPOSITORY / "data" / "example"


def grid_of_minutes(points: int, sites: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Times in tenths of a minute, and whole demand."""
    random = np.random.default_rng(seed)
    times = random.integers(0, 1_200, (points, sites)) / 10
    return times, random.integers(0, 500, points).astype(float)


def layouts_of(sites: int, centres: int) -> list[list[int]]:
    return [list(layout) for layout in combinations(range(sites), centres)]


def blocks(text: str) -> list[str]:
    """The Python code of a page: later blocks go on from earlier ones."""
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def code_of_page(page: str, heading: str, instead: dict[str, str]) -> str:
    """The code under a heading of a page that describes a cluster, with other words so that it is about this one."""
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    code = "".join(blocks(text.split(f"\n{heading}\n")[1].split("\n## ")[0]))
    for word, here in instead.items():
        assert word in code, word
        code = code.replace(word, here)
    return code
