"""`brushwork skill`: what agents that work in a shell need to know of this command."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.options.common import talking
from brushwork_cli.session import current
from brushwork_runtime import nearest_names, tr

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

NAME = "brushwork"
_FIRST = f"---\nname: {NAME}\n"
"""How the first file of the skill begins, by which an earlier one of this name is known as ours."""


@click.group("skill")
@talking
def skill() -> None:
    """Teach agents that have a shell to use this command.

    A skill is a folder of Markdown that an agent reads when it needs it (agentskills.io): check first, know the price,
    keep to the budget, read --json and exit codes, resume instead of paying twice; and a page for each model.

    \b
      brushwork skill install                            into .agents/skills of this folder
      brushwork skill install --to ~/.claude/skills
      brushwork skill print
      brushwork skill print wan2.7-image
    """


@skill.command("install")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".agents/skills"),
    show_default=True,
    metavar="DIR",
    help="The folder of the agent's skills.",
)
@talking
def install(to: Path) -> None:
    """Copy the skill to where an agent looks for it.

    An earlier version of it is replaced; another folder of that name is left alone. Prints the path.
    """
    session = current()
    target = Path(os.path.expanduser(to)) / NAME
    if target.exists() and not _is_ours(target):
        raise click.UsageError(tr("{folder} is there already, and is not this skill", folder=target))
    shutil.rmtree(target, ignore_errors=True)
    _copy(_source(), target)
    if session.json:
        streams.document({"path": str(target)})
    else:
        streams.data(str(target))


@skill.command("print")
@click.argument("page", required=False, metavar="[PAGE]")
@talking
def print_(page: str | None) -> None:
    """Print the skill, or one of its pages: models, errors, or a model by its id."""
    source = _source()
    pages = {path.name.removesuffix(".md"): path for path in source.joinpath("references").iterdir()}
    if page is None:
        path = source / "SKILL.md"
    else:
        name = page.replace("/", "_")
        if name not in pages:
            near = ", ".join(nearest_names(name, pages, 3)) or "models, errors"
            raise click.BadParameter(
                tr("{page!r} is not a page of the skill; similar names: {near}", page=page, near=near)
            )
        path = pages[name]
    text = path.read_text("utf-8")
    if current().json:
        streams.document({"page": path.name.removesuffix(".md"), "text": text})
    else:
        streams.data(text.rstrip("\n"))


def _source() -> Traversable:
    return current().package.files() / "skills" / NAME


def _copy(source: Traversable, target: Path) -> None:
    """Copy a folder, which may lie in an archive."""
    target.mkdir(parents=True)
    for each in source.iterdir():
        if each.is_dir():
            _copy(each, target / each.name)
        else:
            (target / each.name).write_bytes(each.read_bytes())


def _is_ours(folder: Path) -> bool:
    first = folder / "SKILL.md"
    return not folder.is_symlink() and first.is_file() and first.read_text("utf-8", "replace").startswith(_FIRST)
