"""The catalogue of messages: `make messages` takes what code says into the .po file, and compiles it.

English is the source: what stands in a call of `tr` or `later`, in double brackets on a page of HTML, and the help of
the commands. Translations stay with what they translate; those of messages that nobody says any more go.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from brushwork_cli.group import SECTIONS, make
from brushwork_cli.output.help import explained, paragraphs
from brushwork_runtime.base import language

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "runtime"
SOURCE = ROOT / "runtime/brushwork_runtime/locale/zh/LC_MESSAGES/brushwork.po"
COMPILED = SOURCE.with_suffix(".mo")


def said() -> dict[str, list[tuple[str, int]]]:
    """Every message of the code, with the files that say it."""
    found: dict[str, list[tuple[str, int]]] = {}
    for file in sorted(CODE.rglob("*.py")):
        place = (file.relative_to(ROOT).as_posix(), 0)
        for message in literals(file):
            if place not in found.setdefault(message, []):
                found[message].append(place)
    for page in sorted(CODE.rglob("*.html")):
        for phrase in re.findall(r"\[\[(.+?)\]\]", page.read_text("utf-8"), re.DOTALL):
            found.setdefault(" ".join(phrase.split()), [(page.relative_to(ROOT).as_posix(), 0)])
    for command in commands():
        module = getattr(inspect.unwrap(command.callback), "__module__", "") if command.callback else ""
        for text in (command.help, command.epilog, *(getattr(each, "help", None) for each in command.params)):
            for paragraph in filter(None, map(explained, paragraphs(text or ""))):
                found.setdefault(paragraph, [(f"runtime/{module.replace('.', '/')}.py", 0)])
    for title, lines in SECTIONS.items():
        for text in (title, *(line for _, line in lines.values())):
            found.setdefault(text, [("runtime/brushwork_cli/group.py", 0)])
    return found


def literals(file: Path) -> Iterator[str]:
    """What a module says by `tr` or `later`, within other texts too, where readers of tokens see nothing."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "later"):
            (text,) = node.args
            if isinstance(text, ast.Constant):
                assert isinstance(text.value, str), text.value
                yield text.value


def commands() -> Iterator[click.Command]:
    """Every command of the command line, in English."""
    language.speak("en")
    try:
        waiting: list[click.Command] = [make("0")]
        for command in waiting:
            yield command
            if isinstance(command, click.Group):
                context = click.Context(command)
                waiting += filter(None, (command.get_command(context, name) for name in command.list_commands(context)))
    finally:
        language.speak(None)


def catalogue() -> Catalog:
    """The catalogue as it is in the .po file."""
    with SOURCE.open("rb") as file:
        return read_po(file, locale="zh")


def entries(catalog: Catalog) -> Iterator[Message]:
    """Every message of a catalogue but its head."""
    return (message for message in catalog if message.id)


def updated(old: Catalog) -> Catalog:
    """A catalogue of what code says now, each with the translation that it had."""
    new = Catalog(locale="zh", charset="utf-8", fuzzy=False)
    new.creation_date = new.revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # nothing changes where no text did
    for text, places in sorted(said().items(), key=lambda item: (item[1][0], item[0].lower())):
        known = old.get(text)
        new.add(text, known.string if known else "", locations=sorted(places), flags=known.flags if known else ())
    return new


def main() -> None:
    """Bring both files up to date."""
    new = updated(catalogue() if SOURCE.exists() else Catalog(locale="zh"))
    SOURCE.parent.mkdir(parents=True, exist_ok=True)
    with SOURCE.open("wb") as file:
        write_po(file, new, width=120, omit_header=True, include_lineno=False)
    with COMPILED.open("wb") as file:
        write_mo(file, new)
    lacking = [str(message.id) for message in entries(new) if not message.string]
    print(f"{len(said())} messages, {len(lacking)} without a translation", *lacking, sep="\n  ")  # noqa: T201


if __name__ == "__main__":
    main()
