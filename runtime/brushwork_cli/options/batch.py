"""The options of `brushwork batch`: the input, what is made of its rows, the journal and the money."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brushwork_cli.completers import models
from brushwork_cli.options.budget import Amount
from brushwork_cli.options.values import split
from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_batch.expand import Expansion
    from brushwork_cli.options.budget import Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """The options as they were given, None or empty where they were not."""

    file: str
    journal: str | None = None
    model: str | None = None
    values: tuple[str, ...] = ()
    matrix: tuple[str, ...] = ()
    repeat: int = 1
    template: bool = False
    local_files: bool = False
    out: str | None = None
    budget: Limit | None = None
    unknown_price: bool = False
    resend: tuple[str, ...] = ()
    yes: bool = False

    @property
    def place(self) -> str:
        """The journal: the one that is named, FILE itself if it is one, else FILE.journal."""
        if self.journal is not None:
            return self.journal
        if self.file == "-":
            raise click.UsageError(tr("Rows from stdin need a journal: name it with --journal."))
        if self.is_journal:
            return self.file
        path = Path(self.file)
        return str(path.with_name(f"{path.absolute().name}.journal"))

    @property
    def is_journal(self) -> bool:
        """Whether FILE is the journal itself."""
        from brushwork_batch.databases import is_server

        return is_server(self.file) or Path(self.file).suffix == ".journal"

    def hold_rows(self) -> None:
        """Raise `UsageError` where FILE is a journal, and no rows can be read of it."""
        if self.is_journal:
            raise click.UsageError(tr("FILE is a journal, and it takes a file of rows. `resume` goes on without one."))

    def expansion(self, model: str | None) -> Expansion:
        """What is made of each row; `model` is for those that name none."""
        from brushwork_batch.expand import Expansion, values_of

        return Expansion(
            model=self.model or model,
            values=split(self.values, "--set"),
            matrix={name: values_of(value) for name, value in split(self.matrix, "--matrix").items()},
            repeat=self.repeat,
            template=self.template,
        )

    def destination(self) -> tuple[str, str | None]:
        """The folder of the pictures and the template of their names below it, None for the usual one."""
        from brushwork_batch.databases import is_server
        from brushwork_runtime import safe

        if self.out is None:
            rows = "batch" if self.file == "-" or self.is_journal else self.file
            path = Path(rows if is_server(self.place) else self.place)
            return str(path.with_name(f"{safe(Path(path.stem).stem)}-out")), None
        if "{" not in self.out:
            return self.out, None
        parts = Path(self.out).parts
        first = next(number for number, part in enumerate(parts) if "{" in part)
        return str(Path(*parts[:first])) if first else ".", str(Path(*parts[first:]))


_JOURNAL = (
    click.option("--journal", metavar="J", help="The journal, or postgresql://HOST/DATABASE; default: FILE.journal."),
)
_INPUT: tuple[Callable[[Any], Any], ...] = (
    click.option("-m", "--model", metavar="MODEL", shell_complete=models, help="Model of rows that name none."),
    click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="A value for all rows; may be repeated."),
    click.option("--matrix", multiple=True, metavar="NAME=A,B", help="Each row once for each value; may be repeated."),
    click.option("--repeat", type=click.IntRange(1), default=1, metavar="K", help="Each row K times."),
    click.option("--template", is_flag=True, help="{name} in a prompt is the row's value of that name."),
    click.option("--local-files", is_flag=True, help="Rows may name images outside the folder of FILE."),
)
_MONEY: tuple[Callable[[Any], Any], ...] = (
    click.option("--budget", type=Amount(), metavar="X", help="What may be spent in all, as 20 or 20USD."),
    click.option("--allow-unknown-price", "unknown_price", is_flag=True, help="Send what has no known price, too."),
)
_OUT: tuple[Callable[[Any], Any], ...] = (
    click.option("-o", "--out", metavar="OUT", help="Folder or template, as out/{key}-{i}.{ext}; default: FILE-out."),
)
_SENDING: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--resend", multiple=True, metavar="KEY", help="Send a job again that failed, or whose outcome is unknown."
    ),
    click.option("-y", "--yes", is_flag=True, help="Agree to any cost."),
)

LOOKING = _JOURNAL
WRITING = (*_JOURNAL, *_OUT)
PLANNING = (*_JOURNAL, *_INPUT, *_OUT, *_MONEY)
RESUMING = (*_JOURNAL, *_OUT, *_MONEY, *_SENDING)
RUNNING = (*_JOURNAL, *_INPUT, *_OUT, *_MONEY, *_SENDING)


def batch_options(*options: Callable[[Any], Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the argument FILE and these options, and hand them on as one `BatchOptions`."""

    def given(function: Callable[..., Any]) -> Callable[..., Any]:
        names = {each.name for each in fields(BatchOptions)}

        def called(**values: Any) -> Any:
            own = {name: values.pop(name) for name in list(values) if name in names}
            return function(BatchOptions(**own), **values)

        wrapped: Callable[..., Any] = update_wrapper(called, function)
        for option in reversed(options):
            wrapped = option(wrapped)
        return click.argument("file", metavar="FILE")(wrapped)

    return given
