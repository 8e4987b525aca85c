"""`name=value` on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Iterable


def split(texts: Iterable[str], hint: str = "-p") -> dict[str, str]:
    """`name=value` texts as a mapping. Raises `click.BadParameter` for one without "=" or a name that comes twice."""
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(tr("{text!r} is not of the form name=value", text=text), param_hint=hint)
        if name.strip() in found:
            raise click.BadParameter(tr("{name!r} is given twice", name=name.strip()), param_hint=hint)
        found[name.strip()] = value
    return found
