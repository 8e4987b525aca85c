"""Saves images: the destination is checked before anything is billed, and one failed download stops no other."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_runtime import EXTENSIONS, BrushworkError, Names, PartialResult, tr, unconvertible

if TYPE_CHECKING:
    from brushwork_cli.execution.state import CallState
    from brushwork_cli.options.execution import ExecutionOptions
    from brushwork_cli.session import Session
    from brushwork_runtime import Cancellation, Image, Job, Result

_STAND_IN = {"model": "model", "mode": "mode", "seed": "0", "id": "\0", "request_id": "\0", "task_id": "\0"}
"""Fields that are not known before the answer; no file has such a name."""


@dataclass(slots=True, kw_only=True)
class Saved:
    """What was saved: an entry for each image, None where it failed, and the Markdown page."""

    paths: list[Path | None] = field(default_factory=list[Path | None])
    page: Path | None = None
    failed: list[tuple[Image, BrushworkError | OSError]] = field(
        default_factory=list["tuple[Image, BrushworkError | OSError]"]
    )

    @property
    def files(self) -> list[Path]:
        """Every file, the page last."""
        return [path for path in (*self.paths, self.page) if path is not None]

    def told(self) -> str:
        """What is to be said of those that were made, beside an error; nothing where none was."""
        if not self.paths:
            return ""
        count = len(self.paths) - len(self.failed)
        if not self.failed:
            return tr("Those that were made are saved.")
        return tr("{count} of the {all} are saved.", count=count, all=len(self.paths))

    def failure(self) -> BrushworkError | OSError | None:
        """The error of what was not saved: its own if there is nothing else, else that of a part."""
        if not self.failed:
            return None
        first = self.failed[0][1]
        if len(self.failed) == len(self.paths):
            return first
        count, all_of = len(self.failed), len(self.paths)
        told = tr(
            "{count} of {all} images were made but could not be saved: {first}", count=count, all=all_of, first=first
        )
        return PartialResult(told)


def check(destination: str, count: int, *, overwrite: bool, form: str = "PNG") -> None:
    """Refuse, before anything is sent, a destination that images could not be saved to. Raises `click.UsageError`.

    `form` is the format of the images.
    """
    if destination == STDOUT:
        return
    if "://" in destination:
        raise click.UsageError(
            tr(
                "-o {destination}: the command saves to folders; in Python, result.save takes such a URL.",
                destination=destination,
            )
        )
    try:
        names = Names(destination, dict.fromkeys(_STAND_IN, "stand-in"), count)
    except (ValueError, IndexError) as error:
        raise click.UsageError(f"-o {destination}: {error}") from error
    if why := unconvertible(names.of(0)(EXTENSIONS.get(form, "png")), form):
        raise click.UsageError(tr("-o {destination}: {why}.", destination=destination, why=why))
    if "{id" not in (plain := str(names.of(0)("png"))) and not overwrite and "stand-in" not in plain:
        for index in range(count):
            if os.path.lexists(target := names.of(index)("png")):
                raise click.UsageError(
                    tr(
                        "-o {destination}: {file} exists; --overwrite replaces it.",
                        destination=destination,
                        file=target,
                    )
                )
    folder = names.folder
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise click.UsageError(
            tr("-o {destination}: {folder} is not a writable folder.", destination=destination, folder=folder)
        )


STDOUT = "-"
"""The destination that is stdout."""


def check_streamed(session: Session, execution: ExecutionOptions, destination: str, count: int | None) -> None:
    """Refuse, before anything is sent, what does not go with an image on stdout. Raises `click.UsageError`."""
    if destination != STDOUT:
        return
    if session.json or execution.response:
        raise click.UsageError(tr("-o - writes the image to stdout; --json and --print-response write there too."))
    if not execution.wait:
        raise click.UsageError(tr("-o - writes the image to stdout; --no-wait has none yet."))
    if count != 1:
        raise click.UsageError(
            tr("-o - writes one image to stdout, and this may make {count}.", count=count or tr("several"))
        )
    if sys.stdout.isatty():
        raise click.UsageError(
            tr("-o - writes the image to stdout, which is a terminal; lead it elsewhere: > image.png")
        )


def _streamed(result: Result, state: CallState) -> Saved:
    """The first image on stdout; what could not be written is told with its address."""
    saved = Saved()
    for index, image in enumerate(result.images):
        saved.paths.append(None)
        try:
            if index:
                raise OSError(tr("stdout takes one image"))
            content = image.bytes()
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            state.saved.add(index)
        except (BrushworkError, OSError) as error:
            saved.failed.append((image, error))
    return saved


def save(result: Result, destination: str, state: CallState, execution: ExecutionOptions) -> Saved:
    """Save what can be saved, several images at once; several images, or text with images, get a Markdown page."""
    from brushwork_runtime import run

    if destination == STDOUT:
        return _streamed(result, state)
    names = Names(destination, result.fields(), len(result.images))

    def job(index: int) -> Job:
        def work(cancellation: Cancellation) -> Path:
            image = result.images[index]
            path = image.save_as(
                names.of(index), execution.overwrite, execution.metadata, execution.sidecar, cancellation
            )
            state.saved.add(index)
            return path

        return work

    saved = Saved()
    for image, outcome in zip(result.images, run([job(index) for index in range(len(result.images))]), strict=True):
        if isinstance(outcome, Path):
            saved.paths.append(outcome)
        elif isinstance(outcome, (BrushworkError, OSError)):
            saved.paths.append(None)
            saved.failed.append((image, outcome))
        else:
            raise outcome
    if execution.page and any(saved.paths) and (len(result.images) > 1 or result.story):
        from brushwork_cli.output.page import write

        try:
            saved.page = write(result, destination, names.folder, overwrite=execution.overwrite)
        except Exception as error:  # the images are here, which is what was paid for
            streams.talk(tr("warning: the images are saved, but the page beside them is not: {error}", error=error))
    return saved
