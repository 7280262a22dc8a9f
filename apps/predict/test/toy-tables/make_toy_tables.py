"""Writes the Parquet tables of the specs: rows of the toy model rent, with every compression that readers meet.

Needs pyarrow (seen with 26.0.1): python make_toy_tables.py
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent
ROWS = 60
DISTRICTS = ["north", "centre", "south"]

TABLE = pa.table(
    {
        "area": pa.array([20.0 + row * 1.5 for row in range(ROWS)], pa.float32()),
        "rooms": pa.array([1 + row % 5 for row in range(ROWS)], pa.int64()),
        "balcony": pa.array([row % 2 == 0 for row in range(ROWS)], pa.bool_()),
        "district": pa.array([DISTRICTS[row % 3] for row in range(ROWS)], pa.string()).dictionary_encode(),
        "target": pa.array([None if row == 7 else 400.0 + row for row in range(ROWS)], pa.float64()),
        "note": pa.array(["not a feature"] * ROWS, pa.string()),
    }
)

for compression in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]:
    pq.write_table(TABLE, HERE / f"rent.{compression}.parquet", compression=compression, row_group_size=25)

AREAS = pa.array([40.0, 50.0])
pq.write_table(
    pa.Table.from_arrays([AREAS, AREAS, AREAS], ["area", "rooms", "area"]), HERE / "twice.parquet"
)
# Not all of them are UTF-8.
NAMES = pa.array([b"north", b"\xe9t\xe9"])
COLUMNS = {"area": AREAS, "rooms": [1, 2], "balcony": [True, False], "district": NAMES, "target": AREAS}
pq.write_table(pa.table(COLUMNS), HERE / "latin1.parquet")
