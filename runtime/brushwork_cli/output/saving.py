"""Saves images: the destination is checked before anything is billed, and one failed download stops no other."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.hints import as_commands
from brushwork_runtime import (
    EXTENSIONS,
    BrushworkError,
    PartialResult,
    SaveOptions,
    destination_of,
    reason_of,
    redact,
    tr,
    unwritable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_cli.execution.state import CallState
    from brushwork_cli.options.execution import ExecutionOptions
    from brushwork_cli.session import Session
    from brushwork_runtime import Cancellation, Destination, Image, Pixels, Result

_STAND_IN = {"model": "model", "mode": "mode", "seed": "0", "id": "\0", "request_id": "\0", "task_id": "\0"}
"""Fields that are not known before the answer; no file has such a name."""


@dataclass(slots=True, kw_only=True)
class Saved:
    """What was saved: a path or URL for each image, None where it failed, and the Markdown page."""

    paths: list[Path | str | None] = field(default_factory=list["Path | str | None"])
    page: Path | str | None = None
    failed: list[tuple[Image, BrushworkError | OSError]] = field(
        default_factory=list["tuple[Image, BrushworkError | OSError]"]
    )

    @property
    def files(self) -> list[Path | str]:
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


def check(destination: str, count: int, execution: ExecutionOptions, *, form: str = "PNG") -> None:
    """Refuse, before anything is sent, a destination that images could not be saved to. Raises `click.UsageError`.

    `form` is the format of the images.
    """
    options, fields = _save_options(execution), dict.fromkeys(_STAND_IN, "stand-in")
    if execution.aigc:
        try:
            options.wishes(fields, count)
        except ValueError as error:
            raise click.UsageError(f"--aigc: {error}") from error
    try:
        if destination == STDOUT:
            options.wishes(fields, count)
        else:
            _check_place(destination, destination_of(destination, options, count, fields), count, form)
    except click.UsageError:
        raise
    except Exception as error:  # a file system of another host raises many classes
        raise click.UsageError(f"-o {redact.url(destination)}: {as_commands(str(reason_of(error)))}") from error


def _save_options(execution: ExecutionOptions, size: Pixels | None = None) -> SaveOptions:
    return SaveOptions(
        overwrite=execution.overwrite,
        metadata=execution.metadata,
        sidecar=execution.sidecar,
        format=execution.form,
        quality=execution.quality,
        ai_marking=execution.marking,
        size=size,
    )


def _check_place(destination: str, put: Destination, count: int, form: str) -> None:
    wish = put.wishes[0]
    extension = EXTENSIONS[wish.form or form]
    anew = wish.anew(put.place(0)(extension), form)
    if anew is not None and (why := unwritable(anew, form)):
        raise ValueError(tr("{why}.", why=why))
    open_name = "stand-in" in str(put.place(0)(extension))  # it depends on the answer
    if not put.options.overwrite and not open_name:
        for index in range(count):
            try:
                put.vacant(put.place(index)(extension))
            except FileExistsError as error:
                raise click.UsageError(
                    tr(
                        "-o {destination}: {file} exists; --overwrite replaces it.",
                        destination=redact.url(destination),
                        file=error.filename,
                    )
                ) from error
    if put.local:
        _check_folder(destination, put.folder)


def _check_folder(destination: str, folder: Path) -> None:
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise click.UsageError(
            tr("-o {destination}: {folder} is not a writable folder.", destination=destination, folder=there)
        )
    if _like_a_file(destination, folder):
        told = tr(
            "{destination} is taken for a folder; the name of a file ends in .png, .jpg or .webp.",
            destination=destination,
        )
        streams.talk(tr("warning: {text}", text=told))


def _like_a_file(destination: str, folder: Path) -> bool:
    """Whether a folder that is not there yet has a name that ends like that of a file, as "cat.xyz" and unlike v1.2."""
    ends = folder.suffix[1:2].isalpha() and len(folder.suffix) < 6 and not destination.endswith(("/", os.sep))
    return ends and "{" not in destination and folder.name == Path(destination).name and not folder.exists()


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


def _streamed(result: Result, state: CallState, execution: ExecutionOptions) -> Saved:
    """The first image on stdout; what could not be written is told with its address."""
    saved = Saved()
    for index, image in enumerate(result.images):
        saved.paths.append(None)
        try:
            if index:
                raise OSError(tr("stdout takes one image"))
            content = io.BytesIO()
            saving: Result | Image = result if len(result.images) == 1 else image
            saving.save(
                content,
                metadata=execution.metadata,
                format=execution.form,
                quality=execution.quality,
                ai_marking=execution.marking,
            )
            sys.stdout.flush()
            sys.stdout.buffer.write(content.getvalue())
            sys.stdout.buffer.flush()
            state.saved.add(index)
        except (BrushworkError, OSError) as error:
            saved.failed.append((image, error))
    return saved


def save(
    result: Result, destination: str, state: CallState, execution: ExecutionOptions, size: Pixels | None = None
) -> Saved:
    """Save what can be saved, several images at once; several images, or text with images, get a Markdown page.

    `size` is what the images get, where they do not know it themselves.
    """
    from brushwork_runtime import run

    if destination == STDOUT:
        return _streamed(result, state, execution)
    put = destination_of(destination, _save_options(execution, size), len(result.images), result.fields())

    def job(index: int) -> Callable[[Cancellation], Path | str | None]:
        def work(cancellation: Cancellation) -> Path | str | None:
            place = put.one(result.images[index], index, cancellation)
            state.saved.add(index)
            return place

        return work

    saved = Saved()
    for image, outcome in zip(result.images, run([job(index) for index in range(len(result.images))]), strict=True):
        if not isinstance(outcome, Exception):
            saved.paths.append(outcome)
        elif isinstance(outcome, (BrushworkError, OSError)):
            saved.paths.append(None)
            saved.failed.append((image, outcome))
        else:
            raise outcome
    if execution.page and any(saved.paths) and (result.story or (len(result.images) > 1 and put.local)):
        from brushwork_cli.output.page import write

        try:
            if put.local:
                saved.page = write(result, destination, put.folder, overwrite=execution.overwrite)
            else:
                saved.page = put.page(result, saved.paths)
        except Exception as error:  # the images are here, which is what was paid for
            streams.talk(tr("warning: the images are saved, but the page beside them is not: {error}", error=error))
    return saved
