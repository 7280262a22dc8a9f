"""Labelled rows in columns, and their CSV form."""

import csv
import gzip
import hashlib
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from plumbline_pipelines.errors import DataError
from plumbline_pipelines.features import Feature
from plumbline_pipelines.outcomes import Outcome

MAX_PROBLEMS = 20


@dataclass(frozen=True)
class Dataset:
    """Feature columns of equal length, and the target as the model's outcome defines it."""

    columns: Mapping[str, np.ndarray]
    target: np.ndarray

    def __len__(self) -> int:
        return len(self.target)

    def take(self, rows: np.ndarray) -> "Dataset":
        """The rows at these positions, in this order."""
        return Dataset({name: column[rows] for name, column in self.columns.items()}, self.target[rows])

    def row(self, index: int) -> dict[str, Any]:
        """The features of one row as plain Python values, None where missing."""
        row = {name: column[index : index + 1].tolist()[0] for name, column in self.columns.items()}
        return {name: None if _is_nan(value) else value for name, value in row.items()}

    def distinct(self, name: str) -> int:
        """The number of different values in a column, missing ones apart."""
        column = self.columns[name]
        if column.ndim > 1:
            return len(np.unique(column, axis=0))
        return len({value for value in column.tolist() if not (value is None or _is_nan(value))})


def concatenate(*parts: Dataset) -> Dataset:
    """The rows of all parts, in order."""
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns}
    return Dataset(columns, np.concatenate([part.target for part in parts]))


def columns_from_rows(features: Sequence[Feature], rows: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
    """Columns in the features' order and types from rows of plain values."""
    return {f.name: np.array([f.values.held(f, row[f.name]) for row in rows], dtype=f.dtype) for f in features}


def as_sent(features: Sequence[Feature], dataset: Dataset) -> Dataset:
    """The data set with the values that a client sends: pictures, where only their names are held."""
    return Dataset({f.name: f.values.sent(f, dataset.columns[f.name]) for f in features}, dataset.target)


def csv_bytes(dataset: Dataset, outcome: Outcome, extra: Mapping[str, Iterable[str]] | None = None) -> bytes:
    """The data set as UTF-8 CSV: its features, `target`, then the extra columns."""
    extra = extra or {}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*dataset.columns, "target", *extra])
    targets = outcome.to_cells(dataset.target)
    writer.writerows(zip(*map(_cells, dataset.columns.values()), targets, *extra.values(), strict=True))
    return out.getvalue().encode()


def _cells(column: np.ndarray) -> list[Any]:
    """A column's cells: empty where a value is missing, JSON for arrays."""
    values = column.tolist()
    if column.ndim > 1:
        return [json.dumps(_shortest(value), separators=(",", ":")) for value in values]
    return ["" if _is_nan(value) else value for value in values]


def _shortest(value: Any) -> Any:
    """The same numbers, whole ones without a fraction."""
    if isinstance(value, list):
        return [_shortest(entry) for entry in value]
    return int(value) if float(value).is_integer() else value


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def read_csv_bytes(path: Path) -> bytes:
    """The CSV's bytes; a name that ends in .gz is decompressed. Raises DataError when it cannot be read."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError) as error:
        raise DataError(str(path), [f"it cannot be read: {error}"]) from error


@dataclass(frozen=True)
class CsvSchema:
    """How a user's CSV is read: features, outcome, and the names its target column and classes go by."""

    features: Sequence[Feature]
    outcome: Outcome
    target_column: str = "target"
    labels: Mapping[str, str] | None = None

    def parse(self, data: bytes, source: str) -> Dataset:
        """The validated data set. Columns the schema does not name are ignored; raises DataError with all problems."""
        reader = csv.reader(io.StringIO(_decode(data, source), newline=""), strict=True)
        try:
            header = self._recognised(next(reader, []))
            target_columns = self.outcome.target_columns(header, self.target_column)
            positions = _positions(header, [*(f.name for f in self.features), *target_columns], source)
            values, targets, problems = self._rows(reader, len(header), positions)
        except csv.Error as error:
            raise DataError(source, [f"line {reader.line_num}: it is not well-formed CSV: {error}"]) from error
        if problems:
            raise DataError(source, problems)
        columns = {f.name: np.array(v, dtype=f.dtype) for f, v in zip(self.features, values, strict=True)}
        return Dataset(columns, np.array(targets, dtype=self.outcome.dtype))

    def _recognised(self, header: list[str]) -> list[str]:
        """The header with the names of the schema where a name differs from one only in upper and lower case."""
        names = {name.casefold(): name for name in [*(f.name for f in self.features), self.target_column]}
        return [name if name in names.values() else names.get(name.casefold(), name) for name in header]

    def _rows(self, reader: Any, width: int, positions: list[int]) -> tuple[list[list[Any]], list[Any], list[str]]:
        values: list[list[Any]] = [[] for _ in self.features]
        targets: list[Any] = []
        problems: list[str] = []
        for row in reader:
            if not row:
                continue
            if len(row) != width:
                problems.append(f"line {reader.line_num}: has {len(row)} values where the header has {width}")
            else:
                problems += self._read_row(row, positions, reader.line_num, values, targets)
            if len(problems) >= MAX_PROBLEMS:
                return values, targets, [*problems[:MAX_PROBLEMS], "more problems were left out"]
        return values, targets, problems

    def _read_row(
        self, row: list[str], positions: list[int], line: int, values: list[list[Any]], targets: list[Any]
    ) -> list[str]:
        problems = []
        for feature, position, column in zip(self.features, positions, values, strict=False):
            try:
                column.append(feature.parse(row[position]))
            except ValueError as error:
                problems.append(f"line {line}, column {feature.name}: {error}")
        try:
            cells = [row[position] for position in positions[len(self.features) :]]
            targets.append(self.outcome.parse(cells, self.labels or {}))
        except ValueError as error:
            problems.append(f"line {line}, column {self.target_column}: {error}")
        return problems


def _positions(header: list[str], wanted: list[str], source: str) -> list[int]:
    problems = [f"column {name}: is missing from the header" for name in wanted if name not in header]
    problems += [f"column {name}: appears more than once in the header" for name in wanted if header.count(name) > 1]
    if problems:
        raise DataError(source, problems)
    return [header.index(name) for name in wanted]


def _decode(data: bytes, source: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(source, [f"it is not UTF-8 text: {error.reason} at byte {error.start}"]) from error


def sha256(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()
