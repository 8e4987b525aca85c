"""A request as written on the command line, and as the flat request that the client accepts."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import update_wrapper
from typing import TYPE_CHECKING, Any

import click

from brushwork_cli import slips
from brushwork_cli.completers import images, models, modes, parameters, sizes
from brushwork_cli.options.values import split
from brushwork_runtime import fields as mapping, read_text, reason_of, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from brushwork_cli.session import Session
    from brushwork_runtime import Model, Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOptions:
    """The options of a request, None or empty where they are not given."""

    prompt: str | None
    model: str | None
    mode: str | None
    image: tuple[str, ...]
    size: str | None
    output_size: str | None
    n: int | None
    seed: int | None
    parameter: tuple[str, ...]
    request: str | None
    file: str | None
    curl: str | None
    asynchronous: bool
    protocol: str | None
    route: str | None
    compat: bool
    fit: bool
    inline: bool
    local_files: bool


DEFAULT_MODEL = "wan2.6-t2i"
"""The model where nothing names one, as in the guides' script."""

DEFAULTS = {
    "generate": DEFAULT_MODEL,
    "edit": "wan2.6-image",
    "interleave": "wan2.6-image",
    "sequence": "wan2.7-image",
}
"""The same by mode: the script's own for images, and the cheapest that makes a sequence."""

_LARGEST = 1 << 28
"""Bytes of a request's file; images as data: URIs take the most of it."""

_NO_PARAMETERS = frozenset({"fit", "inline", "local_files", "on_unsupported", "request", "self", "timeout", "validate"})
"""Arguments of `Client.prepare`: not for -p."""

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.argument("prompt", nargs=-1, metavar="[PROMPT]"),
    click.option("-m", "--model", metavar="MODEL", shell_complete=models, help="The model; see: brushwork models."),
    click.option("--mode", metavar="MODE", shell_complete=modes, help="The mode; else it follows from the request."),
    click.option(
        "-i", "--image", multiple=True, metavar="IMAGE", type=click.Path(), shell_complete=images,
        help="An image: path, URL, data: or oss://. Repeat for image 2, 3, ... NAME=IMAGE is for the input NAME.",
    ),
    click.option("-s", "--size", metavar="SIZE", shell_complete=sizes, help="1280*720, 1280x720, 16:9 or 2K."),
    click.option(
        "--output-size", metavar="WxH",
        help="Pictures of exactly this size: cropped and scaled from the nearest that the model makes.",
    ),
    click.option("-n", type=int, metavar="N", help="How many images (default: 1). Each is billed."),
    click.option("--seed", type=int, metavar="SEED", help="The same seed makes similar images."),
    click.option(
        "-p", "--parameter", multiple=True, metavar="NAME=VALUE", shell_complete=parameters,
        help="Any other parameter of the model, such as -p prompt_extend=false. Lists and objects are JSON.",
    ),
    click.option("--request", metavar="JSON", help="A flat request as in the guides; options override it."),
    click.option("--file", metavar="FILE", type=click.Path(), help="The same from a file, or from stdin with -."),
    click.option("--curl", metavar="FILE", type=click.Path(), help="A curl command, from a file or from stdin with -."),
    click.option("--async", "asynchronous", is_flag=True, help="Run as a task, which can be resumed by its id."),
    click.option("--protocol", type=click.Choice(["sync", "async", "stream"]), help="The route (default: the best)."),
    click.option("--route", metavar="ENDPOINT", help="Where to send it, where a model has several endpoints."),
    click.option("--compat", is_flag=True, help="Warn about parameters the model does not accept and leave them out."),
    click.option("--fit", is_flag=True, help="Turn, flatten, convert and scale images until the model takes them."),
    click.option("--inline", is_flag=True, help="Send local images within the request instead of uploading them."),
    click.option("--local-files", is_flag=True, help="Allow the request of --file to name local images."),
)  # fmt: skip


def request_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a request, as its argument `options`."""
    names = [field.name for field in fields(RequestOptions) if field.name != "prompt"]

    def command(**given: Any) -> Any:
        words: tuple[str, ...] = given.pop("prompt")
        if len(words) > 1:
            raise slips.unquoted(words)
        options = RequestOptions(prompt=words[0] if words else None, **{name: given.pop(name) for name in names})
        return function(options=options, **given)

    wrapped: Callable[..., Any] = update_wrapper(command, function)
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def flat(
    options: RequestOptions, session: Session, mode: str | None = None, stand_in: str | None = None
) -> tuple[dict[str, object], dict[str, object]]:
    """The flat request of --request or --file, and what the other options say, which takes precedence.

    `stand_in` is the prompt where one is needed and none is given.
    Raises `click.UsageError` where model or prompt is missing, `InvalidRequest`.
    """
    found, given = _given(options, session), dict[str, object]()
    if mode is not None and options.mode not in (None, mode):
        raise click.UsageError(
            tr("The command is for the mode {mode!r}; use 'gen' with --mode {other}.", mode=mode, other=options.mode)
        )
    mode = mode or options.mode
    slips.misspelt(found)
    model = options.model or found.get("model") or _default(session, options, found, mode)
    given["model"] = model
    prompt = _prompt(options, session)
    if prompt is not None:
        given["prompt"] = prompt
    elif found.get("prompt") is None and "input" not in found and _needs_prompt(session.registry, str(model), mode):
        if stand_in is None:
            raise click.UsageError(tr("Missing argument 'PROMPT', in quotes, or - for stdin."))
        given["prompt"] = stand_in
    given |= _options(options, session.registry, str(model))
    if mode is not None:
        given["mode"] = mode
    return found, given


def _default(session: Session, options: RequestOptions, found: Mapping[str, object], mode: str | None) -> str:
    """The model where nothing names one: the configured one if it has the mode, else that of the mode.

    Raises `click.UsageError` where several could be meant.
    """
    configured = session.configuration["model"]
    images = options.image or any(found.get(name) for name in slips.IMAGES)
    wanted = mode or _text(found.get("mode")) or ("edit" if images else "generate")
    registry = session.registry
    if configured is not None and (configured not in registry or _can(registry.table(configured), wanted)):
        return configured  # one that is not known is refused with the nearest names
    usual = DEFAULTS.get(wanted, DEFAULT_MODEL)
    able = [model.id for model in registry.tables() if _can(model, wanted)]
    chosen = usual if usual in able else able[0] if len(able) == 1 else None
    if chosen is None:
        raise slips.Slip(tr("Missing option {param_hint}.", param_hint="'-m' / '--model'"), slips.who(session, wanted))
    if configured is not None:
        told = tr(
            "{configured}, the configured model, has no {mode}; taking {chosen}",
            configured=configured,
            mode=wanted,
            chosen=chosen,
        )
        session.say(told)
    return chosen


def _can(model: Model, mode: str) -> bool:
    return mode in model.modes or (mode == "edit" and any(each.inputs for each in model.modes.values()))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _options(options: RequestOptions, registry: Registry, model: str) -> dict[str, object]:
    """What the options other than model and prompt say."""
    from brushwork_runtime import typed  # not for `--help`: it loads the rules

    given: dict[str, object] = {name: getattr(options, name) for name in ("size", "output_size", "n", "seed")}
    if options.image:
        given |= _images(options.image, registry.table(model))
    for name, value in split(options.parameter).items():
        if given.get(name) is not None:
            raise click.UsageError(tr("{name!r} is given both as an option and with -p.", name=name))
        if name in _NO_PARAMETERS:
            raise click.BadParameter(tr("{name!r} is not a parameter of a model", name=name), param_hint="-p")
        given[name] = typed(registry.table(model), name, value)
    given["protocol"] = "async" if options.asynchronous else options.protocol
    given["route"] = options.route
    given["fit"] = options.fit or None
    given["inline"] = options.inline or None
    return {name: value for name, value in given.items() if value is not None}


def _images(texts: Iterable[str], model: Model) -> dict[str, list[str]]:
    """Images by the input that they name, or as reference images, which fill the inputs in their order."""
    inputs = {limits.name for mode in model.modes.values() for limits in mode.inputs}
    found: dict[str, list[str]] = {}
    for text in texts:
        name, sign, image = text.partition("=")
        named = bool(sign) and name in inputs
        found.setdefault(name if named else "reference_images", []).append(image if named else text)
    return found


def _needs_prompt(registry: Registry, model: str, mode: str | None) -> bool:
    """Whether every mode that may be meant takes a prompt that must be there; what is not known is refused later."""
    if model not in registry:
        return True
    modes = registry.table(model).modes
    meant = [modes[mode]] if mode is not None and mode in modes else list(modes.values())
    return all(each.prompt is not None and each.prompt.required for each in meant)


def _prompt(options: RequestOptions, session: Session) -> str | None:
    if options.prompt != "-":
        return options.prompt
    if "-" in (options.file, options.curl):
        raise click.UsageError(tr("stdin can be read only once: PROMPT and --file cannot both be '-'."))
    return session.stdin().strip()


def _given(options: RequestOptions, session: Session) -> dict[str, object]:
    """The flat request of --request or --file, empty without them."""
    if options.request is not None and options.file is not None:
        raise click.UsageError(tr("--request and --file exclude each other; give one of them."))
    if options.curl is not None:
        if options.request is not None or options.file is not None:
            raise click.UsageError(tr("--curl, --request and --file exclude each other; give one of them."))
        from brushwork_cli.options.pasted import pasted

        command = pasted(read(options.curl, "--curl", session))
        protocol = {"protocol": command.protocol} if command.protocol else {}
        return {**command.body, **protocol}
    if options.request is not None:
        return _object(options.request, "--request")
    if options.file is None:
        return {}
    return _object(read(options.file, "--file", session), f"--file {options.file}")


def read(path: str, option: str, session: Session) -> str:
    """The text of a file, or of stdin for "-"."""
    if path == "-":
        return session.stdin()
    try:
        return read_text(path, _LARGEST)
    except (OSError, ValueError) as error:
        why = reason_of(error) if isinstance(error, OSError) else error
        raise click.BadParameter(f"{path!r}: {why}", param_hint=option) from error


def _object(text: str, where: str) -> dict[str, object]:
    try:
        found = mapping(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise click.UsageError(tr("{where} is not valid JSON: {error}", where=where, error=reason_of(error))) from error
    if found is None:
        example = '{"model": "wan2.6-t2i", "prompt": "a cat"}'
        raise click.UsageError(
            tr("{where} is not a JSON object; it looks like {example}", where=where, example=example)
        )
    return {str(name): value for name, value in found.items()}
