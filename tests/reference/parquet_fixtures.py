"""Small Parquet files as pyarrow, Polars and DuckDB write them, for tests/parquet.rs.

    python3 -m venv venv && venv/bin/pip install pyarrow polars duckdb
    venv/bin/python tests/reference/parquet_fixtures.py

writes them to tests/parquet/. Each holds the times of the small study: to LS1 200.5, 9.1 and 35 min, to
W1 12, 210 and none; or its points, or its sites.
"""

import datetime as dt
import decimal
import pathlib

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = pathlib.Path(__file__).parent.parent / "parquet"
IDS = ["E1", "E2", "E3"]
LS1, W1 = [200.5, 9.1, 35.0], [12.0, 210.0, None]


def write(name, columns, **options):
    options.setdefault("compression", "none")
    pq.write_table(pa.table(columns), FOLDER / f"{name}.parquet", **options)


def of(type_, scale):
    """Both columns as whole parts of a minute of a type."""
    parts = lambda times: [None if t is None else round(t * scale) for t in times]
    return {"id": IDS, "LS1": pa.array(parts(LS1), type_), "W1": pa.array(parts(W1), type_)}


def decimals(precision, scale, type_=pa.decimal128):
    value = lambda t: None if t is None else decimal.Decimal(str(t))
    column = lambda times: pa.array([value(t) for t in times], type_(precision, scale))
    return {"id": IDS, "LS1": column(LS1), "W1": column(W1)}


def floats(type_):
    return {"id": IDS, "LS1": pa.array(LS1, type_), "W1": pa.array(W1, type_)}


def main():
    FOLDER.mkdir(exist_ok=True)
    plain = floats(pa.float64())
    for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]:
        write(f"codec-{codec}", plain, compression=codec)
        write(f"codec-{codec}-v2", plain, compression=codec, data_page_version="2.0")
    write("float", floats(pa.float32()))
    write("plain-encoding", plain, use_dictionary=False)
    write("split", plain, use_dictionary=False, column_encoding={"LS1": "BYTE_STREAM_SPLIT", "W1": "PLAIN"})
    for unit, scale in [("s", 60), ("ms", 60_000), ("us", 60_000_000), ("ns", 60_000_000_000)]:
        write(f"duration-{unit}", of(pa.duration(unit), scale))
    write("time32-s", of(pa.time32("s"), 60))
    write("time32-ms", of(pa.time32("ms"), 60_000))
    write("time64-us", of(pa.time64("us"), 60_000_000))
    write("time64-ns", of(pa.time64("ns"), 60_000_000_000))
    write("decimal-bytes", decimals(9, 1))
    write("decimal-wide", decimals(38, 12))
    write("decimal-256", decimals(60, 20, pa.decimal256))
    write("decimal-int32", decimals(9, 1), store_decimal_as_integer=True)
    write("decimal-int64", decimals(18, 4), store_decimal_as_integer=True)
    write("text-times", {"id": IDS, "LS1": ["200.5", "9.1", " 35 "], "W1": ["12", "210", "NA"]})
    write("dictionary-ids", {"id": pa.array(IDS).dictionary_encode(), "LS1": LS1, "W1": W1})
    write("large-text", {"id": pa.array(IDS, pa.large_string()), "LS1": LS1, "W1": W1})
    write("binary-ids", {"id": pa.array([b"E1", b"E2", b"E3"]), "LS1": LS1, "W1": W1})
    write("other-columns", {**plain, "stops": [[1], [], [2, 3]], "box": [{"a": 1}] * 3})

    # What is refused, by column and type.
    day = dt.date(2024, 1, 1)
    write("refused-timestamp", {"id": IDS, "LS1": pa.array([dt.datetime(2024, 1, 1)] * 3), "W1": W1})
    write("refused-date", {"id": IDS, "LS1": [day] * 3, "W1": W1})
    write("refused-list", {"id": IDS, "LS1": [[1.0], [2.0], [3.0]], "W1": W1})
    write("refused-bool", {"id": IDS, "LS1": [True, False, True], "W1": W1})
    write("refused-int96", {"id": IDS, "LS1": pa.array([dt.datetime(2024, 1, 1)] * 3), "W1": W1},
          use_deprecated_int96_timestamps=True)
    write("refused-ids-date", {"id": [day, dt.date(2024, 1, 2), dt.date(2024, 1, 3)], "LS1": LS1, "W1": W1})

    con = duckdb.connect()
    select = """select * from (values ('E1', 200.5, 12.0), ('E2', 9.1, 210.0), ('E3', 35.0, null))
        as t(id, "LS1", "W1")"""
    for name, types in {"duckdb-decimal-9": "DECIMAL(9,1)", "duckdb-decimal-18": "DECIMAL(18,3)",
                        "duckdb-decimal-38": "DECIMAL(38,2)", "duckdb-double": "DOUBLE"}.items():
        columns = ", ".join(f'"{c}"::{types} as "{c}"' for c in ["LS1", "W1"])
        con.execute(f"copy (select id, {columns} from ({select})) to '{FOLDER / name}.parquet' (format parquet, codec zstd)")
    con.execute(f"""copy (select id, to_minutes(10) as "LS1", to_minutes(20) as "W1" from ({select}))
        to '{FOLDER / 'refused-interval'}.parquet' (format parquet)""")
    frame = pl.DataFrame({"id": IDS, "LS1": LS1, "W1": W1})
    frame.write_parquet(FOLDER / "polars.parquet")
    length = lambda times: [None if t is None else dt.timedelta(minutes=t) for t in times]
    pl.DataFrame({"id": IDS, "LS1": length(LS1), "W1": length(W1)}).write_parquet(FOLDER / "polars-duration.parquet")

    # The points and the sites of the small study.
    write("population", {
        "id": IDS, "name": ["Soho", "Leeds", "York"], "lat": [51.51, 53.8, 53.96], "lon": [-0.13, -1.55, -1.08],
        "population": pa.array([1500, 2000, 1000], pa.uint32()),
        "admissions": pa.array([decimal.Decimal("2.50"), decimal.Decimal("3"), decimal.Decimal("1.25")], pa.decimal128(9, 2)),
        "region": pa.array(["London", "North", "North"]).dictionary_encode()}, compression="zstd")
    write("hospitals", {
        "id": ["LS1", "W1"], "name": ["Leeds General", "Charing Cross"], "lat": [53.8, 51.49], "lon": [-1.55, -0.22],
        "mt": [True, False]}, compression="zstd")
    point = lambda lon, lat: b"\x01\x01\0\0\0" + __import__("struct").pack("<dd", lon, lat)
    table = pa.table({"id": ["LS1", "W1"], "name": ["Leeds General", "Charing Cross"], "mt": ["yes", "no"],
                      "geometry": [point(-1.55, 53.8), point(-0.22, 51.49)]})
    geo = '{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point"]}}}'
    pq.write_table(table.replace_schema_metadata({"geo": geo}), FOLDER / "hospitals-geo.parquet", compression="none")

    # Grids: one row, 10.5 people at 52.25 N, 1.05 W.
    one = lambda *texts: [decimal.Decimal(text) for text in texts]
    def grid(name, lon, lat, people, **options):
        write(f"grid-{name}", {"lon": lon, "lat": lat, "population": people}, **options)
    dec = lambda text, p, s: pa.array(one(text), pa.decimal128(p, s))
    for codec in ["gzip", "zstd", "brotli", "lz4"]:
        grid(codec, [-1.05], [52.25], [10.5], compression=codec)
    grid("decimal-int", dec("-1.05", 9, 2), dec("52.25", 18, 2), dec("10.50", 9, 2), store_decimal_as_integer=True)
    grid("decimal-bytes", dec("-1.05", 9, 2), dec("52.25", 38, 2), dec("10.50", 20, 2))
    grid("half", [-1.05], [52.25], pa.array([10.5], pa.float16()))
    grid("uint32", [-1.05], [52.25], pa.array([700_000_000], pa.uint32()))
    grid("refused-timestamp", [-1.05], [52.25], pa.array([dt.datetime(1970, 1, 1)]))
    grid("refused-duration", [-1.05], [52.25], pa.array([10], pa.duration("s")))
    grid("refused-text", [-1.05], [52.25], ["10.5"])
    grid("refused-list", [-1.05], [52.25], [[10.5]])


main()
