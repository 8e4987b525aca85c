"""The files of the project that a release reads and writes."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from generator.diff.released import NAME, Released, read_released
from generator.diff.version import Version, parse


class ReleaseError(Exception):
    """The release cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project by its folder of specs; everything else lies beside that."""

    specs: Path

    @property
    def root(self) -> Path:
        """The folder that holds pyproject.toml."""
        return self.specs.resolve().parent

    @property
    def pyproject(self) -> Path:
        """Where the package's version is written."""
        return self.root / "pyproject.toml"

    @property
    def version_module(self) -> Path:
        """Where the generated package has its version from."""
        return self.root / "generator" / "package" / "version.py"

    @property
    def changelog(self) -> Path:
        """The hand-written file to which a release adds its section."""
        return self.root / "CHANGELOG.md"

    @property
    def fragments(self) -> Path:
        """The folder of changelog fragments."""
        return self.root / "changelog.d"

    @property
    def released_file(self) -> Path:
        """The IR of the last release."""
        return self.specs / NAME

    def released(self) -> Released:
        """The last release. Raises ReadError."""
        return read_released(self.released_file, f"specs/{NAME}")

    def version(self) -> Version:
        """The version of the package. Raises ReleaseError if it is not a version or its two places differ."""
        stated = tomllib.loads(self.pyproject.read_text("utf-8"))["project"]["version"]
        found = _IN_MODULE.search(self.version_module.read_text("utf-8"))
        if found is None or found[2] != stated:
            other = f'VERSION = "{found[2]}"' if found else "no VERSION"
            raise ReleaseError(
                f"pyproject.toml has version {stated!r}, generator/package/version.py {other}; they must be the same"
            )
        try:
            return parse(stated)
        except ValueError as error:
            raise ReleaseError(f"pyproject.toml: {error}") from None

    def write_version(self, version: Version) -> None:
        """Writes the version in both places."""
        for path, pattern in ((self.pyproject, _IN_PYPROJECT), (self.version_module, _IN_MODULE)):
            text, count = pattern.subn(rf'\g<1>"{version}"', path.read_text("utf-8"), count=1)
            if not count:
                raise ReleaseError(f"{path}: expected a line with the version, found none")
            path.write_text(text, "utf-8")


_IN_MODULE = re.compile(r'^(VERSION = )"([^"]*)"', re.MULTILINE)
_IN_PYPROJECT = re.compile(r'^(version = )"([^"]*)"', re.MULTILINE)
