"""Files that one step of a run leaves for the next: in a folder that every worker sees, or in S3."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import fsspec

from plumbline_pipelines.manifest import json_bytes


@dataclass(frozen=True)
class RunFiles:
    """The files of one run, under `<artifacts>/<model>/<run>/`. `url` is anything fsspec opens: file://, s3://, ..."""

    url: str

    def write(self, name: str, data: bytes) -> None:
        """Writes a file whole; a step that runs again replaces what it wrote before."""
        system, path = fsspec.url_to_fs(f"{self.url}/{name}")
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
        system.pipe_file(path, data)

    def read(self, name: str) -> bytes:
        """Bytes of a file; FileNotFoundError when no step has written it."""
        system, path = fsspec.url_to_fs(f"{self.url}/{name}")
        return system.cat_file(path)

    def read_list(self, name: str) -> list[Any]:
        """Reads JSON that is a list."""
        return json.loads(self.read(name))

    def write_json(self, name: str, value: Mapping[str, Any]) -> None:
        """Writes JSON."""
        self.write(name, json_bytes(value))

    def read_json(self, name: str) -> dict[str, Any]:
        """Reads JSON."""
        return json.loads(self.read(name))

    def has(self, name: str) -> bool:
        """Whether a step has written it."""
        system, path = fsspec.url_to_fs(f"{self.url}/{name}")
        return system.exists(path)
