"""Shared by the tests: the study of England once, and a small problem that can be enumerated."""

from __future__ import annotations

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
