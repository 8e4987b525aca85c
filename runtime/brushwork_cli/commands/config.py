"""`brushwork config`: every setting with its origin, and a first configuration file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.exit_codes import FAILED
from brushwork_cli.options.budget import Amount
from brushwork_cli.options.common import Seconds, shared
from brushwork_cli.options.request import DEFAULT_MODEL
from brushwork_cli.session import current
from brushwork_cli.settings import editing
from brushwork_cli.settings.configuration import CLIENT, OWN
from brushwork_cli.settings.files import for_writing, project_file, user_file
from brushwork_cli.slips import Slip
from brushwork_runtime import later, nearest_names, redact, region_of, sentences, series, tr

if TYPE_CHECKING:
    from collections.abc import Collection

    from brushwork_cli.session import Session

TEMPLATE = """\
# Settings of the command brushwork. Keep it to yourself: chmod 600.
# Order: an option, else the profile of --profile, else the environment, else a project's brushwork.toml, else this.

default_profile = "intl"
# model = "wan2.6-t2i"        # what -m takes when it is not given
# output = "out/{model}-{id}-{i}.{ext}"
# max_cost = "0.50"           # as --max-cost
# history = false             # keep no list of what was made

[profiles.intl]
region = "ap-southeast-1"
# The key: brushwork login keeps it outside this file; or a command that prints it:
# api_key_command = "pass show dashscope/intl"    # run without a shell; its output is never shown

# [profiles.cn]
# region = "cn-beijing"
# api_key_command = ["security", "find-generic-password", "-s", "dashscope-cn", "-w"]

# [prices."wan2.6-t2i"]                           # your contract's price beats the list price
# intl = { amount = "0.03", currency = "USD" }
"""


_SHOWN = (*CLIENT[:1], "api_key_command", *CLIENT[1:], *OWN)


@click.group("config", invoke_without_command=True)
@click.pass_context
@shared
def config(context: click.Context) -> None:
    """Show every setting and where it comes from.

    A setting is taken from an option, else from the profile of --profile, else from BRUSHWORK_* and the vendor's
    variables, else from brushwork.toml of the project, else from your file.
    """
    if context.invoked_subcommand is None:
        _list(current())


@config.command("list")
@shared
def listing() -> None:
    """Show every setting and where it comes from, as config alone does."""
    _list(current())


def _list(session: Session) -> None:
    rows = list(_rows(session))
    if session.json:
        known = {name: {"value": value, "origin": origin} for name, value, origin in rows}
        streams.document({"settings": known, "files": _files()})
        return
    from brushwork_cli.output.table import show

    cells = [(name, value or "-", origin or "") for name, value, origin in rows]
    show(
        (later("setting"), later("value"), later("from")),
        cells,
        lambda head, _: {"setting": "name", "from": "faint"}.get(head),
    )


@config.command("get")
@click.argument("name")
@shared
def get(name: str) -> int:
    """Print the value of a setting; the exit code is 1 if it has none."""
    session = current()
    found = {row[0]: row[1:] for row in _rows(session)}
    if name not in found:
        raise _no_setting(name, found)
    value, origin = found[name]
    if session.json:
        streams.document({"name": name, "value": value, "origin": origin})
    elif value is not None:
        streams.data(value)
    return 0 if value is not None else FAILED


@config.command("set")
@click.argument("name")
@click.argument("value")
@shared
def put(name: str, value: str) -> None:
    """Keep a setting in your file; those of the connection in the profile of --profile, or the default one.

    \b
      brushwork config set model wan2.7-image
      brushwork config set region cn --profile cn
    """
    session = current()
    value = _checked(session, name, value)
    path, profile = editing.put(name, value, session.given.get("profile"))
    session = replace(session, given={"profile": session.given.get("profile")}, _configuration=None)
    if session.json:
        streams.document({"name": name, "value": value, "profile": profile, "path": str(path)})
        return
    where = f"{path}{f' [profiles.{profile}]' if profile else ''}"
    session.say(tr("{name} is {value} in {where}.", name=name, value=value, where=where))
    used = session.configuration.values.get(name)
    if used is not None and used.value != value:
        session.say(tr("{origin} comes before it: {value}.", origin=used.origin, value=used.value))


@config.command("unset")
@click.argument("name")
@shared
def unset(name: str) -> None:
    """Remove a setting from your file."""
    session = current()
    if name not in editing.SETTABLE:
        raise _no_setting(name, editing.SETTABLE)
    gone = editing.drop(name, session.given.get("profile"))
    if session.json:
        streams.document({"name": name, "removed": gone})
    else:
        told = tr("{name} is no longer set in {file}.", name=name, file=user_file())
        session.say(told if gone else tr("{name} was not set in {file}.", name=name, file=user_file()))


def _no_setting(name: str, known: Collection[str]) -> click.UsageError:
    near = nearest_names(name, known, 1)
    return Slip(
        sentences(
            tr("{name!r} is not a setting.", name=name), tr("Did you mean {name}?", name=near[0]) if near else None
        ),
        tr("Settings: {names}.", names=series(known)),
    )


def _checked(session: Session, name: str, value: str) -> str:
    """The value, if the setting takes it. Raises `click.UsageError`, `ConfigError`, `InvalidRequest`."""
    if name == "api_key":
        raise Slip(
            tr("A key on the command line stays in the history of the shell."), tr("brushwork login asks for it.")
        )
    if name not in editing.SETTABLE:
        raise _no_setting(name, editing.SETTABLE)
    if not value.strip() or not value.isprintable():
        raise click.UsageError(tr("{name} needs a value of printable characters; config unset removes it.", name=name))
    if name == "model":
        session.registry.table(value)
    elif name == "region":
        region_of(session.package.registry().api, value, "region=", None)
    elif name == "max_cost":
        Amount().convert(value, None, None)
    elif name == "timeout":
        Seconds().convert(value, None, None)
    elif name == "history" and value.lower() not in ("true", "false"):
        raise click.UsageError(tr("history is true or false."))
    return value


@config.command("path")
@shared
def path() -> None:
    """Print the path of your file, whether it exists or not."""
    _tell(user_file())


@config.command("init")
@click.option("--print", "shown", is_flag=True, help="Print it instead.")
@shared
def init(shown: bool) -> None:
    """Write a first configuration file that only you can read."""
    if shown:
        if current().json:
            streams.document({"template": TEMPLATE})
        else:
            streams.data(TEMPLATE.rstrip())
        return
    target = for_writing(user_file())
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.UsageError(
            tr("{file} exists; edit it, or compare it with: brushwork config init --print", file=target)
        ) from None
    with open(descriptor, "w", encoding="utf-8") as stream:
        stream.write(TEMPLATE)
    _tell(target)


def _tell(path: Path) -> None:
    if current().json:
        streams.document({"path": str(path)})
    else:
        streams.data(str(path))


def _rows(session: Session) -> list[tuple[str, str | None, str | None]]:
    """Name, value and origin of every setting; the key as people may see it."""
    configuration = session.configuration
    profile = configuration.profile
    rows: list[tuple[str, str | None, str | None]] = [
        ("profile", profile.value if profile else None, profile.origin if profile else None)
    ]
    with session.client() as client:
        settings = client.settings
    derived = {"region": settings.region, "base_url": settings.base_url}
    for name in (
        "api_key",
        "api_key_command",
        "region",
        "base_url",
        "workspace",
        "model",
        "output",
        "max_cost",
        "timeout",
        "history",
    ):
        found = configuration.values.get(name)
        if name == "max_cost" and found is not None:  # all limits hold
            values, origins = zip(*((each.value, each.origin) for each in configuration.limits), strict=True)
            rows.append((name, " and ".join(values), " and ".join(origins)))
        elif found is not None:
            value = redact.key(found.value) if name == "api_key" else found.value
            rows.append((name, derived.get(name) or value, found.origin))
        else:
            default = derived.get(name) or {"model": DEFAULT_MODEL, "history": "true"}.get(name)
            if name == "api_key" and "api_key_keyring" in configuration.values:
                rows.append((name, tr("kept in the keyring"), configuration.values["api_key_keyring"].origin))
                continue
            rows.append((name, default, tr("default") if default else None))
    return rows


def _files() -> dict[str, str | None]:
    project = project_file()
    user = user_file()
    return {"user": str(user) if Path(user).exists() else None, "project": str(project) if project else None}
