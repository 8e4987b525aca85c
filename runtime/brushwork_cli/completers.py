"""Shell completion. No error in here may disturb the line that is being typed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from brushwork_runtime import BrushworkError, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    from brushwork_cli.session import Session
    from brushwork_runtime import Mode, Parameter, Registry

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _completer(offers: Callable[[click.Context, Session], Iterable[tuple[str, str]]]) -> Completer:
    """A completer of the words, each with its meaning, that begin as the one at the cursor."""

    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        with suppress(Exception):
            from brushwork_cli.session import Session

            session = context.find_object(Session)
            if session is not None:
                session.quiet = True
                found = offers(context, session)
                return [CompletionItem(word, help=text) for word, text in found if word.startswith(incomplete)]
        return []

    return complete


def _models(_: click.Context, session: Session) -> Iterable[tuple[str, str]]:
    for model in session.package.registry().tables():
        retires = model.lifecycle.retires if model.lifecycle else None
        yield (
            model.id,
            tr("announced to retire on {retires}: {summary}", retires=retires, summary=model.summary)
            if retires
            else model.summary,
        )
        yield from (
            (name, tr("{id} in {region}", id=model.id, region=region))
            for region, name in model.ids.items()
            if name != model.id
        )
        yield from ((snapshot, tr("{id} of a date", id=model.id)) for snapshot in model.snapshots)


def _regions(_: click.Context, session: Session) -> Iterable[tuple[str, str]]:
    for region in session.package.registry().api.regions:
        yield from ((name, region.host or region.workspace_host) for name in (region.id, *region.aliases))


def _profiles(_: click.Context, session: Session) -> Iterable[tuple[str, str]]:
    return ((name, "") for name in session.configuration.profiles)


def _sizes(context: click.Context, session: Session) -> Iterable[tuple[str, str]]:
    from brushwork_runtime import Size

    seen: dict[str, str] = {}
    for mode in _modes(context, session):
        for parameter in mode.parameters:
            if isinstance(parameter, Size):
                seen |= {name: f"{width}*{height}" for name, (width, height) in parameter.presets.items()}
                seen |= {name: f"{width}*{height}" for name, (width, height) in parameter.ratios.items()}
                seen |= {f"{width}*{height}": "recommended" for width, height in parameter.recommended}
    return seen.items()


def _mode_names(context: click.Context, session: Session) -> Iterable[tuple[str, str]]:
    return {mode.name: "" for mode in _modes(context, session)}.items()


def _images(context: click.Context, session: Session) -> Iterable[tuple[str, str]]:
    return {f"{limits.name}=": "" for mode in _modes(context, session) for limits in mode.inputs}.items()


def _parameters(context: click.Context, session: Session) -> Iterable[tuple[str, str]]:
    """`name=value` where the values are few, `name=` where they are not."""
    seen: dict[str, str] = {}
    for mode in _modes(context, session):
        for parameter in mode.parameters:
            words = _values(parameter)
            seen |= {f"{parameter.name}={word}": parameter.kind for word in words or ("",)}
    return seen.items()


def _values(parameter: Parameter) -> tuple[str, ...]:
    from brushwork_runtime import Boolean, Choice, Constant

    if isinstance(parameter, Boolean) or (isinstance(parameter, Constant) and isinstance(parameter.value, bool)):
        return ("true", "false")
    return tuple(map(str, parameter.choices)) if isinstance(parameter, Choice) else ()


def _modes(context: click.Context, session: Session) -> list[Mode]:
    """The modes of the given model, or of all models if none is given yet, limited to those of the command."""
    registry: Registry = session.package.registry()
    name: object = context.params.get("model")
    with suppress(BrushworkError):  # a file of settings that is not in order
        name = name or session.configuration["model"]
    tables = [registry.table(name)] if isinstance(name, str) and name in registry else list(registry.tables())
    wanted = context.info_name if context.info_name in ("edit", "sequence", "interleave") else None
    wanted = wanted or context.params.get("mode")
    return [mode for model in tables for mode in model.modes.values() if wanted in (None, mode.name)]


models = _completer(_models)
regions = _completer(_regions)
profiles = _completer(_profiles)
sizes = _completer(_sizes)
modes = _completer(_mode_names)
images = _completer(_images)
parameters = _completer(_parameters)
