"""The model repository on disk: <root>/<model>/<version>/ folders that appear whole or not at all, and aliases.json.

A version is written to a temporary folder beside its place, synced, and renamed. The predict service and other
readers only look at folders whose name is a whole number, so they never see one that is half-written.
"""

import errno
import json
import os
import shutil
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbline_pipelines.errors import PipelineError, VersionExistsError

TEMPORARY_PREFIX = ".tmp-"
STALE_AFTER_SECONDS = 24 * 3600


@dataclass(frozen=True)
class ModelFolder:
    """One model's folder in a repository."""

    root: Path
    name: str

    @property
    def path(self) -> Path:
        """Folder of the model."""
        return self.root / self.name

    def versions(self) -> list[int]:
        """Published versions, ascending."""
        if not self.path.is_dir():
            return []
        names = [entry.name for entry in self.path.iterdir() if entry.is_dir()]
        return sorted(int(name) for name in names if name.isdecimal() and not name.startswith("0"))

    def aliases(self) -> dict[str, int | None]:
        """Champion, previous and challenger; all None when nothing is published."""
        empty: dict[str, int | None] = {"champion": None, "previous": None, "challenger": None}
        file = self.path / "aliases.json"
        if not file.exists():
            return empty
        try:
            return empty | json.loads(file.read_text())
        except (ValueError, TypeError) as error:
            raise PipelineError(f"{file} is not valid JSON with the version numbers of the aliases: {error}") from error

    def next_version(self) -> int:
        """The number the next version gets."""
        return max(self.versions(), default=0) + 1

    def publish(self, version: int, files: Mapping[str, bytes], *, replace: bool = False) -> Path:
        """Writes the version's files atomically and returns its folder; raises VersionExistsError.

        With `replace` a published version makes way; a reader sees the old folder, for an instant none, then the new.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        self._remove_stale()
        target = self.path / str(version)
        if target.exists() and not replace:
            raise VersionExistsError(self.name, version)
        temporary = self._temporary()
        try:
            _write_folder(temporary, files)
            self._move_into_place(temporary, target, replace=replace)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        return target

    def point(self, version: int, *, promote: bool) -> dict[str, int | None]:
        """Makes the version champion when asked or when there is none, else challenger; returns the new aliases."""
        aliases = self.aliases()
        champion = aliases["champion"]
        if champion == version:
            return aliases
        if promote or champion is None:
            challenger = None if aliases["challenger"] == version else aliases["challenger"]
            aliases = {"champion": version, "previous": champion, "challenger": challenger}
        else:
            aliases["challenger"] = version
        self._write_aliases(aliases)
        return aliases

    def _write_aliases(self, aliases: dict[str, int | None]) -> None:
        temporary = self._temporary()
        _write_file(temporary, (json.dumps(aliases) + "\n").encode())
        temporary.rename(self.path / "aliases.json")
        _sync(self.path)

    def _move_into_place(self, temporary: Path, target: Path, *, replace: bool) -> None:
        old = self._temporary()
        if replace and target.exists():
            target.rename(old)
        try:
            temporary.rename(target)
        except OSError as error:
            if old.exists() and not target.exists():
                old.rename(target)
            # A folder that holds files cannot be replaced by a rename: another process has published.
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                raise VersionExistsError(self.name, int(target.name)) from error
            raise
        _sync(self.path)
        shutil.rmtree(old, ignore_errors=True)

    def _temporary(self) -> Path:
        return self.path / f"{TEMPORARY_PREFIX}{uuid.uuid4().hex}"

    def _remove_stale(self) -> None:
        for entry in self.path.glob(f"{TEMPORARY_PREFIX}*"):
            if time.time() - entry.stat().st_mtime > STALE_AFTER_SECONDS:
                shutil.rmtree(entry, ignore_errors=True)


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        _write_file(folder / name, data)
    _sync(folder)


def _write_file(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
