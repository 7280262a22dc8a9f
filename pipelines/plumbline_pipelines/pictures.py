"""Pictures: base64 texts and files to pixels of one size, and pixels to PNG."""

import base64
import binascii
import csv
import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from plumbline_pipelines.errors import DataError

MAX_PROBLEMS = 20


@dataclass(frozen=True)
class Picture:
    """An RGB picture of a fixed size, whose pixels reach the graph as (pixel - mean) / std, channels first.

    `draw` makes the pixels, uint8 [rows, height, width, 3], of generated pictures. Their names begin with one of
    `drawn` and a colon, which base64 never has.
    """

    width: int
    height: int
    mean: float
    std: float
    drawn: tuple[str, ...]
    draw: Callable[[list[str]], np.ndarray]

    def is_name(self, text: str) -> bool:
        """Whether the text is the name of a generated picture."""
        return text.partition(":")[0] in self.drawn


def decode(text: Any, picture: Picture) -> tuple[np.ndarray, bool]:
    """Pixels of a picture in base64, with or without the prefix of a data URL, and whether it was scaled.

    Raises ValueError whose message is the broken rule.
    """
    if not isinstance(text, str):
        raise ValueError("must be a picture in base64")
    try:
        data = base64.b64decode(text.partition("base64,")[2] or text, validate=True)
    except binascii.Error:
        raise ValueError("must be a picture in base64") from None
    return _pixels(data, picture)


def _pixels(data: bytes, picture: Picture) -> tuple[np.ndarray, bool]:
    """As predict does it: transparency, colour profile and orientation are ignored."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            whole = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise ValueError("must be a PNG, JPEG or WebP picture") from None
    size = (picture.width, picture.height)
    return np.asarray(whole if whole.size == size else whole.resize(size, Image.Resampling.LANCZOS)), whole.size != size


def with_pictures(data: bytes, column: str, folder: Path, picture: Picture, source: str) -> bytes:
    """A CSV file whose column names files of a folder, with the pictures, scaled, in the place of their names.

    Raises DataError with the lines whose file cannot be read.
    """
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    if rows and column not in rows[0]:
        raise DataError(source, [f"column {column}: is missing from the header"])
    problems = []
    for line, row in enumerate(rows, start=2):
        try:
            row[column] = png_text(_pixels((folder / row[column]).read_bytes(), picture)[0])
        except (OSError, ValueError) as error:
            problems.append(f"line {line}, column {column}: {error}")
    if problems:
        raise DataError(source, problems[:MAX_PROBLEMS])
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [column], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def png_text(pixels: np.ndarray) -> str:
    """An RGB picture, uint8 [height, width, 3], as PNG in base64.

    Written here because the bytes that imaging libraries write change with their versions.
    """
    height, width = pixels.shape[:2]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = b"".join(b"\x00" + line.tobytes() for line in pixels)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)
    return base64.b64encode(data).decode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
