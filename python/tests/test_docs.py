"""What the documentation says is run: docstrings, pages and the tutorial."""

from __future__ import annotations

import doctest
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY, blocks

import catchment

MODULES = ["", "._columns", "._grid", "._problem", "._study", "._table", ".errors", ".dask", ".spark"]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_docstrings(name: str) -> None:
    if name == ".dask":
        pytest.importorskip("distributed")
    module = importlib.import_module(f"catchment{name}")
    failed, tried = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed == 0
    # Those of Spark need a server: see test_sail.py.
    assert tried > 0 or name in ("._columns", ".errors", ".spark")


@pytest.mark.parametrize("name", [name for name in catchment.__all__])
def test_everything_public_is_documented(name: str) -> None:
    item = getattr(catchment, name)
    assert item.__doc__, name
    if isinstance(item, type):
        for method, value in vars(item).items():
            if callable(value) and not method.startswith("_"):
                assert value.__doc__, f"{name}.{method}"


@pytest.mark.parametrize("page", ["python/README.md", "docs/python.md"])
def test_code_of_pages(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = blocks((REPOSITORY / page).read_text(encoding="utf-8"))
    assert code
    for module in ("spopt", "pulp", "lokigi"):
        if any(re.search(rf"^(import|from) {module}\b", block, re.MULTILINE) for block in code):
            pytest.importorskip(module)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CATCHMENT_REPOSITORY", str(REPOSITORY))
    names: dict[str, object] = {}
    for number, block in enumerate(code):
        exec(compile(block, f"{page}, block {number}", "exec"), names)


def test_the_tutorial_runs_and_its_figures_are_right(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(REPOSITORY / "python" / "tutorial.ipynb", as_version=4)
    # A kernel of this Python, whatever kernels the machine has.
    kernels = tmp_path / "jupyter"
    subprocess.run(
        [sys.executable, "-m", "ipykernel", "install", "--prefix", str(kernels), "--name", "tested"],
        check=True,
        capture_output=True,
    )
    os.environ["JUPYTER_PATH"] = str(kernels / "share" / "jupyter")
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="tested", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    said = "".join(
        output.get("text", "") + "".join(output.get("data", {}).get("text/plain", ""))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    for figure in ("35.9", "31.1", "75.1", "85.2", "31.6", "29.2"):
        assert figure in said, figure
