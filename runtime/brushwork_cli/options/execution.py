"""The options of execution: dry run, waiting, the budget, and where images go."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import update_wrapper
from typing import TYPE_CHECKING, Any

import click

from brushwork_cli.options.budget import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_cli.options.budget import Limit
    from brushwork_runtime import AigcLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionOptions:
    """How a request is run and its images are saved; the request itself is `RequestOptions`."""

    output: str | None = None
    form: str | None = None
    quality: int | None = None
    overwrite: bool = False
    page: bool = True
    metadata: bool = False
    sidecar: bool = False
    ai_marking: bool = False
    aigc: tuple[str, str] | None = None
    preview: bool = True
    open: bool = False
    copy: bool = False
    copy_path: bool = False
    response: bool = False
    dry_run: bool = False
    wait: bool = True
    max_cost: Limit | None = None
    yes: bool = False

    @property
    def marking(self) -> bool | AigcLabel:
        """What the files are to say of how they were made, as `save` takes it."""
        if self.aigc is None:
            return self.ai_marking
        return {"ContentProducer": self.aigc[0], "ProduceID": self.aigc[1]}


_FILES: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "-o", "--output", metavar="OUT", type=click.Path(),
        help="A folder, a file name (.jpg, .webp are converted), a template such as out/{model}-{seed}-{i}.{ext}, "
        "a URL such as s3://bucket/cat.png, or - for the image itself on stdout (default: this folder).",
    ),
    click.option("--format", "form", metavar="FORMAT", help="Convert the images: jpeg, webp, png, avif, tiff or bmp."),
    click.option("--quality", type=int, metavar="N", help="Of jpeg, webp and avif, from 1 to 100."),
    click.option("--overwrite", is_flag=True, help="Replace files that exist."),
    click.option("--page/--no-page", default=True, help="A Markdown page beside several images (default: yes)."),
    click.option("--metadata", is_flag=True, help="Write prompt, model, seed and the like into the files."),
    click.option("--sidecar", is_flag=True, help="Write them beside the files as JSON."),
    click.option("--ai-marking", is_flag=True, help="Write into the files that a model made them (IPTC)."),
    click.option(
        "--aigc", nargs=2, metavar="PRODUCER ID",
        help="Write China's label of generated content, too; ID may hold fields, as {task_id}-{i}.",
    ),
    click.option("--preview/--no-preview", default=True, help="Show images if the terminal can."),
    click.option("--open", is_flag=True, help="Open the images in the viewer."),
    click.option("--copy", is_flag=True, help="Copy the image to the clipboard, or its path where that cannot be."),
    click.option("--copy-path", is_flag=True, help="Copy the paths to the clipboard."),
    click.option("--print-response", "response", is_flag=True, help="Print the response as JSON instead of the paths."),
)  # fmt: skip
_SENDING: tuple[Callable[[Any], Any], ...] = (
    click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing. Needs no key."),
    click.option("--wait/--no-wait", default=True, help="--no-wait: print the task's id and return."),
    click.option("--max-cost", type=Amount(), metavar="AMOUNT", help="Refuse to spend more, such as 0.50 or 2CNY."),
    click.option("--yes", is_flag=True, help="Send it regardless of --max-cost, without asking."),
)  # fmt: skip


def file_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options about files, as its argument `execution`."""
    return _collected(function, _FILES)


def execution_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options about sending and files, as its argument `execution`."""
    return _collected(function, (*_SENDING, *_FILES))


def _collected(function: Callable[..., Any], options: tuple[Callable[[Any], Any], ...]) -> Callable[..., Any]:
    names = [field.name for field in fields(ExecutionOptions)]

    def command(**given: Any) -> Any:
        found = {name: given.pop(name) for name in names if name in given}
        return function(execution=ExecutionOptions(**found), **given)

    wrapped: Callable[..., Any] = update_wrapper(command, function)
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped
