"""Studies, and what is shown of them."""

from __future__ import annotations

import pickle
import re
import shutil
import sys
from pathlib import Path

import pytest

import catchment


def test_two_lines_give_the_table_of_the_readme(results: catchment.Results) -> None:
    shown = repr(results)
    for figure in ("current-24", "example-30", "35.9", "31.1", "75.1", "85.2"):
        assert figure in shown
    assert shown in results._repr_html_().replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'")


def test_a_study_of_files_is_opened_checked_and_run(example: Path) -> None:
    study = catchment.Study.open(example)
    check = study.check()
    assert len(check.files) == 3 and check.totals in str(check) and check.totals in repr(check)
    results = study.run()
    assert results.summary["layout"] == study.layouts
    areas = results.areas()
    assert len(areas) == len(study.layouts) * len(results.areas(study.layouts[0]))
    assert "# " in results.report()
    with pytest.raises(catchment.InputError, match="no layout `nothing`"):
        results.areas("nothing")


def test_errors_have_the_texts_of_the_library(example: Path, tmp_path: Path) -> None:
    with pytest.raises(catchment.StudyError, match="no study `.*nowhere`"):
        catchment.Study.open(tmp_path / "nowhere")
    folder = tmp_path / "study"
    shutil.copytree(example, folder)
    population = folder / "population.csv"
    lines = population.read_text().splitlines()
    lines[2] = lines[2].replace(lines[2].split(",")[2], "91", 1)
    population.write_text("\n".join(lines) + "\n")
    with pytest.raises(catchment.StudyError, match=r"population.csv:3: column .*\(got `91`\)"):
        catchment.Study.open(folder).run()
    (folder / "study.toml").write_text("nmae = 'x'")
    with pytest.raises(catchment.StudyError, match="study.toml:1"):
        catchment.Study.open(folder)
    with pytest.raises(TypeError, match="Study.open"):
        catchment.Study()


def test_changes_change_only_what_they_say(example: Path) -> None:
    study = catchment.Study.open(example)
    changed = study.with_changes({"report.standards_minutes": [20]})
    assert "within_20_percent" in changed.run().summary.column_names
    assert study.with_changes({}).run().summary == study.run().summary
    back = changed.with_changes({"report.standards_minutes": None})
    assert "within_45_percent" in back.run().summary.column_names
    assert "standards_minutes = [20" in changed.to_toml()
    with pytest.raises(catchment.StudyError, match="with changes"):
        study.with_changes({"report.standards_minutes": [-1]})
    with pytest.raises(catchment.StudyError, match="unknown field|not a key|nothing"):
        study.with_changes({"report.nothing": 1})
    with pytest.raises(catchment.InputError, match="`name.x` is not a key of a table"):
        study.with_changes({"name.x": 1})
    with pytest.raises(catchment.InputError, match="changes: expected"):
        study.with_changes({"name": object()})


def test_costs_are_never_called_minutes(example: Path, tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(example, folder)
    text = (folder / "study.toml").read_text()
    pathway, maps = text.index("# From onset"), text.index("[maps]")
    text = text[:pathway] + text[maps:]
    text = text.replace('unit = "minutes"', 'cost = { unit = "km", standards = [30] }')
    (folder / "study.toml").write_text(re.sub(r"standards_minutes = .*\n", "", text))
    study = catchment.Study.open(folder)
    results = study.run()
    assert "mean_km" in results.summary.column_names and results.areas().column_names[3] == "km"
    assert "km" in repr(results) and "costs in km" in results.report()
    for asked in (
        results.plot,
        results.to_geopandas,
        study.problem,
        lambda: catchment.GridQuestion.from_study(study),
    ):
        with pytest.raises(catchment.StudyError, match="costs in km"):
            asked()


def test_a_study_can_be_pickled(example: Path) -> None:
    study = catchment.Study.open(example).with_changes({"report.standards_minutes": [20]})
    again = pickle.loads(pickle.dumps(study))
    assert again.run().summary == study.run().summary


def test_the_problem_of_a_study_is_its_own(england: catchment.Study, results: catchment.Results) -> None:
    problem = england.problem()
    layouts = {name: england.sites(name) for name in england.layouts}
    table = problem.evaluate(layouts, standards=[45])
    assert [round(mean, 3) for mean in table["mean_minutes"]] == results.summary["mean_minutes"]
    assert problem.demand == pytest.approx(80_958, abs=0.001)
    with pytest.raises(catchment.InputError, match="nowhere"):
        england.sites("nowhere")


def test_parts_of_a_simulation_are_those_of_the_whole(england: catchment.Study) -> None:
    asked = {"layouts": ["current-24"], "scenarios": [england.simulate(replications=2).summary["scenario"][0]]}
    whole = england.simulate(replications=5, **asked).years
    first, later = (england.simulate(replications=n, first=f, **asked).years for f, n in ((0, 2), (2, 3)))
    assert catchment.Table.concat([first, later]) == whole
    assert whole["replication"] == [0, 1, 2, 3, 4]
    simulation = england.simulate(replications=2, layouts=["current-24"])
    assert "simulation" in simulation.tables and simulation.report().startswith("# ")
    with pytest.raises(catchment.StudyError, match="at least 2"):
        england.simulate(replications=1)
    with pytest.raises(catchment.StudyError, match="current-24"):
        england.simulate(replications=2, layouts=["current-25"])


def test_pictures_and_pages_are_shown(results: catchment.Results, tmp_path: Path) -> None:
    picture = results.plot()
    assert picture._repr_svg_().startswith("<svg") or "<svg" in picture._repr_svg_()[:200]
    picture.save(tmp_path / "map.svg")
    picture.save(tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(catchment.InputError, match=".svg or .png"):
        picture.save(tmp_path / "map.gif")
    with pytest.raises(catchment.InputError, match="no picture `nothing`; there are"):
        results.plot("nothing")
    page = results.explore(height=500)
    frame = page._repr_html_()
    assert frame.startswith("<iframe srcdoc=") and 'height="500"' in frame
    page.save(tmp_path / "page.html")
    assert "<!doctype html>" in (tmp_path / "page.html").read_text()


def test_layers_are_geopandas_frames(results: catchment.Results, england: catchment.Study) -> None:
    areas = results.to_geopandas()
    assert len(areas) == 32_844 and areas.crs is not None and areas.geometry.notna().all()
    expected = results.areas("current-24")
    found = [site if isinstance(site, str) else None for site in areas["site_current-24"]]
    assert dict(zip(areas["id"], found, strict=True)) == dict(
        zip(expected["id"], expected["site_id"], strict=True)
    )
    catchments = results.to_geopandas("catchments")
    assert (catchments["layout"] == "current-24").sum() == 24
    with pytest.raises(catchment.InputError, match="no layer `rivers`"):
        results.to_geopandas("rivers")  # type: ignore[arg-type]


def test_a_missing_library_is_named_with_its_extra(
    results: catchment.Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, extra, call in [
        ("geopandas", "geopandas", results.to_geopandas),
        ("polars", "polars", results.summary.to_polars),
        ("pandas", "pandas", results.summary.to_pandas),
        ("pyarrow", "pyarrow", results.summary.to_pyarrow),
    ]:
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(ImportError, match=rf"pip install 'catchment\[{extra}\]'") as missing:
            call()
        assert isinstance(missing.value, catchment.MissingExtra) and missing.value.name == module
        monkeypatch.undo()


def test_results_are_never_written_over_an_input(example: Path, tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(example, folder)
    results = catchment.Study.open(folder).run()
    assert (results.write(tmp_path / "out", pictures=False, gis=["geojson"]) / "areas.geojson").exists()
    with pytest.raises(catchment.InputError, match="gis: expected"):
        results.write(tmp_path / "out2", gis=["shapefile"])  # type: ignore[list-item]
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(catchment.OutputError, match="choose another folder"):
        results.write(blocked / "out", pictures=False)
