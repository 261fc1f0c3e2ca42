"""Opens what a run leaves for programs of geographic information with those programs, and compares.

    catchment run --gis geoparquet,gpkg,fgb,geojson --wide --xlsx --parquet STUDY --output RESULTS
    python gis_formats.py RESULTS [GRID.tif]

Reads every format with GDAL (pyogrio), GeoParquet also with geopandas, pyarrow and DuckDB, and GeoPackage with
SQLite, which checks every page. geoparquet-validator holds GeoParquet against the standard (metadata by its JSON
schema, every shape, every bounding box). Where Debian's python3-gdal is installed, GDAL's own scripts validate
GeoPackage and grid; where r-cran-sf is, gis_formats.R reads the files in R. All must have the values of
`areas-wide.csv` and WGS 84; shapes that are not valid are counted (the input may have some). Sheets of `summary.xlsx`
must be the CSV files, and `areas.parquet` must be `areas.csv` once it is rounded. A grid is validated as a
Cloud-Optimised GeoTIFF by rio-cogeo. Prints what was compared; ends with an error where anything differs.

    pip install geopandas pyogrio pyarrow duckdb rio-cogeo openpyxl geoparquet-validator
    apt-get install python3-gdal r-cran-sf
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import geopandas as gpd
import geoparquet_validator
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import shapely

folder = Path(sys.argv[1])
wide = pd.read_csv(folder / "areas-wide.csv", dtype={"id": str}, keep_default_na=False, na_values=[""])
wide = wide.set_index("id")
layers = [name for name in ["areas", "sites", "catchments", "cold-spots"] if (folder / f"{name}.fgb").exists()]
print("layers:", *layers)


def compare(found, of):
    """The values of the areas by id."""
    found = found.set_index("id").loc[wide.index]
    for column in wide:
        expected, read = wide[column], found[column]
        if pd.api.types.is_numeric_dtype(expected):
            read = read.astype(float)
            assert np.array_equal(expected.astype(float), read, equal_nan=True), (of, column)
        else:
            assert (expected.fillna("") == read.fillna("").astype(str)).all(), (of, column)
    print(f"{of}: {len(found):,} areas, {len(wide.columns)} columns as in areas-wide.csv")


shapes = {}
for layer in layers:
    frames = {
        "GeoParquet (geopandas)": gpd.read_parquet(folder / f"{layer}.geo.parquet"),
        "FlatGeobuf (GDAL)": pyogrio.read_dataframe(folder / f"{layer}.fgb"),
        "GeoPackage (GDAL)": pyogrio.read_dataframe(folder / "layers.gpkg", layer=layer.replace("-", "_")),
        "GeoJSON (GDAL)": pyogrio.read_dataframe(folder / f"{layer}.geojson"),
    }
    counts = {len(frame) for frame in frames.values()}
    assert len(counts) == 1, (layer, counts)
    for of, frame in frames.items():
        assert frame.crs.to_epsg() == 4326 or frame.crs.to_authority() == ("OGC", "CRS84"), (layer, of, frame.crs)
        there = frame.geometry[frame.geometry.notna()]
        invalid = there[~there.is_valid]
        # Five decimals of GeoJSON may make two corners of a sliver one.
        if "GeoJSON" not in of:
            reasons = [shapely.is_valid_reason(shape) for shape in invalid.iloc[:3]]
            print(f"{layer}, {of}: {len(there):,} shapes, {len(invalid)} invalid", *reasons)
        if layer == "areas":
            compare(pd.DataFrame(frame.drop(columns="geometry")), of)
            key = frame.set_index("id").geometry.loc[wide.index]
            shapes[of] = key
    print(f"{layer}: {counts.pop():,} features in every format")
first, *others = shapes.items()
for of, other in others:
    tolerance = 2e-5 if "GeoJSON" in of else 0.0
    distance = [
        0.0 if a is None and b is None else shapely.hausdorff_distance(a, b) for a, b in zip(first[1], other)
    ]
    assert max(distance) <= tolerance, (of, max(distance))
    print(f"{of}: shapes as in {first[0]}, to {max(distance):.1e} degrees")

# What the standard of GeoParquet 1.1 wants to be said, and whether the boxes are those of the shapes.
for layer in layers:
    table = pq.read_table(folder / f"{layer}.geo.parquet")
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["version"] == "1.1.0" and geo["primary_column"] == "geometry"
    column = geo["columns"]["geometry"]
    assert column["encoding"] == "WKB" and column["crs"]["id"] == {"authority": "OGC", "code": "CRS84"}
    assert column["covering"]["bbox"] == {end: ["bbox", end] for end in ["xmin", "ymin", "xmax", "ymax"]}
    there = [bytes.as_py() for bytes in table["geometry"]]
    boxes = table["bbox"].to_pylist()
    for wkb, box in zip(there, boxes):
        assert (wkb is None) == (box is None)
        if wkb is not None:
            assert np.array_equal(list(box.values()), shapely.bounds(shapely.from_wkb(wkb)))
    report = geoparquet_validator.check(str(folder / f"{layer}.geo.parquet"))
    wrong = [test for test in report["outcomes"] if test["status"] == "fail"]
    assert not wrong, (layer, wrong)
    passed = sum(test["status"] == "pass" for test in report["outcomes"])
    print(f"{layer}: {passed} tests of GeoParquet {geo['version']} passed, none failed")
whole = gpd.read_parquet(folder / "areas.geo.parquet")
west, south, east, north = whole.total_bounds
part = (west, south, (west + east) / 2, (south + north) / 2)
by_box = gpd.read_parquet(folder / "areas.geo.parquet", bbox=part)
bounds = whole.bounds
meets = (bounds.minx <= part[2]) & (bounds.miny <= part[3])
assert set(by_box["id"]) == set(whole["id"][meets])
print(f"GeoParquet: {len(by_box):,} of {len(whole):,} areas by bounding box")

count, total = duckdb.sql(
    f"select count(*), sum(demand) from '{folder / 'areas.geo.parquet'}' where bbox.xmin <= {part[2]} and bbox.ymin <= {part[3]}"
).fetchall()[0]
assert count == len(by_box)
print(f"DuckDB: {count:,} areas with {total:,.1f} of demand by bounding box")

database = sqlite3.connect(folder / "layers.gpkg")
assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
assert database.execute("pragma foreign_key_check").fetchall() == []
assert database.execute("pragma application_id").fetchone()[0] == 0x47504B47
rows = database.execute("select table_name, identifier from gpkg_contents where table_name = 'areas'").fetchall()
assert rows == [("areas", "areas")]
for (table,) in database.execute("select table_name from gpkg_contents").fetchall():
    tree = f"rtree_{table}_geom"
    assert database.execute("select rtreecheck(?)", (tree,)).fetchone() == ("ok",), tree
print("SQLite: integrity_check and rtreecheck ok,", *[row[0] for row in database.execute("select table_name from gpkg_contents")])

index = pyogrio.read_info(folder / "areas.fgb")
assert index["capabilities"]["fast_spatial_filter"], "areas.fgb has no index"
filtered = pyogrio.read_dataframe(folder / "areas.fgb", bbox=part)
assert set(filtered["id"]) == set(pyogrio.read_dataframe(folder / "layers.gpkg", layer="areas", bbox=part)["id"])
print(f"FlatGeobuf: {len(filtered):,} areas by its index, as without one")

SAMPLES = Path("/usr/lib/python3/dist-packages/osgeo_utils/samples")


def gdal(script, *arguments):
    """One of GDAL's own scripts, which ends with an error where a file is not valid."""
    if not (SAMPLES / script).exists():
        print(f"skipped: {script} (install python3-gdal)")
        return
    subprocess.run(["/usr/bin/python3", SAMPLES / script, *arguments], check=True, stdout=subprocess.DEVNULL)
    print(f"{script}: valid")


gdal("validate_gpkg.py", "--extra", "--warning-as-error", folder / "layers.gpkg")
if (folder / "summary.xlsx").exists():
    sheets = pd.read_excel(folder / "summary.xlsx", sheet_name=None)
    for name, sheet in sheets.items():
        table = pd.read_csv(folder / f"{name}.csv")
        pd.testing.assert_frame_equal(sheet, table, check_dtype=False)
    print(f"summary.xlsx: {len(sheets)} sheets as the CSV files")

if (folder / "areas.parquet").exists():
    whole = pq.read_table(folder / "areas.parquet").to_pandas()
    rounded = pd.read_csv(folder / "areas.csv", dtype={"id": str}, keep_default_na=False, na_values=[""])
    assert list(whole) == list(rounded) and len(whole) == len(rounded)
    for column in rounded:
        if pd.api.types.is_numeric_dtype(rounded[column]):
            there = rounded[column].notna()
            assert (whole[column].notna() == there).all(), column
            # Half of a thousandth, and what a number of this size cannot hold.
            off = (whole[column] - rounded[column])[there].abs()
            assert off.max() <= 0.0005 * (1 + 1e-9), (column, off.max())
        else:
            assert (whole[column].fillna("") == rounded[column].fillna("")).all(), column
    print(f"areas.parquet: {len(whole):,} rows as in areas.csv, to half a thousandth")

if shutil.which("Rscript") and subprocess.run(["Rscript", "-e", "library(sf)"], capture_output=True).returncode == 0:
    subprocess.run(["Rscript", Path(__file__).with_suffix(".R"), folder], check=True)
else:
    print("skipped: R (install r-cran-sf)")

if len(sys.argv) > 2:
    gdal("validate_cloud_optimized_geotiff.py", "--full-check=yes", sys.argv[2])
    from rio_cogeo import cog_validate

    valid, errors, warnings = cog_validate(sys.argv[2], strict=True)
    assert valid, (errors, warnings)
    print(f"{sys.argv[2]}: a valid Cloud-Optimised GeoTIFF")
