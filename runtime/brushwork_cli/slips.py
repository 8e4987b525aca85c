"""Usual slips on the command line, and what was meant: a corrected command is worth more than a refusal."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

import click

from brushwork_cli.output.model_facts import is_past, priced_in
from brushwork_runtime import InvalidRequest, alternatives, later, nearest_names, redact, sentences, series, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from brushwork_cli.options.request import RequestOptions
    from brushwork_cli.session import Session
    from brushwork_runtime import Model, Violation

_MEANT = {
    **dict.fromkeys(("generate", "create", "make", "draw", "paint", "image", "imagine", "t2i", "run"), "gen"),
    **dict.fromkeys(("i2i", "modify", "change", "inpaint"), "edit"),
    **dict.fromkeys(("series", "storyboard"), "sequence"),
    **dict.fromkeys(("story", "tutorial"), "interleave"),
    **dict.fromkeys(("model", "list", "ls", "show", "schema"), "models"),
    **dict.fromkeys(("price", "prices", "estimate", "quote"), "cost"),
    **dict.fromkeys(("tasks", "wait", "cancel", "status"), "task"),
    **dict.fromkeys(("auth", "signin", "key", "init", "configure"), "login"),
    **dict.fromkeys(("settings", "set"), "config"),
    **dict.fromkeys(("check", "test", "ping"), "doctor"),
    **dict.fromkeys(("log", "last", "again"), "history"),
    **dict.fromkeys(("mock", "fake", "server"), "emulator"),
    **dict.fromkeys(("web", "ui", "playground", "try"), "serve"),
    **dict.fromkeys(("agent", "agents"), "mcp"),
    "version": "--version",
}
"""Names that people bring from elsewhere, and ours."""

IMAGES = ("reference_images", "reference_image", "images", "image")
"""Keys of a flat request under which images stand."""

_WORDS = frozenset({"model", "prompt", "mode", "size", "n", "seed", *IMAGES})
_MOST = 6
"""Models that a hint names, at most."""


class Slip(click.UsageError):
    """A command line that is wrong in a way that tells what was meant; `hint` says it."""

    def __init__(self, message: str, hint: str, ctx: click.Context | None = None) -> None:
        super().__init__(message, ctx)
        self.hint = hint


def command(arguments: Sequence[str], known: Iterable[str], context: click.Context) -> click.UsageError:
    """The error for arguments that begin with no command."""
    name, rest = arguments[0], list(arguments[1:])
    said = tr("No such command {name!r}.", name=name)
    if " " in name.strip():
        return Slip(sentences(said, tr("It looks like a prompt.")), _line("gen", *arguments), context)
    near = [_MEANT[name.lower()]] if name.lower() in _MEANT else nearest_names(name, known, 1)
    if near:
        return Slip(sentences(said, tr("Did you mean {name}?", name=near[0])), _line(near[0], *rest), context)
    return click.UsageError(said, ctx=context)


_OPTIONS = {
    "max_images": "-n N",
    "n": "-n N",
    "size": later("-s 1280*720, or -s 16:9"),
    "seed": "--seed SEED",
    "reference_images": "-i IMAGE",
    "prompt": later('"PROMPT", the argument in quotes'),
}
"""How what a request holds is written on the command line, where it is not -p."""


def option(error: click.NoSuchOption, session: Session) -> click.UsageError:
    """The error for an option that is a parameter, under its own name or that of another service or program."""
    if error.ctx is None or all(each.name != "parameter" for each in error.ctx.command.params):
        return error
    from brushwork_runtime import KNOBS_ELSEWHERE, NAMES_ELSEWHERE

    said = tr("No such option {name!r}.", name=error.option_name)
    name = error.option_name.lstrip("-").replace("-", "_").lower()
    ours = next((own for own, theirs in NAMES_ELSEWHERE.items() if name in theirs or name == own), None)
    known = {
        own.name for model in session.registry.tables() for mode in model.modes.values() for own in mode.parameters
    }
    if ours is None and name in KNOBS_ELSEWHERE and name not in known:
        nothing = tr("No model here has {name} or anything like it.", name=name)
        hint = tr("The parameters of each model: {command}", command="brushwork models show MODEL")
        return Slip(sentences(said, nothing), hint, error.ctx)
    if ours is None:
        options = {each.lstrip("-").replace("-", "_") for own in error.ctx.command.params for each in own.opts}
        ours = next((near for near in nearest_names(name, known | options, 1) if near not in options), None)
    if ours is None:
        return error
    meant = tr(_OPTIONS.get(ours, f"-p {ours}=VALUE"))
    return Slip(said, tr("It is {option}.", option=meant), error.ctx)


def unquoted(words: Sequence[str]) -> click.UsageError:
    """The error for a prompt of several words, or for images behind one -i."""
    context = click.get_current_context()
    name = context.info_name or "gen"
    images = [word for word in words[1:] if _is_image(word)]
    if images:
        again = " ".join(f"-i {shlex.quote(word)}" for word in images)
        told = tr("-i takes one image; {images} would be part of the prompt.", images=series(images))
        return Slip(told, tr("Repeat it: {options}", options=again))
    hint = _line(name, " ".join(words), "...") if context.params else _line(name, " ".join(words))
    return Slip(tr("The prompt is {count} arguments; put it in quotes.", count=len(words)), hint)


def _is_image(word: str) -> bool:
    return "://" in word or (os.path.splitext(word)[1] != "" and os.path.isfile(word))


def _line(name: str, *arguments: str) -> str:
    words = [word if word == "..." else _quoted(word) for word in arguments]
    return " ".join(["brushwork", name, *words])


def _quoted(word: str) -> str:
    """The word as a shell takes it, a prompt in double quotes as people write them."""
    plain = all(letter.isalnum() or letter in " .,:;-_/=*+@%" for letter in word)
    return f'"{word}"' if plain and " " in word else shlex.quote(word)


def misspelt(request: Mapping[str, object]) -> None:
    """Refuse a flat request that lacks model or prompt and has a key that is nearly that. Raises `InvalidRequest`."""
    if "input" in request:
        return
    lacking = [name for name in ("model", "prompt") if name not in request]
    meant = {name: near for name in request if name not in _WORDS and (near := _nearly(name, lacking)) is not None}
    if meant:
        told = tr("; ").join(
            tr("{name!r} is not a key of a request, did you mean {near}?", name=name, near=near)
            for name, near in meant.items()
        )
        raise InvalidRequest(tr("flat request: {told}", told=told))


def _nearly(name: str, lacking: Iterable[str]) -> str | None:
    """Which of `lacking` a key is a misspelling of."""
    return next((near for near in nearest_names(name, _WORDS, 3) if near in lacking), None)


def explained(error: InvalidRequest, session: Session, options: RequestOptions, mode: str | None) -> InvalidRequest:
    """The same error with a hint of the command line, where it is a usual slip."""
    of = {violation.argument for violation in error.violations}
    wrong = [violation for violation in error.violations if violation.argument == "mode"]
    if wrong and isinstance(wrong[0].value, str):
        return _with(error, who(session, wrong[0].value))
    if "n" in of and mode == "sequence" and options.n is None:
        return _with(error, tr("-n 4 makes at most 4 images; each that is made is billed."))
    if not options.image and "reference_images" in of and options.request is None and options.file is None:
        hint = tr("Name each image to work on with -i: {command}", command=_again(options, mode))
        return _with(error, hint, alone=len(of) == 1)
    if meant := [each for violation in error.violations for each in _sizes(violation)]:
        return _with(error, tr("It is {option}.", option=alternatives(meant)))
    if options.image and mode is None and of.intersection(IMAGES) and _takes_no_images(session, options):
        return _with(error, who(session, "edit"))
    return error


def _sizes(violation: Violation) -> Iterator[str]:
    """The options that a width and a height given apart stand for."""
    if violation.parameter == "width":
        if isinstance(violation.nearest, str) and "*" in violation.nearest:
            yield f"-s {violation.nearest}"
        if exactly := re.search(r"output_size=\((\d+), (\d+)\)", violation.message):
            yield "--output-size {}x{}".format(*exactly.groups())


def _takes_no_images(session: Session, options: RequestOptions) -> bool:
    """Whether the model takes none: in the mode that is asked for, else in any."""
    if options.model is None or options.model not in session.registry:
        return False
    modes = session.registry.table(options.model).modes
    return not any(each.inputs for name, each in modes.items() if options.mode in (None, name))


def _again(options: RequestOptions, mode: str | None) -> str:
    model = ("-m", options.model) if options.model else ()
    return _line(mode or "gen", options.prompt or "make it night", *model, "-i", "room.jpg")


def _with(error: InvalidRequest, hint: str, *, alone: bool = False) -> InvalidRequest:
    if alone:  # who accepts a request without an image is no help to someone who forgot the image
        first = error.message.partition("\n")[0]
        return InvalidRequest(first, violations=error.violations, hint=hint)
    error.hint = f"{hint}\n{error.hint}" if error.hint else hint
    return error


def unknown_model(error: InvalidRequest, session: Session) -> InvalidRequest:
    """The same error; one about a model that is not known names those whose names begin alike, the nearest first."""
    violation = error.violations[0] if error.violations else None
    if violation is None or violation.parameter != "model" or not isinstance(violation.value, str):
        return error
    name = violation.value
    ids = [model.id for model in session.registry.tables() if not is_past(model)]
    version = _version(name)

    def far(each: str) -> tuple[int, float]:
        return -_alike(each.lower(), name.lower()), abs((_version(each) or 0) - (version or 0))

    alike = [each for each in sorted(ids, key=far) if -far(each)[0] >= _ALIKE]
    close = nearest_names(name, ids, 3)
    near = list(dict.fromkeys([*alike, *close] if version is not None else [*close, *alike]))[:_MOST]
    hint = tr("All of them: {command}", command="brushwork models")
    if near:
        hint = sentences(tr("Did you mean {name}?", name=alternatives(near)), hint)
    told = tr("model is {name}, which is not known here.", name=redact.value(name, 80))
    return InvalidRequest(told, violations=error.violations, hint=hint)


def _alike(one: str, other: str) -> int:
    """How many letters two names begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _version(name: str) -> float | None:
    """The first number of a model's name, as 2.7 of wan2.7-image."""
    found = re.search(r"\d+(?:\.\d+)?", name)
    return float(found[0]) if found else None


_ALIKE = 4
"""Letters that names begin with alike, to be taken for versions of one model."""


def who(session: Session, mode: str) -> str:
    """Which models have a mode, those that one can call today."""
    found = [model for model in session.registry.tables() if mode in model.modes and not is_past(model)]
    if not found:
        modes = dict.fromkeys(name for model in session.registry.tables() for name in model.modes)
        near = nearest_names(mode, modes, 1)
        if near:
            return tr("Did you mean {name}?", name="--mode " + near[0])
        return tr("The modes of each model: brushwork models show MODEL")
    region = priced_in(session, None)
    ready = [model for model in found if not model.activation and (not model.regions or region in model.regions)]
    names = alternatives([model.id for model in _newest(ready or found)[:_MOST]])
    told = tr("Models with {mode}: {names}.", mode=mode, names=names)
    if len(found) <= _MOST:
        return told
    return sentences(told, tr("All of them: {command}", command="brushwork models list --mode " + mode))


def _newest(models: Sequence[Model]) -> list[Model]:
    """One model of each family first, as their order in the catalogue is that of the families."""
    seen = dict[str, int]()

    def place(model: Model) -> int:
        seen[model.family] = seen.get(model.family, -1) + 1
        return seen[model.family]

    return [model for _, model in sorted(((place(model), model) for model in models), key=lambda pair: pair[0])]
