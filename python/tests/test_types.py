"""Types: stubs agree with what they describe, and the package with its own annotations."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import catchment

pytest.importorskip("mypy")
PACKAGE = Path(catchment.__file__).parent


def check(folder: Path, module: str, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_stubs_are_those_of_the_module(tmp_path: Path) -> None:
    check(tmp_path, "mypy.stubtest", "catchment._catchment", "--concise")


def test_the_package_keeps_to_its_types(tmp_path: Path) -> None:
    check(tmp_path, "mypy", "--strict", "--cache-dir", str(tmp_path), "-p", "catchment")


def test_the_package_is_marked_as_typed() -> None:
    assert (PACKAGE / "py.typed").exists() and (PACKAGE / "_catchment.pyi").exists()
