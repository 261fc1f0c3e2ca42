"""Studies: opened, checked, run, simulated."""

from __future__ import annotations

import html
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from . import _catchment
from ._extras import need
from ._problem import Problem
from ._table import Table
from .errors import InputError

GisFormat = Literal["geoparquet", "flatgeobuf", "geojson", "geopackage"]


class Study:
    """All choices of a run: a TOML file that names CSV files, or the study of England in the package.

    Make one with :meth:`open` or :meth:`england`. Its data are read when they are first needed. A study can
    be pickled; where it is unpickled it reads its files again, from the same paths.

    Examples
    --------
    >>> import catchment
    >>> study = catchment.Study.england()
    >>> study.name, study.layouts[:2]
    ('england', ['current-24', 'example-30'])
    """

    _native: _catchment.Study
    _path: str | None
    _changes: dict[str, Any]

    def __init__(self) -> None:
        raise TypeError("use Study.open(path) or Study.england()")

    @classmethod
    def _make(cls, path: str | None, changes: Mapping[str, Any]) -> Study:
        study = cls.__new__(cls)
        study._path, study._changes = path, dict(changes)
        opened = _catchment.Study.england() if path is None else _catchment.Study.open(path)
        if changes:
            try:
                written = json.dumps(study._changes)
            except (TypeError, ValueError) as cause:
                raise InputError(
                    f"changes: expected numbers, words, lists and dictionaries ({cause})"
                ) from None
            opened = opened.changed(written)
        study._native = opened
        return study

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Study:
        """Read a study file, or the ``study.toml`` of a folder.

        Parameters
        ----------
        path : path
            The file or folder.

        Raises
        ------
        StudyError
            There is no such file, or it is not a study; the text names the line.
        """
        return cls._make(os.path.abspath(os.fspath(path)), {})

    @classmethod
    def england(cls) -> Study:
        """Return the study of mechanical thrombectomy in England that is in the package."""
        return cls._make(None, {})

    def with_changes(self, changes: Mapping[str, Any]) -> Study:
        """Return the study with other values of some keys.

        Parameters
        ----------
        changes : dict
            By dotted keys of the study file (`docs/study.md`), numbers, words, lists or dictionaries;
            ``None`` leaves a key out.

        Examples
        --------
        >>> import catchment
        >>> study = catchment.Study.england().with_changes({"report.standards_minutes": [20, 40]})
        >>> [name for name in study.run().summary.column_names if name.startswith("within")]
        ['within_20_percent', 'within_40_percent', 'within_20_and_volume_percent', 'within_40_and_volume_percent']
        """
        return self._make(self._path, {**self._changes, **changes})

    def __reduce__(self) -> tuple[Any, tuple[str | None, dict[str, Any]]]:
        return Study._make, (self._path, self._changes)

    @property
    def name(self) -> str:
        """The name of the study."""
        return self._native.name

    @property
    def title(self) -> str:
        """Its title."""
        return self._native.title

    @property
    def layouts(self) -> list[str]:
        """The names of its layouts, in order."""
        return self._native.layouts

    def to_toml(self) -> str:
        """All choices, defaults included, as the text of a study file."""
        return self._native.to_toml()

    def check(self) -> Check:
        """Read the input and say what is in it.

        Examples
        --------
        >>> import catchment
        >>> print(catchment.Study.england().check().totals)
        32,844 demand points, 80958.0 of demand, 141 sites, 4 layouts
        """
        return Check(*self._native.check())

    def run(self) -> Results:
        """Evaluate every layout, with all that the study asks for.

        Examples
        --------
        >>> import catchment
        >>> results = catchment.Study.england().run()
        >>> results.summary["mean_minutes"][:2]
        [35.889, 31.074]
        """
        return Results(self._native.run(), self)

    def simulate(
        self,
        *,
        replications: int | None = None,
        first: int = 0,
        layouts: Sequence[str] = (),
        scenarios: Sequence[str] = (),
        seed: int | None = None,
    ) -> Simulation:
        """Simulate years of patients against every layout in every scenario.

        Parameters
        ----------
        replications : int, optional
            So many years, whatever their precision; until the precision of the study is reached where
            nothing is said.
        first : int
            The number of the first replication. The same number has the same patients, so that parts of a
            long simulation can be done apart.
        layouts, scenarios : list of str, optional
            Their names; all of the study where nothing is said.
        seed : int, optional
            A seed in place of the study's.

        Examples
        --------
        >>> import catchment
        >>> study = catchment.Study.england()
        >>> simulation = study.simulate(replications=2, layouts=["current-24"])
        >>> len(simulation.years) == 2 * len(simulation.summary)
        True
        """
        native = self._native.simulate(
            replications=replications,
            first=first,
            layouts=list(layouts),
            scenarios=list(scenarios),
            seed=seed,
        )
        return Simulation(native)

    def problem(self) -> Problem:
        """Return its demand, sites and times as a location problem.

        Examples
        --------
        >>> import catchment
        >>> study = catchment.Study.england()
        >>> best = study.problem().solve("p-median", centres=24, candidates=study.sites("ivt"))
        >>> round(best.value, 1), best.status
        (31.6, 'optimal')
        """
        return Problem._from_native(self._native.problem())

    def sites(self, *words: str) -> list[str]:
        """Return the ids of the sites that words name: a capability, a layout, or the id of a site.

        Examples
        --------
        >>> import catchment
        >>> len(catchment.Study.england().sites("current-24"))
        24
        """
        problem = self._native.problem()
        ids = problem.site_ids
        return [str(ids[place]) for place in problem.sites_named(list(words))]

    def __repr__(self) -> str:
        changed = f", {len(self._changes)} keys changed" if self._changes else ""
        return f"<Study {self.name}: {self._native.label}{changed}>"

    def _repr_html_(self) -> str:
        layouts = ", ".join(map(html.escape, self.layouts))
        return f"<p><b>{html.escape(self.title)}</b></p><p>Layouts: {layouts}</p>"


class Check:
    """What is in the input of a study.

    Attributes
    ----------
    totals : str
        What there is, in a line.
    files : Table
        One row per file.
    remarks, warnings : list of str
        What a reader of the input, and of the answers, should know.
    """

    def __init__(
        self, totals: str, files: _catchment.Table, remarks: list[str], warnings: list[str]
    ) -> None:
        self.totals = totals
        self.files = Table(files)
        self.remarks = remarks
        self.warnings = warnings

    def __str__(self) -> str:
        return "\n".join([self.totals, *self.remarks, *self.warnings])

    def __repr__(self) -> str:
        return f"<Check: {self.totals}; {len(self.warnings)} warnings>"

    def _repr_html_(self) -> str:
        said = "".join(f"<li>{html.escape(line)}</li>" for line in (*self.remarks, *self.warnings))
        return f"<p>{html.escape(self.totals)}</p>{self.files._repr_html_()}<ul>{said}</ul>"


class Picture:
    """A map or chart, which a notebook shows.

    Attributes
    ----------
    name : str
        What it shows.
    svg : str
        The picture as an SVG document.
    """

    def __init__(self, name: str, svg: str, png: Any) -> None:
        self.name = name
        self.svg = svg
        self._png = png

    def png(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        png: bytes = self._png(self.name)
        return png

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture to a file that ends in ``.svg`` or ``.png``."""
        path = Path(path)
        if path.suffix == ".svg":
            path.write_text(self.svg, encoding="utf-8")
        elif path.suffix == ".png":
            path.write_bytes(self.png())
        else:
            raise InputError(f"expected a file that ends in .svg or .png (got `{path}`)")

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<Picture {self.name}>"


class Page:
    """The report as one HTML file, which a notebook shows in a frame.

    Attributes
    ----------
    html : str
        The file.
    height : int
        Pixels of the frame.
    """

    def __init__(self, page: str, height: int) -> None:
        self.html = page
        self.height = height

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the page to a file."""
        Path(path).write_text(self.html, encoding="utf-8")

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{html.escape(self.html)}" title="Map" width="100%" height="{self.height}" '
            f"onload=\"this.contentWindow.location.hash='map'\" style=\"border:0\"></iframe>"
        )

    def __repr__(self) -> str:
        return f"<Page: {len(self.html):,} characters of HTML>"


class _Answer:
    """What results and simulations have in common."""

    _native: Any

    @property
    def tables(self) -> dict[str, Table]:
        """Every table by its name, as `docs/outputs.md` explains them."""
        return {name: Table(table) for name, table in self._native.tables()}

    @property
    def summary(self) -> Table:
        """The table of the answer."""
        return Table(self._native.summary())

    def report(self) -> str:
        """The report in Markdown."""
        report: str = self._native.report()
        return report

    def pictures(self) -> dict[str, Picture]:
        """Every map and chart by its name."""
        drawn = self._native.pictures()
        return {name: Picture(name, svg, self._native.png) for name, svg in drawn}

    def plot(self, name: str | None = None) -> Picture:
        """Draw a map or chart; the first of :meth:`pictures` where no name is given.

        Examples
        --------
        >>> import catchment
        >>> results = catchment.Study.england().run()
        >>> results.plot("difference-current-24-example-30")
        <Picture difference-current-24-example-30>
        """
        pictures = self.pictures()
        if not pictures:
            raise InputError("there is nothing to draw: the study has no coordinates")
        if name is None:
            return next(iter(pictures.values()))
        if name not in pictures:
            raise InputError(f"no picture `{name}`; there are {', '.join(pictures)}")
        return pictures[name]


class Results(_Answer):
    """The layouts of a study, evaluated. Shown, it is the table of the layouts.

    Examples
    --------
    >>> import catchment
    >>> results = catchment.Study.england().run()
    >>> row = next(iter(results.summary))
    >>> row["layout"], row["centres"], row["within_45_percent"]
    ('current-24', 24, 75.061)
    """

    def __init__(self, native: _catchment.Results, study: Study) -> None:
        self._native: _catchment.Results = native
        self.study = study

    def areas(self, layout: str | None = None) -> Table:
        """What every demand point gets: its nearest site, minutes, and pathway.

        Parameters
        ----------
        layout : str, optional
            The name of a layout; one row per layout and demand point where nothing is said.
        """
        return Table(self._native.areas(layout))

    def explore(self, height: int = 900) -> Page:
        """Return the report with its map, which a notebook shows in a frame."""
        return Page(self._native.page(), height)

    def to_geopandas(
        self, layer: Literal["areas", "sites", "catchments", "cold_spots"] = "areas"
    ) -> Any:
        """Return a layer as a geopandas ``GeoDataFrame``.

        Parameters
        ----------
        layer : {"areas", "sites", "catchments", "cold_spots"}
            One feature per demand point, site, layout and centre, or layout and cold spot.

        Raises
        ------
        MissingExtra
            geopandas or pyarrow is not installed.
        """
        need("pyarrow", "geopandas", "to_geopandas()")
        geopandas = need("geopandas", "geopandas", "to_geopandas()")
        bytes_ = self._native.layer(layer)
        if bytes_ is None:
            raise InputError(f"the study has no layer `{layer}`, or no coordinates for it")
        return geopandas.read_parquet(io.BytesIO(bytes_))

    def write(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        pictures: bool = True,
        gis: Sequence[GisFormat] | None = None,
    ) -> Path:
        """Write all tables, the report, the pictures and the manifest to a folder.

        Parameters
        ----------
        folder : path, optional
            ``outputs/<name of the study>`` where nothing is said.
        pictures : bool
            Whether to draw maps and charts.
        gis : list of str, optional
            Formats of the layers; those of the study where nothing is said.

        Returns
        -------
        pathlib.Path
            The folder.
        """
        named = None if folder is None else os.fspath(folder)
        formats = None if gis is None else list(gis)
        return Path(self._native.write(named, pictures=pictures, gis=formats))

    def __repr__(self) -> str:
        return self._native.overview().rstrip()

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(repr(self))}</pre>"


class Simulation(_Answer):
    """Every layout in every scenario over the same patients."""

    def __init__(self, native: _catchment.Simulation) -> None:
        self._native: _catchment.Simulation = native

    @property
    def is_precise(self) -> bool:
        """Whether the precision that the study asks for was reached."""
        return self._native.is_precise

    @property
    def years(self) -> Table:
        """One row per layout, scenario and replication: the figures of a year, unrounded."""
        return Table(self._native.years())

    def write(self, folder: str | os.PathLike[str] | None = None, *, pictures: bool = True) -> Path:
        """Write the report, all tables and the pictures to a folder; ``outputs/<name>/simulation`` where
        nothing is said."""
        named = None if folder is None else os.fspath(folder)
        return Path(self._native.write(named, pictures=pictures))

    def __repr__(self) -> str:
        return f"<Simulation: {len(self.summary)} services, {len(self.years)} simulated years>"

    def _repr_html_(self) -> str:
        return self.summary._repr_html_()
