"""One example per mode: the same call as Python, on the command line and as curl."""

from __future__ import annotations

import ast
import json
import shlex
from dataclasses import dataclass
from itertools import takewhile

from generator.check.request_body import request_body
from generator.docs.markdown import plain
from generator.docs.smallest_call import Call, smallest_call
from generator.ir import Example, Json, Mode, Model, Route, Spec, by_name
from generator.package.signatures import positional_inputs, prompt_is_positional
from generator.phrasing import ENGLISH, Locale

COMMANDS = {"generate": "gen", "edit": "edit", "sequence": "sequence", "interleave": "interleave"}
_FLAGS = {"size": "-s", "n": "-n", "seed": "--seed"}
_PUBLIC = "https://example.com/"
"""Where curl and models that take public addresses only look for a sample; the site puts its own address there."""
_SAMPLES = {
    "input1.png": "girl.png",
    "input2.png": "dress.png",
    "O1CN0157XGE51l6iL9441yX_!!6000000004770-49-tps-1104-1472.webp": "woman.jpg",
}
"""Sample pictures that stand for those that a document quotes under another name."""
_WIDTH = 100
_NARROW = 80
"""What a block of the site shows beside its two columns; options of a command break where they like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeExample:
    """A call in three languages, which `intro` begins; `poll` is the query of its task, where the route makes one.

    `settings` are the arguments of the client, a region where the default one does not offer the model.
    """

    intro: str
    settings: str
    python: str
    command: str
    curl: str
    poll: str


def mode_example(spec: Spec, model: Model, mode: Mode, t: Locale = ENGLISH) -> ModeExample:
    """An example of the specs for this mode, or the smallest call that the mode takes."""
    found = _known(spec, model, mode)
    call = found.call if found else smallest_call(spec, model, mode)
    way = (found.endpoint, found.protocol) if found else None
    route = next((each for each in mode.routes if (each.endpoint, each.protocol) == way), mode.routes[0])
    region = model.region_for(route, spec.api.default_region)
    ours = _with_samples(mode, call, public=False)
    public = _with_samples(mode, call, public=True)
    elsewhere = region != spec.api.default_region
    return ModeExample(
        intro=t.say("{title}, in Python:", title=plain(t.text(found.title))) if found else t.say("In Python:"),
        settings=f"region={_quoted(region)}" if elsewhere else "",
        python=python_call(model, mode, ours, _chosen(mode, route)),
        command=command_line(model, mode, ours, _chosen(mode, route) | ({"region": region} if elsewhere else {})),
        curl=curl(spec, region, route, request_body(model.id_in(region), mode, route, public)),
        poll=_poll(spec, region) if route.protocol == "async" else "",
    )


def _with_samples(mode: Mode, call: Call, *, public: bool) -> Call:
    """The call with sample pictures for the images that its document quotes: files, or addresses where need be."""

    def sample(image: Json, *, address: bool) -> Json:
        written = str(image)
        name = "painting.png" if written.startswith("data:") else written.rpartition("/")[2]
        return f"{_PUBLIC if address else ''}{_SAMPLES.get(name, name)}"

    shown = dict(call)
    for images in mode.inputs:
        given = call.get(images.name)
        address = public or images.accepts == ("url",)
        if isinstance(given, list):
            shown[images.name] = [sample(each, address=address) for each in given]
        elif given is not None:
            shown[images.name] = sample(given, address=address)
    return shown


def _chosen(mode: Mode, route: Route) -> dict[str, str]:
    """The argument that chooses a route which is not the best one."""
    if route == mode.routes[0]:
        return {}
    best = by_name(mode.routes).get(route.protocol) == route
    return {"protocol": route.protocol} if best else {"route": route.endpoint}


def python_call(model: Model, mode: Mode, call: Call, chosen: dict[str, str]) -> str:
    """The call as one Python statement, on one line where it fits."""
    first = "prompt" in call and prompt_is_positional(mode)
    arguments = [_quoted(str(call["prompt"]))] if first else []
    inputs = [images.name for images in positional_inputs(mode.inputs)]
    placed = list(takewhile(call.__contains__, inputs))
    arguments += [_python(call[name]) for name in placed]
    names = (name for name in call if name not in {*(("prompt",) if first else ()), *placed})
    arguments += [f"{name}={_python(call[name])}" for name in names]
    arguments += [f"{name}={_quoted(value)}" for name, value in chosen.items()]
    head = f"result = client.{model.identifier}.{mode.name}"
    line = f"{head}({', '.join(arguments)})"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{head}(", *(f"    {_folded(argument)}," for argument in arguments), ")"])


def _folded(argument: str) -> str:
    """A list of images that is too long for a line, an image on each."""
    if len(argument) <= _WIDTH or not argument.startswith("["):
        return argument
    items = "\n".join(f"        {_quoted(item)}," for item in ast.literal_eval(argument))
    return f"[\n{items}\n    ]"


def command_line(model: Model, mode: Mode, call: Call, chosen: dict[str, str]) -> str:
    """The call as a command of the shell."""
    prompt = f" {shlex.quote(str(call['prompt']))}" if "prompt" in call else ""
    parts = [f"brushwork {COMMANDS.get(mode.name, 'gen')}{prompt}", f"-m {model.id}"]
    parts += [] if mode.name in COMMANDS else [f"--mode {mode.name}"]
    names = [images.name for images in mode.inputs]
    for name in names:
        given = call.get(name, [])
        called = "" if len(names) == 1 else f"{name}="
        parts += [f"-i {shlex.quote(f'{called}{image}')}" for image in (given if isinstance(given, list) else [given])]
    for name, value in call.items():
        if name in _FLAGS:
            parts.append(f"{_FLAGS[name]} {shlex.quote(str(value))}")
        elif name not in {"prompt", *names}:
            parts.append(f"-p {shlex.quote(f'{name}={value if isinstance(value, str) else json.dumps(value)}')}")
    parts += [f"--{name} {value}" for name, value in chosen.items()]
    parts.append("-o out/")
    line = " ".join(parts)
    return line if len(line) <= _NARROW else " \\\n  ".join(parts)


def curl(spec: Spec, region: str, route: Route, body: dict[str, Json]) -> str:
    """The request as curl sends it to a region."""
    text = laid_out(body, "  ").replace("'", "'\\''")
    lines = [
        f"curl -sS '{_base(spec, region, route.base_path)}{route.path}'",
        '  -H "Authorization: Bearer $DASHSCOPE_API_KEY"',
        "  -H 'Content-Type: application/json'",
        *(f"  -H '{name}: {value}'" for name, value in route.sent_headers.items()),
        f"  -d '{text}'",
    ]
    return " \\\n".join(lines)


def laid_out(value: Json, indent: str) -> str:
    """JSON with everything on one line that fits there; `indent` stands before the lines that follow the first."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= _WIDTH or not isinstance(value, list | dict) or not value:
        return line
    deeper = indent + "  "
    if isinstance(value, list):
        inner = [laid_out(item, deeper) for item in value]
        ends = "[]"
    else:
        inner = [f"{json.dumps(key, ensure_ascii=False)}: {laid_out(item, deeper)}" for key, item in value.items()]
        ends = "{}"
    body = f",\n{deeper}".join(inner)
    return f"{ends[0]}\n{deeper}{body}\n{indent}{ends[1]}"


def _poll(spec: Spec, region: str) -> str:
    return f"curl -sS '{_base(spec, region)}/tasks/TASK_ID' -H \"Authorization: Bearer $DASHSCOPE_API_KEY\""


def _base(spec: Spec, region: str, base_path: str | None = None) -> str:
    (where,) = (each for each in spec.api.regions if each.id == region)
    return (where.host or where.workspace_host) + (base_path or spec.api.base_path)


def _known(spec: Spec, model: Model, mode: Mode) -> Example | None:
    """An example of the mode, one of its best route if there is one."""
    fits = spec.examples.get((model.id, mode.name), [])
    best = mode.routes[0].endpoint, mode.routes[0].protocol
    return next((e for e in fits if (e.endpoint, e.protocol) == best), next(iter(fits), None))


def _python(value: Json) -> str:
    match value:
        case str():
            return _quoted(value)
        case list():
            return f"[{', '.join(map(_python, value))}]"
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)}: {_python(item)}" for key, item in value.items()) + "}"
        case _:
            return repr(value)


def _quoted(text: str) -> str:
    """A text as formatters write it: in double quotes, unless it holds some and no single ones."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if "'" in text or '"' not in text else "'" + quoted[1:-1].replace('\\"', '"') + "'"
