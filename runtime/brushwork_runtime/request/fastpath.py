"""The short way for the ordinary request: one loop over a plan that is made once per mode and route from the tables.

It writes the JSON that the full checks would lead to, or gives None, and then they do the work. So it need not know
what is wrong or which way out there is, and the ordinary request costs little more than writing its dict by hand.
"""

from __future__ import annotations

from json.encoder import encode_basestring_ascii as quote
from typing import TYPE_CHECKING, Any

from brushwork_runtime.checks.text import CHARACTERS_PER_TOKEN
from brushwork_runtime.request.body import place
from brushwork_runtime.request.encode import encode
from brushwork_runtime.request.fastchecks import HARMLESS, LISTS, fast_check, plain_text
from brushwork_runtime.spec import Constant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime.request.fastchecks import Check
    from brushwork_runtime.spec import Json, Mode, Parameter, Prompt, Route

    Step = tuple[str, str, Check | None, str | None]


class Plan:
    """What the short way needs to know of a mode and a route.

    A step is a parameter's name, the name as JSON with its colon, the check (None for what the mode always sends), and
    the JSON that goes out where nothing is given. `lists` are parameters with an entry per reference image, `related`
    those that other rules speak of. `longest` is the longest prompt that no document says anything about.
    """

    __slots__ = (
        "arguments",
        "in_input",
        "in_parameters",
        "least",
        "lists",
        "longest",
        "most",
        "payload",
        "related",
        "send",
        "text_first",
    )

    def __init__(self, mode: Mode, route: Route) -> None:
        of_input = [parameter for parameter in mode.parameters if place(parameter, route) == "input"]
        self.in_input = tuple(map(_step, of_input))
        self.in_parameters = tuple(_step(parameter) for parameter in mode.parameters if parameter not in of_input)
        self.arguments = sum(not isinstance(parameter, Constant) for parameter in mode.parameters)
        self.least, self.most = (mode.images.minimum, mode.images.maximum) if mode.images else (0, 0)
        self.payload = route.payload
        self.text_first = route.content[:1] != ("images",)
        self.send = tuple(f"{quote(name)}: {_json(value)}" for name, value in route.send.items())
        per_image = [rule for rule in mode.rules if rule.kind == "length_equals" and rule.to == "reference_images"]
        self.lists = tuple(rule.of for rule in per_image)
        self.related = tuple({rule.of for rule in mode.rules if rule not in per_image})
        self.longest = _longest(route.prompt or mode.prompt) if _plannable(mode, route) else -1


def _step(parameter: Parameter) -> Step:
    constant = isinstance(parameter, Constant)
    always = parameter.value if isinstance(parameter, Constant) else parameter.send
    otherwise = None if always is None else _json(always)
    check = None if constant else fast_check(parameter)
    return parameter.name, f"{quote(parameter.name)}: ", check, "" if parameter.required else otherwise


def _json(value: Json) -> str:
    return encode(value).decode("ascii")


def _plannable(mode: Mode, route: Route) -> bool:
    """Whether rules speak only of parameters that go out only when they are given, and no document denies the route."""
    optional = {own.name for own in mode.parameters if own.send is None and not isinstance(own, Constant)}
    return optional.issuperset(rule.of for rule in mode.rules) and not route.disputes


def _longest(limits: Prompt) -> int:
    claims = [(dispute.field, dispute.value) for dispute in limits.disputes if dispute.field not in HARMLESS]
    claims += [("max_characters", limits.max_characters), ("max_tokens", limits.max_tokens)]
    longest = 10**9
    for field, value in claims:
        if isinstance(value, int):
            longest = min(longest, value * CHARACTERS_PER_TOKEN if field == "max_tokens" else value)
    return longest


def attempt(plan: Plan, model_id: str, prompt: object, images: Any, values: Mapping[str, Any]) -> bytes | None:
    """The JSON of a request that is right beyond doubt, else None."""
    input_ = _input(plan, prompt, images)
    if input_ is None or len(values) != plan.arguments:
        return None
    for name in plan.lists:
        entries = values.get(name)
        if entries is not None and (type(entries) not in LISTS or len(entries) != len(images)):
            return None
    for name in plan.related:
        if values.get(name) is not None:
            return None
    try:
        if plan.in_input and not _fields(plan.in_input, values, input_):
            return None
        parameters: list[str] = []
        if not _fields(plan.in_parameters, values, parameters):
            return None
    except KeyError:  # a name that the mode does not have, in the place of one that it has
        return None
    parameters += plan.send
    rest = f', "parameters": {{{", ".join(parameters)}}}' if parameters else ""
    return f'{{"model": {quote(model_id)}, "input": {{{", ".join(input_)}}}{rest}}}'.encode("ascii")


def _input(plan: Plan, prompt: object, images: Any) -> list[str] | None:
    """The fields of `input` that hold prompt and images."""
    if type(prompt) is not str or len(prompt) > plan.longest or not plain_text(prompt):
        return None
    if type(images) not in LISTS or not plan.least <= len(images) <= plan.most:
        return None
    found: list[str] = []
    for image in images:
        if type(image) is not str or image[:8] != "https://" or not image.isprintable() or " " in image:
            return None
        if image[8:9] in ("", "/"):  # no host
            return None
        found.append(quote(image))
    if plan.payload == "messages":
        content = [f'{{"image": {image}}}' for image in found]
        content.insert(0 if plan.text_first else len(content), f'{{"text": {quote(prompt)}}}')
        return [f'"messages": [{{"role": "user", "content": [{", ".join(content)}]}}]']
    if plan.payload == "prompt":
        return None if found else [f'"prompt": {quote(prompt)}']
    return [f'"prompt": {quote(prompt)}', f'"images": [{", ".join(found)}]']


def _fields(steps: tuple[Step, ...], values: Mapping[str, object], into: list[str]) -> bool:
    """Write the fields of the steps; False where one must be looked at closer."""
    for name, head, check, otherwise in steps:
        value = None if check is None else values[name]
        if value is None:
            if otherwise is None:
                continue
            if not otherwise:  # it is required
                return False
            into.append(head + otherwise)
        else:
            found = check(value)  # type: ignore[misc]  # pyright: ignore[reportOptionalCall] - there is a value only with a check
            if found is None:
                return False
            into.append(head + found)
    return True
