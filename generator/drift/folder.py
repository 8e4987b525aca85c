"""The documents of a command line: files, and folders with thousands of pages of which most are about"
" something else."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.drift.drift import Specs
from generator.drift.editions import Reviewed
from generator.drift.forms.reading import SUFFIXES, UnreadableError, decoded, parsed
from generator.drift.judge import Drift, judge

_EVERY = 5.0
"""Seconds between two lines of progress."""
_LARGEST = 30_000_000


@dataclass(slots=True)
class Documents:
    """Goes through the documents, and counts what it leaves out and why."""

    specs: Specs
    reviewed: Reviewed
    source: str | None
    skipped: Counter[str] = field(default_factory=Counter[str])
    faults: list[str] = field(default_factory=list[str])
    """Files named on the command line that cannot be read."""

    def judged(self, paths: Iterable[Path]) -> Iterator[Drift]:
        """The documents that speak of the models, one after the other."""
        listed = [(path, path.is_dir()) for path in paths]
        for path, folder in listed:
            if not folder:
                yield from self._named(path)
                continue
            files = sorted(_files(path))
            told = _progress(path.as_posix(), len(files))
            for number, file in enumerate(files):
                told(number)
                yield from self._found(file)

    def _named(self, path: Path) -> Iterator[Drift]:
        try:
            text = decoded(path.read_bytes())
        except OSError as error:
            self.faults.append(f"{path}: {error.strerror or error}")
        except UnreadableError as error:
            self.faults.append(f"{path}: {error}")
        else:
            document = parsed(path.as_posix(), text, path.suffix.lower())
            if document is None:
                self.faults.append(f"{path}: neither a page nor an OpenAPI document")
            else:
                yield judge(self.specs, document, self.reviewed, self.source)

    def _found(self, path: Path) -> Iterator[Drift]:
        if path.suffix.lower() not in SUFFIXES or path.stat().st_size > _LARGEST:
            self.skipped["no documents"] += 1
            return
        try:
            text = decoded(path.read_bytes())
        except (OSError, UnreadableError) as error:
            self.skipped["unreadable"] += 1
            sys.stderr.write(f"{path}: {error}\n")
            return
        if not self.specs.names.occurs(text):
            self.skipped["name none of the models"] += 1
            return
        document = parsed(path.as_posix(), text, path.suffix.lower())
        if document is None:
            self.skipped["no documents"] += 1
            return
        drift = judge(self.specs, document, self.reviewed, self.source)
        if not drift.page and not drift.read.about_us:
            self.skipped["are about other models"] += 1
            return
        yield drift

    def counts(self) -> str:
        """The line of what was left out; "" if nothing was."""
        total = self.skipped.total()
        parts = ", ".join(f"{count} {why}" for why, count in self.skipped.most_common())
        return f"{total} files left out: {parts}" if total else ""


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inner = path.relative_to(folder).parts
        if not any(part.startswith(".") for part in inner) and path.is_file():
            yield path


def _progress(name: str, total: int) -> Callable[[int], None]:
    """Tells every few seconds how far it is, on stderr."""
    last = time.monotonic()

    def told(number: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            sys.stderr.write(f"{name}: {number} of {total} files read\n")
            sys.stderr.flush()

    return told
