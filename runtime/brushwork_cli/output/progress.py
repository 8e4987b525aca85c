"""Progress of a running call: the API reports states but no percentage, so none is shown.

On a terminal a live line, with bars for uploads and downloads; elsewhere a line for each change.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from brushwork_cli import streams
from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress, TaskID

    from brushwork_cli.session import Session


class Quiet:
    """Shows nothing."""

    def state(self, words: str) -> None:
        """The current state."""

    def line(self, words: str) -> None:
        """A line that stays on the screen."""

    def transfer(self, kind: str, url: str, done: int, total: int | None) -> None:
        """`done` of `total` bytes of a file have been transferred."""

    def close(self) -> None:
        """Clear the progress display."""


class Lines(Quiet):
    """A line for each change, with the seconds since the start."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._start = now()
        self._last = ""

    def state(self, words: str) -> None:
        """A line, unless the last one said the same."""
        if words != self._last:
            self._last = words
            streams.talk(tr("{words}, {seconds:.0f} s", words=words, seconds=self._now() - self._start))

    def line(self, words: str) -> None:
        """A line."""
        streams.talk(words)


class Live(Quiet):
    """A live line with the current state and its time, and bars below it."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.table import Column

        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)))
        self._console = Console(stderr=True)
        self._state = Progress(*columns, TimeElapsedColumn(), console=self._console, transient=True)
        self._bars = Progress(*columns, BarColumn(), DownloadColumn(), console=self._console, transient=True)
        self._files: dict[str, TaskID] = {}
        self._moved = 0
        self._shown: TaskID | None = None
        self._moving: Progress | None = None

    def state(self, words: str) -> None:
        """Show this state from now on."""
        if self._shown is None:
            self._shown = self._state.add_task(words, total=None)
        self._show(self._state)
        self._state.update(self._shown, description=words)

    def line(self, words: str) -> None:
        """A line above the progress display."""
        self._console.print(words, markup=False, highlight=False, soft_wrap=True)

    def transfer(self, kind: str, url: str, done: int, total: int | None) -> None:
        """A bar for the file, until it is complete."""
        self._show(self._bars)
        if url not in self._files:
            self._moved += 1
            self._files[url] = self._bars.add_task(f"{kind} {self._moved}", total=total)
        self._bars.update(self._files[url], completed=done, total=total)
        if total is not None and done >= total:
            self._bars.remove_task(self._files.pop(url))

    def _show(self, wanted: Progress) -> None:
        """Only one display is live at a time."""
        if self._moving is not wanted:
            self.close()
            wanted.start()
            self._moving = wanted

    def close(self) -> None:
        """Clear it."""
        if self._moving is not None:
            self._moving.stop()
            self._moving = None


def progress(session: Session) -> Quiet:
    """The right display: none with -q, a live one on a terminal, else lines; also lines if rich is missing."""
    if session.quiet:
        return Quiet()
    if sys.stderr.isatty():
        try:
            return Live()
        except ModuleNotFoundError:
            return Lines()
    return Lines()
