"""Writes GeoTIFFs of every kind with GDAL and compares what `catchment grid run` reads with what GDAL does.

    python benches/peers/grid_geotiff_gdal.py target/release/catchment [folder]
    python benches/peers/grid_geotiff_gdal.py --fixtures tests/geotiff

Needs rasterio and numpy. Of every file the people and the cells with data must agree, or the file
must be refused with exit code 2 and its name in the message, where that is what is expected here.
With `--fixtures`, a small choice of the files is written instead, with GDAL's sums in `expected.csv`.
"""

import csv
import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from rasterio.enums import ColorInterp
from rasterio.transform import Affine, from_origin

rng = np.random.default_rng(20261126)
WEST, NORTH = -1.0, 53.0
# Rows and columns of fixtures, which are cut to be small; everything otherwise.
CUT = None


def content(kind, dtype, rows, columns):
    """Cells of a kind, whole numbers that every type holds where `kind` is not decimal."""
    dtype = np.dtype(dtype)
    most = 200 if dtype.itemsize == 1 and dtype.kind == "u" else 120 if dtype.itemsize == 1 else 30_000
    if kind == "zeros":
        cells = np.zeros((rows, columns))
    elif kind == "random":
        cells = rng.integers(0, most, (rows, columns))
    elif kind == "ramp":
        cells = np.add.outer(np.arange(rows), np.arange(columns)) % most
    elif kind == "sparse":
        cells = np.where(rng.random((rows, columns)) < 0.05, rng.integers(1, most, (rows, columns)), 0)
    elif kind == "towns":
        y, x = np.mgrid[0:rows, 0:columns]
        cells = sum(most * np.exp(-((x - columns * u) ** 2 + (y - rows * v) ** 2) / (2 * (columns / 12) ** 2))
                    for u, v in ((0.3, 0.3), (0.7, 0.6)))
        cells = np.minimum(cells, most)
        cells = cells if dtype.kind == "f" else np.floor(cells)
    return cells.astype(dtype)


def write(file, cells, *, crs="EPSG:4326", transform=None, bands=1, **options):
    cells = cells if cells.ndim == 3 else np.stack([cells] * bands)
    if CUT:
        cells = cells[:, : CUT[0], : CUT[1]]
    extra = {k: options.pop(k) for k in list(options) if k in ("scales", "offsets", "mask", "alpha", "descriptions", "config")}
    count, rows, columns = cells.shape
    transform = transform or from_origin(WEST, NORTH, 0.01, 0.01)
    with rasterio.Env(**extra.get("config", {})):
        with rasterio.open(file, "w", driver="GTiff", width=columns, height=rows, count=count,
                           dtype=cells.dtype, crs=crs, transform=transform, **options) as out:
            out.write(cells)
            if "alpha" in extra:
                out.colorinterp = [ColorInterp.gray] * (count - 1) + [ColorInterp.alpha]
            if "scales" in extra:
                out.scales = extra["scales"]
            if "offsets" in extra:
                out.offsets = extra["offsets"]
            if "descriptions" in extra:
                out.descriptions = extra["descriptions"]
            if "mask" in extra:
                out.write_mask(extra["mask"][: cells.shape[1], : cells.shape[2]])


def gdal_sum(file, band=1):
    """People and cells with data as GDAL reads them."""
    with rasterio.open(file) as source:
        raw = source.read(band)
        there = source.read_masks(band) != 0
        people = raw.astype("float64") * source.scales[band - 1] + source.offsets[band - 1]
        there &= ~np.isnan(people)
        return float(people[there].sum()), int(there.sum())


def cases():
    """Name, writer, what is expected: `None` to agree, a word of the refusal otherwise, a band."""
    types = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64"]
    shapes = {"strips": dict(blockysize=7), "one-strip": dict(blockysize=97), "tiles-16": dict(tiled=True, blockxsize=16, blockysize=16),
              "tiles-64-32": dict(tiled=True, blockxsize=64, blockysize=32)}
    packings = ["NONE", "LZW", "DEFLATE", "ZSTD", "PACKBITS"]
    contents = ["random", "towns", "sparse", "ramp", "zeros"]
    n = 0
    for dtype, packing, (shape, layout) in itertools.product(types, packings, shapes.items()):
        predictors = [1]
        if packing in ("LZW", "DEFLATE", "ZSTD"):
            predictors = [1, 2, 3] if dtype.startswith("float") else [1, 2]
        for predictor in predictors:
            kind = contents[n % 5]
            endian = "BIG" if n % 3 == 1 else "LITTLE"
            big = "YES" if n % 7 == 2 else "NO"
            options = dict(layout, compress=packing, ENDIANNESS=endian, BIGTIFF=big)
            if predictor > 1:
                options["predictor"] = predictor
            if n % 4 == 3 and dtype not in ("uint64", "int64"):
                options["nodata"] = 0 if dtype.startswith("u") else -1
            name = f"{n:03}-{dtype}-{packing.lower()}-p{predictor}-{shape}-{kind}-{endian[0].lower()}{big[0].lower()}"
            yield name, (lambda f, k=kind, d=dtype, o=options: write(f, with_nodata(content(k, d, 97, 131), o.get("nodata")), **o)), None, None
            n += 1
    yield from large()
    yield from kinds()


def with_nodata(cells, nodata):
    if nodata is not None:
        cells[3:9, 5:20] = nodata
    return cells


def large():
    """Tables of LZW fill, and tiles end beyond the raster."""
    for dtype, size, predictor, kind in itertools.product(("uint8", "uint16", "float32"), (256, 512), (1, 2), ("random", "towns", "zeros")):
        name = f"large-{dtype}-{size}-p{predictor}-{kind}"
        options = dict(compress="LZW", tiled=True, blockxsize=size, blockysize=size, predictor=predictor)
        yield name, (lambda f, k=kind, d=dtype, o=options: write(f, content(k, d, 700, 900), transform=from_origin(WEST, NORTH, 0.001, 0.001), **o)), None, None


def kinds():
    c = lambda dtype="uint16", kind="random", rows=60, columns=80: content(kind, dtype, rows, columns)
    half = np.full((60, 80), 255, "uint8"); half[:20] = 0
    yield "scale", lambda f: write(f, c(), scales=[0.01]), None, None
    yield "scale-offset", lambda f: write(f, c(), scales=[0.5], offsets=[10]), None, None
    yield "scale-nodata", lambda f: write(f, with_nodata(c("int16"), -32768), scales=[0.1], nodata=-32768), None, None
    yield "mask-internal", lambda f: write(f, c("float32"), mask=half, config=dict(GDAL_TIFF_INTERNAL_MASK=True)), None, None
    yield "mask-internal-tiled", lambda f: write(f, c("float32"), mask=half, tiled=True, blockxsize=32, blockysize=16, compress="LZW", config=dict(GDAL_TIFF_INTERNAL_MASK=True)), None, None
    yield "mask-external", lambda f: write(f, c("float32"), mask=half, config=dict(GDAL_TIFF_INTERNAL_MASK=False)), None, None
    yield "alpha", lambda f: write(f, np.stack([c("uint8"), half]), alpha=True, ALPHA="YES", photometric="MINISBLACK"), None, None
    yield "alpha-planar", lambda f: write(f, np.stack([c("uint8"), half]), alpha=True, ALPHA="YES", photometric="MINISBLACK", interleave="band"), None, None
    for packing in ("NONE", "DEFLATE", "LZW"):
        yield f"sparse-{packing.lower()}", (lambda f, p=packing: write_sparse(f, p, None)), None, None
        yield f"sparse-nodata-{packing.lower()}", (lambda f, p=packing: write_sparse(f, p, -9999)), None, None
    yield "nan", lambda f: write(f, nan(c("float32"))), None, None
    yield "nan-declared", lambda f: write(f, nan(c("float64")), nodata=np.nan), None, None
    yield "nodata-float32", lambda f: write(f, with_nodata(c("float32"), np.float32(-3.4028235e38)), nodata=-3.4028234663852886e38), None, None
    yield "nodata-decimal", lambda f: write(f, with_nodata(c("float32"), np.float32(-99999.9)), nodata=np.float32(-99999.9)), None, None
    yield "nodata-int64", lambda f: write(f, with_nodata(c("int64"), -1), nodata=-1), None, None
    yield "nodata-outside", lambda f: write(f, c("uint8"), nodata=0), None, None
    for bits in (1, 2, 4):
        yield f"bits-{bits}", (lambda f, b=bits: write(f, (c("uint8") % (1 << b)).astype("uint8"), NBITS=b)), None, None
    for bits in (12,):
        yield f"bits-{bits}", (lambda f, b=bits: write(f, c("uint16") % 4096, NBITS=b)), "bits are not read", None
    yield "float16", lambda f: write(f, (c("float32") % 2000), NBITS=16), None, None
    yield "float16-big", lambda f: write(f, (c("float32") % 2000), NBITS=16, ENDIANNESS="BIG", compress="LZW", predictor=3), None, None
    yield "complex", lambda f: write(f, c("float32").astype("complex64")), "complex", None
    yield "bands-pixel", lambda f: write(f, three(), interleave="pixel"), "one band", None
    yield "bands-band", lambda f: write(f, three(), interleave="band"), "one band", None
    for interleave, packing, predictor, n in itertools.product(("pixel", "band"), ("NONE", "LZW"), (1, 2), (1, 3)):
        options = dict(interleave=interleave, compress=packing)
        if packing == "LZW":
            options["predictor"] = predictor
        yield f"band-{n}-{interleave}-{packing.lower()}-p{predictor}", (lambda f, o=options: write(f, three(), descriptions=["all", "old", "young"], **o)), None, n
    yield "band-2-tiled", lambda f: write(f, three("float32"), interleave="pixel", tiled=True, blockxsize=32, blockysize=32, compress="DEFLATE", predictor=3), None, 2
    yield "south-up", lambda f: write(f, c(), transform=Affine(0.01, 0, WEST, 0, 0.01, NORTH - 0.6)), None, None
    yield "south-up-tiled", lambda f: write(f, c(), transform=Affine(0.01, 0, WEST, 0, 0.01, NORTH - 0.6), tiled=True, blockxsize=16, blockysize=16, mask=half, config=dict(GDAL_TIFF_INTERNAL_MASK=True)), None, None
    yield "mirrored", lambda f: write(f, c(), transform=Affine(-0.01, 0, WEST + 0.8, 0, -0.01, NORTH)), None, None
    yield "rotated", lambda f: write(f, c(), transform=Affine(0.01, 0.002, WEST, 0.002, -0.01, NORTH)), "rotated", None
    yield "point", lambda f: write(f, c(), config=dict(GTIFF_POINT_GEO_IGNORE=False), **{"AREA_OR_POINT": "Point"}), None, None
    for packing, word in (("LERC", "LERC"), ("LZMA", "LZMA"), ("JPEG", "JPEG"), ("WEBP", "WebP"), ("LERC_DEFLATE", "LERC"), ("JXL", "JPEG XL")):
        kind = "uint8" if packing in ("JPEG", "WEBP", "JXL") else "float32"
        yield f"packing-{packing.lower()}", (lambda f, p=packing, k=kind: write(f, three(k) if p == "WEBP" else c(k), compress=p)), word, None
    yield "palette", lambda f: palette(f, c("uint8")), "palette", None
    yield "rgb", lambda f: write(f, three("uint8"), photometric="RGB"), "one band", None
    yield "overviews", lambda f: overviews(f, c("float32", "towns", 300, 400)), None, None
    yield "cog", lambda f: cog(f, c("float32", "towns", 700, 800), {}), None, None
    yield "cog-zstd", lambda f: cog(f, c("uint16", "random", 700, 800), dict(COMPRESS="ZSTD", PREDICTOR="YES")), None, None
    yield "cog-lzw", lambda f: cog(f, c("int32", "ramp", 700, 800), dict(COMPRESS="LZW", PREDICTOR="YES", BIGTIFF="YES")), None, None
    for code, x, y in (("EPSG:27700", 400_000, 300_000), ("EPSG:3035", 3_500_000, 3_300_000), ("EPSG:6933", 0, 6_000_000), ("ESRI:54009", -100_000, 6_000_000),
                       ("EPSG:29902", 200_000, 250_000), ("EPSG:28992", 120_000, 480_000), ("EPSG:2056", 2_600_000, 1_200_000), ("EPSG:2154", 600_000, 6_800_000),
                       ("EPSG:32630", 500_000, 5_800_000), ("EPSG:3857", 0, 6_700_000), ("ESRI:102022", 0, 0), ("+proj=moll +lon_0=0 +datum=WGS84 +units=m", 0, 6_000_000)):
        for flavour in ("STANDARD", "ESRI_PE"):
            name = f"system-{code.split(' ')[0].strip('+').replace(':', '-').replace('=', '-')}-{flavour.lower()}"
            yield name, (lambda f, s=code, a=x, b=y, v=flavour: write(f, c("float32"), crs=s, transform=from_origin(a, b, 1000, 1000), GEOTIFF_KEYS_FLAVOR=v)), None, None
    yield "system-feet", lambda f: write(f, c(), crs="EPSG:2263", transform=from_origin(900_000, 200_000, 100, 100)), "EPSG:2263", None
    yield "system-unnamed", lambda f: write(f, c(), crs="+proj=aea +lat_1=20 +lat_2=-23 +lat_0=0 +lon_0=25 +datum=WGS84 +units=m", transform=from_origin(0, 0, 1000, 1000)), "unknown", None
    yield "system-none", lambda f: write(f, c(), crs=None), "no coordinate reference system", None
    yield "georeference-none", lambda f: write(f, c(), transform=Affine.identity()), "georeferenced", None
    yield "undeclared-255", lambda f: write(f, with_nodata(c("uint8"), 255)), None, None
    yield "undeclared-65535", lambda f: write(f, with_nodata(c("uint16"), 65535)), None, None
    yield "undeclared-negative", lambda f: write(f, with_nodata(c("int16"), -32768)), "nodata not declared", None
    yield "undeclared-float", lambda f: write(f, with_nodata(c("float32"), np.float32(-3.4028235e38))), "nodata not declared", None
    yield "undeclared-9999", lambda f: write(f, with_nodata(c("float32"), -9999)), "nodata not declared", None


def nan(cells):
    cells[10:20, 10:30] = np.nan
    return cells


def three(dtype="uint16"):
    return np.stack([content(kind, dtype, 60, 80) for kind in ("random", "ramp", "sparse")])


def write_sparse(file, packing, nodata):
    options = {} if nodata is None else {"nodata": nodata}
    with rasterio.open(file, "w", driver="GTiff", width=128, height=96, count=1, dtype="int32", crs="EPSG:4326", compress=packing,
                       transform=from_origin(WEST, NORTH, 0.01, 0.01), SPARSE_OK=True, tiled=True, blockxsize=32, blockysize=32, **options) as out:
        out.write(content("random", "int32", 32, 32), 1, window=((32, 64), (64, 96)))


def palette(file, cells):
    with rasterio.open(file, "w", driver="GTiff", width=80, height=60, count=1, dtype="uint8", crs="EPSG:4326",
                       photometric="palette", transform=from_origin(WEST, NORTH, 0.01, 0.01)) as out:
        out.write_colormap(1, {n: (n, n, n, 255) for n in range(256)})
        out.write(cells, 1)


def overviews(file, cells):
    write(file, cells, tiled=True, blockxsize=64, blockysize=64, compress="DEFLATE")
    with rasterio.open(file, "r+") as out:
        out.build_overviews([2, 4], rasterio.enums.Resampling.average)


def cog(file, cells, options):
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.tif"
        write(plain, cells, transform=from_origin(WEST, NORTH, 0.001, 0.001))
        rasterio.shutil.copy(plain, file, driver="COG", **options)


def run(program, file, band, hospitals, out):
    command = [program, "grid", "run", str(file), "--hospitals", str(hospitals), "--format", "json", "-o", str(out)]
    command += ["--band", str(band)] if band else []
    done = subprocess.run(command, capture_output=True, text=True)
    found = json.loads(done.stdout) if done.stdout.strip() else None
    return done.returncode, found, done.stderr


def compare(program, folder):
    hospitals = folder / "hospitals.csv"
    hospitals.write_text("id,lat,lon\na,52.5,-0.5\n")
    agree = refused = 0
    wrong = []
    for name, writer, expected, band in cases():
        file = folder / f"{name}.tif"
        try:
            writer(file)
        except Exception as e:
            print(f"not written by this GDAL: {name} ({e})")
            continue
        code, found, said = run(program, file, band, hospitals, folder / "out")
        if expected is not None:
            ok = code == 2 and file.name in said and expected in said
            refused += ok
        else:
            people, cells = gdal_sum(file, band or 1)
            ok = code in (0, 1) and found is not None and cells == found["cells"] and abs(found["population"] - people) <= 1e-6 * cells + 1e-9 * people
            agree += ok
            said = f"{found and (found['population'], found['cells'])} for {(people, cells)} {said}"
        if not ok:
            wrong.append(f"{name}: exit {code}, {said.strip()}")
    print(f"{agree} files agree with GDAL {rasterio.__gdal_version__}, {refused} are refused by name, {len(wrong)} are wrong")
    print("\n".join(wrong))
    return not wrong


# A file of every kind, small enough to keep.
FIXTURES = [("uint8", "LZW", 2, "tiles-16"), ("int16", "LZW", 2, "strips"), ("float32", "LZW", 3, "tiles-16"), ("float64", "DEFLATE", 3, "strips"),
            ("int32", "ZSTD", 2, "tiles-64-32"), ("float32", "ZSTD", 3, "one-strip"), ("uint16", "PACKBITS", 1, "strips"), ("int8", "NONE", 1, "tiles-16"),
            ("uint64", "DEFLATE", 2, "one-strip"), ("int64", "LZW", 1, "strips"), ("uint32", "LZW", 2, "tiles-64-32")]
KEPT = ["scale-offset", "scale-nodata", "mask-internal-tiled", "mask-external", "alpha", "alpha-planar", "sparse-none", "sparse-nodata-lzw", "nan",
        "nodata-float32", "nodata-int64", "bits-1", "bits-12", "float16-big", "complex", "bands-pixel", "band-3-pixel-lzw-p2", "band-3-band-lzw-p2",
        "south-up-tiled", "mirrored", "rotated", "packing-lerc", "packing-jpeg", "palette", "system-ESRI-54009-standard", "system-proj-moll-standard",
        "system-EPSG-6933-standard", "system-EPSG-29902-standard", "system-unnamed", "undeclared-65535", "undeclared-9999"]


def fixtures(folder):
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"{d}-{p.lower()}-p{n}-{s}" for d, p, n, s in FIXTURES}
    with open(folder / "expected.csv", "w", newline="") as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(("file", "band", "people", "cells", "refused"))
        for name, writer, expected, band in cases():
            short = "-".join(name.split("-", 1)[1:]) if name[:3].isdigit() else name
            matrix = next((w for w in wanted if short.startswith(w + "-")), None)
            if name not in KEPT and (matrix is None or (folder / f"{matrix}.tif").exists()):
                continue
            name = matrix or name
            writer(folder / f"{name}.tif")
            people, cells = gdal_sum(folder / f"{name}.tif", band or 1) if expected is None else ("", "")
            rows.writerow((f"{name}.tif", band or "", people, cells, expected or ""))


if __name__ == "__main__":
    if sys.argv[1] == "--fixtures":
        CUT = (30, 40)
        whole = content
        content = lambda kind, dtype, rows, columns: whole("towns" if kind == "zeros" else kind, dtype, rows, columns)
        fixtures(Path(sys.argv[2]))
    elif len(sys.argv) > 2:
        sys.exit(not compare(sys.argv[1], Path(sys.argv[2])))
    else:
        with tempfile.TemporaryDirectory() as folder:
            sys.exit(not compare(sys.argv[1], Path(folder)))
