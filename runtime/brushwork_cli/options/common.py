"""Options that every command has; they may precede the command or follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from brushwork_cli.completers import profiles, regions
from brushwork_cli.session import Session
from brushwork_runtime import tr

if TYPE_CHECKING:
    ParamType = click.ParamType[float]
else:
    ParamType = click.ParamType

if TYPE_CHECKING:
    from collections.abc import Callable

CallT = TypeVar("CallT", bound="Callable[..., Any]")


class Seconds(ParamType):
    """A positive number of seconds."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, finite and positive, or with `zero` not negative."""
        try:
            seconds = float(value)
        except (TypeError, ValueError):
            seconds = -1.0
        if not 0 <= seconds < float("inf"):
            self.fail(tr("{value!r} is not a number of seconds", value=value), param, ctx)
        return seconds


def _note(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep what is given on the command line; an option that is not given keeps its value from further left."""
    session = context.find_object(Session)
    if session is None or not value:
        return
    if parameter.name in ("as_json", "quiet"):
        setattr(session, {"as_json": "json"}.get(parameter.name, parameter.name), True)
    elif parameter.name in ("verbose", "timeout", "emulator"):
        setattr(session, parameter.name, value)
    else:
        session.given[parameter.name] = value


def _shared(*names: str, **attributes: Any) -> Callable[[CallT], CallT]:
    return click.option(*names, expose_value=False, callback=_note, **attributes)


_TALK: tuple[Callable[[Any], Any], ...] = (
    _shared("--json", "as_json", is_flag=True, help="Print one JSON object on stdout, for an error too."),
    _shared("-q", "--quiet", is_flag=True, help="No progress or messages, only errors."),
    _shared("-v", "--verbose", count=True, help="Show every request; -vv also shows the debug log."),
)
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    *_TALK,
    _shared("--emulator", is_flag=True, help="Use an emulator of its own: no key, no cost, no network."),
    _shared("--profile", metavar="NAME", shell_complete=profiles, help="A profile of the configuration file."),
    _shared("--region", metavar="REGION", shell_complete=regions, help="Region of the key, such as cn-beijing or cn."),
    _shared("--base-url", metavar="URL", help="Base URL of the API, such as that of `brushwork emulator`."),
    _shared("--workspace", metavar="ID", help="Workspace of the key."),
    _shared("--timeout", type=Seconds(), metavar="S", help="Seconds that the whole call may take."),
)


def shared(function: CallT) -> CallT:
    """Give a command the options that all have."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def talking(function: CallT) -> CallT:
    """Give a command that connects to nothing the options of what is printed."""
    for option in reversed(_TALK):
        function = option(function)
    return function
