"""A request, checked and built, before it is sent.

The JSON body is built at once, whole or in pieces around the images that are streamed; URL, headers, curl command and
estimate are worked out when they are asked for.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.json_values import builtin, fields, flag, members, named, plain
from brushwork_runtime.base.language import alternatives, later, tr
from brushwork_runtime.base.redact import Authorization
from brushwork_runtime.validate.call import warn
from brushwork_runtime.validate.check import check, offered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self, TypeVar

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.config import Settings
    from brushwork_runtime.request.cost import Estimate
    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Json, Mode, Model, Parameter, Pixels, Route
    from brushwork_runtime.validate.call import Call
    from brushwork_runtime.validate.check import Checked
    from brushwork_runtime.validate.inputs import Input

    T = TypeVar("T")


def steps(parameter: Parameter, route: Route) -> tuple[str, ...]:
    """The keys that lead to a parameter in a body of a route."""
    where = parameter.place
    place = where if isinstance(where, str) else where.get(route.payload, "parameters")
    return (*place.split("."), parameter.wire or parameter.name)


@cache
def _elsewhere(mode: Mode, route: Route) -> dict[str, tuple[str, ...]]:
    """What does not stand in `parameters` under its name, image inputs too, and the keys that lead to it."""
    ways: dict[str, tuple[str, ...]] = {own.name: steps(own, route) for own in mode.parameters}
    ways |= {own.name: (*own.place.split("."), own.name) for own in mode.inputs if own.place is not None}
    return {name: way for name, way in ways.items() if way != ("parameters", name)}


def parameters_of(body: Mapping[str, object], mode: Mode, route: Route) -> Document:
    """The parameters of a body by their names, wherever they stand, and what else stands beside them."""
    from brushwork_runtime.api.answer import held, mapping, sequence

    ways = {own.name: steps(own, route) for own in mode.parameters}
    if route.payload == "flat":
        spoken = {"model", "image", "prompt" if mode.prompt is None else mode.prompt.key}
        rest = {name: value for name, value in body.items() if name not in spoken}
        ways = {name: way[1:] if way[0] in ("parameters", "input") else way for name, way in ways.items()}
    else:
        rest = {**mapping(body.get("parameters"))}
    found: Document = {}
    for name, way in ways.items():
        value = held(body, ".".join(way))
        if way[0] == "messages":
            items = [item for each in held(body, "input.messages[].content[]") or () for item in sequence(each)]
            value = next((held(item, way[1]) for item in items if way[1] in mapping(item)), None)
        elif len(way) == 1 or way[:-1] == ("parameters",):
            rest.pop(way[-1], None)
        if value is not None:
            found[name] = value
    return {**found, **rest}


def _respelled(mode: Mode, route: Route, name: str, value: object) -> object:
    """A size as the route spells it; any other value as it is."""
    size = name in mode.by_name and mode.by_name[name].kind == "size"
    return value.replace("*", route.size_separator) if size and isinstance(value, str) else value


def _put(place: dict[str, Any], steps: Sequence[str], value: object) -> None:
    """Set the member that `steps` lead to; objects on the way are made."""
    *way, key = steps
    for step in way:
        place = place.setdefault(step, {})
    place[key] = value


def _add(place: dict[str, Any], name: str, value: object) -> None:
    """Set a member; what is an object already keeps the members that it has."""
    if fields(value) is not None and fields(place.get(name)) is not None:
        for key, each in named(value).items():
            _add(place[name], key, each)
    else:
        place[name] = value


def _spoken(mode: Mode, route: Route, prompt: object, given: list[str]) -> dict[str, Any]:
    """The input with prompt and images where the payload has them."""
    absent = prompt is None and (mode.prompt is None or not mode.prompt.required)
    if route.payload == "messages":
        text = [] if absent else [{"text": prompt}]
        content: list[object] = []
        for part in route.content:
            content += text if part == "text" else [{"image": image} for image in given]
        return {"messages": [{"role": "user", "content": content}]}
    spoken: dict[str, Any] = {} if absent else {"prompt" if mode.prompt is None else mode.prompt.key: prompt}
    if route.payload == "flat":
        return spoken | ({"image": given if len(given) > 1 else given[0]} if given else {})
    if route.payload == "prompt+images" or given:  # unchecked, images go where the service tells of them
        spoken["images"] = given
    return spoken


ENABLE = "enable"
_LOCAL = later("Image {number} is a local file: put its oss:// address or data: URI in the place of its placeholder.")
_encode = json.JSONEncoder(check_circular=False, allow_nan=False).encode
"""One encoder for all: `json.dumps` with any option makes a new one for each call."""


def encode(body: Json) -> bytes:
    """A body, or a part of one, as JSON in ASCII."""
    return _encode(body).encode("ascii")


class Request:
    """A request that passed the checks. `call` is what was asked for, `body` the JSON as a dict."""

    __slots__ = ("_checked", "_content", "body", "call", "registry", "settings")

    def __init__(self, settings: Settings, registry: Registry, call: Call, checked: Checked) -> None:
        self.settings = settings
        self.registry = registry
        self.call = call
        self._checked = checked
        self._content: bytes | None = None
        self.body: dict[str, Json] = self._body({})
        """The JSON as sent, with a placeholder for each local image."""

    def __repr__(self) -> str:
        return f"<{self.call.subject}, {self.route.protocol}: {self.method} {self.url}>"

    def _repr_html_(self) -> str:
        """For a notebook: what would be sent where, and what it costs."""
        from html import escape

        body = redact.escaped(json.dumps(_displayed(self.body), ensure_ascii=False, indent=2), keep="\n")
        return (
            f"<div><b>{escape(self.call.subject)}</b>{escape(tr(', not sent'))} · {escape(str(self.estimate()))}<br>"
            f"<code>{self.method} {escape(redact.url(self.url))}</code>"
            f'<pre style="font-family:monospace">{escape(body)}</pre></div>'
        )

    @property
    def model(self) -> Model:
        """The model's table."""
        return self.call.model

    @property
    def model_id(self) -> str:
        """What goes out as the model."""
        return self.call.model_id

    @property
    def mode(self) -> Mode:
        """The mode's table."""
        return self.call.mode

    @property
    def route(self) -> Route:
        """The route that the request goes by."""
        return self.call.route

    @property
    def prompt(self) -> object:
        """The prompt as it was given."""
        return self.call.prompt

    @property
    def inline(self) -> bool:
        """Whether local images go out as data: URIs."""
        return self.call.inline

    @property
    def fitted(self) -> tuple[str, ...]:
        """What `fit` did to which image, and what `output_size` has done, in sentences; empty where all fitted."""
        return self._checked.fitted

    @property
    def output_size(self) -> Pixels | None:
        """Width and height that pictures get when they are saved; None where they stay as they are made."""
        return self._checked.output_size

    @property
    def method(self) -> str:
        """The HTTP method."""
        return "POST"

    @property
    def url(self) -> str:
        """Where the request goes."""
        base, own = self.settings.base_url, self.route.base_path
        return (base if own is None else base.removesuffix(self.registry.api.base_path) + own) + self.route.path

    @property
    def headers(self) -> dict[str, str]:
        """The headers as people may see them: the key shows no more than its ends, or as the variable to set."""
        return self._headers(f"Bearer {self.settings.shown_key}")

    def sent_headers(self, urls: Sequence[str] = ()) -> dict[str, str]:
        """The headers as they go out, for images uploaded to `urls`. Raises `ConfigError` if there is no key."""
        return self._headers(Authorization(f"Bearer {self.settings.key()}"), urls)

    def _headers(self, authorization: str, urls: Sequence[str] = ()) -> dict[str, str]:
        found = {"Authorization": authorization, "Content-Type": "application/json"}
        if self.route.protocol == "async":
            found["X-DashScope-Async"] = ENABLE
        elif self.route.protocol == "stream":
            found["Accept"] = "text/event-stream"
        found.update(self.route.headers)
        in_store = any(not isinstance(image, str) and image.kind == "oss" for image in self._checked.images)
        in_store = in_store or any(url.startswith("oss:") for url in urls)
        if in_store or (self.call.extra is not None and b'"oss://' in self.content):
            found["X-DashScope-OssResourceResolve"] = ENABLE
        if self.settings.workspace_header is not None:
            found["X-DashScope-WorkSpace"] = self.settings.workspace_header
        return found

    @property
    def content(self) -> bytes:
        """The JSON that is sent; where there are local images, with placeholders for them."""
        if self._content is None:
            self._content = encode(self.body)
        return self._content

    @property
    def images(self) -> tuple[Input, ...]:
        """The images of all inputs, in order."""
        return tuple(image for images in self.inputs.values() for image in images)

    @property
    def inputs(self) -> dict[str, tuple[Input, ...]]:
        """The images of each input, by its name."""
        images = self._checked.images
        if not images:
            return {}
        from brushwork_runtime.validate.inputs import read

        return self._by_input([read(image) if isinstance(image, str) else image for image in images])

    def _by_input(self, images: Sequence[T]) -> dict[str, tuple[T, ...]]:
        """What stands for the images of all inputs in order, by the input."""
        left = iter(images)
        return {name: tuple(islice(left, count)) for name, count in self._checked.counts.items()}

    @property
    def values(self) -> Mapping[str, object]:
        """The values that go out, by the names of their parameters."""
        return self._checked.values

    @property
    def image_count(self) -> int:
        """How many images go in."""
        return len(self._checked.images)

    @property
    def local(self) -> tuple[int, ...]:
        """The indices of the images that are uploaded or inlined before the request is sent."""
        images = self._checked.images
        return tuple(
            index for index, image in enumerate(images) if not isinstance(image, str) and image.kind == "local"
        )

    def filled(self, urls: Mapping[int, str]) -> bytes:
        """The JSON with these URLs in the places of the images at their indices."""
        return encode(self._body(urls))

    def segments(self) -> list[bytes | int]:
        """The JSON cut at the places of the local images, whose indices stand in the gaps."""
        from secrets import token_hex

        marks = {index: f"brushwork:{token_hex(16)}" for index in self.local}
        rest = self.filled(marks)
        pieces: list[bytes | int] = []
        for index, mark in marks.items():
            before, _, rest = rest.partition(mark.encode("ascii"))
            pieces += [before, index]
        return [*pieces, rest]

    def curl(self) -> str:
        """The request as a curl command for a POSIX shell; it takes the key from the environment.

        Where there are local images, a comment says which places of the body are still to be filled.
        """
        import shlex

        notes = [f"# {tr(_LOCAL, number=index + 1)}\n" for index in self.local]
        stream = "N" if self.route.protocol == "stream" else ""
        lines = [f"curl -sS{stream} -X {self.method} {shlex.quote(self.url)}"]
        shown = {name: shlex.quote(f"{name}: {value}") for name, value in self.headers.items()}
        shown["Authorization"] = f'"Authorization: Bearer ${self.settings.key_variable}"'
        lines += [f"-H {value}" for value in shown.values()]
        lines.append(f"-d {shlex.quote(self.content.decode('ascii'))}")
        return "".join(notes) + " \\\n  ".join(lines)

    def estimate(self) -> Estimate:
        """What the request costs by the list price of its region."""
        from brushwork_runtime.request.cost import estimate

        return estimate(self)

    def rerouted(self, route: Route) -> Self | None:
        """The same call on another route; None where the caller chose the protocol or the endpoint."""
        chosen = self.call.protocol is not None or self.call.endpoint is not None
        return None if chosen else self._again(self.call.on(route))

    def by(self, protocol: str) -> Self:
        """The same call by the best route of a protocol. Raises `InvalidRequest` if the mode has none."""
        route = choose(self.call, protocol, self.settings.region, self.registry)
        return self._again(self.call.on(route))

    def _again(self, call: Call) -> Self:
        """The same request for the same call on another route."""
        return type(self)(self.settings, self.registry, call, self._checked)

    def _body(self, urls: Mapping[int, str]) -> dict[str, Json]:
        """The body: `model`, `input`, and `parameters` unless there are none; with `urls` for images by their index."""
        call, checked = self.call, self._checked
        mode, route, values = call.mode, call.route, checked.values
        if route.size_separator != "*":
            values = {name: _respelled(mode, route, name, value) for name, value in values.items()}
        texts = [
            image if isinstance(image, str) else urls.get(index) or self._text(image)
            for index, image in enumerate(checked.images)
        ]
        elsewhere = _elsewhere(mode, route)
        if elsewhere:
            images = self._by_input(texts)
            texts = [image for name, several in images.items() if name not in elsewhere for image in several]
            input_, parameters = _spoken(mode, route, checked.prompt, texts), dict[str, Any]()
            places: dict[str, Any] = {"input": input_, "parameters": parameters}
            for limits in mode.inputs:
                if limits.place is not None and (given := images.get(limits.name)):
                    _put(places, elsewhere[limits.name], given[0] if limits.single and len(given) == 1 else list(given))
            for name, value in values.items():
                way = elsewhere.get(name, ("parameters", name))
                if way[0] == "messages":
                    input_["messages"][0]["content"].append({way[1]: value})
                else:
                    _put(places, way, value)
        else:
            input_, parameters = _spoken(mode, route, checked.prompt, texts), dict[str, Any](values)
        parameters.update(route.send)
        if call.extra:
            for place, more in zip((parameters, input_), members(call.extra), strict=True):
                for name, value in more.items():
                    _add(place, name, plain(value))
        if route.payload == "flat":
            return {"model": call.model_id, **input_, **parameters}
        body: dict[str, Any] = {"model": call.model_id, "input": input_}
        if parameters or route.always_parameters:
            body["parameters"] = parameters
        return body

    def _text(self, image: Input) -> str:
        """What stands for an image in the body: its address, or a note in the place of what is yet to be read."""
        if image.url is not None:
            return image.url
        return f"<{'data: URI' if self.call.inline else 'upload'} of {image.label}>"


def _displayed(value: Json) -> Json:
    """What a body holds, as a notebook keeps it: no signature, no bytes of an image, no endless text."""
    if isinstance(value, str):
        return redact.url(value) if value.startswith(("data:", "http:", "https:")) else value[:2000]
    if isinstance(value, list):
        return [_displayed(item) for item in value]
    return {name: _displayed(item) for name, item in value.items()} if isinstance(value, dict) else value


def checked(call: Call, settings: Settings, registry: Registry) -> Checked:
    """What goes out for a call. Raises `InvalidRequest` with all its faults; warns of what is disputed."""
    call.route = choose(call, call.protocol, settings.region, registry)
    call.model_id = call.model.id_in(settings.region, call.model_id)
    call.inline = flag("inline", call.inline)
    if flag("validate", call.validate):
        found = check(call, settings.region, registry, settings.base_url)
    else:
        from brushwork_runtime.validate.unknown import unchecked

        if call.fit is not False:
            raise TypeError(tr("fit goes by what the checks know: leave out validate=False"))
        if call.output_size is not None:
            raise TypeError(tr("output_size goes by what the checks know: leave out validate=False"))
        found = unchecked(call)
    for told in found.fitted:
        log.info("%s", told)
    for message, category in found.warnings:
        warn(message, category)
    return found


def choose(call: Call, protocol: str | None, region: str | None, registry: Registry) -> Route:
    """The best route of `protocol`, if one is given, to the endpoint that the caller chose, if any, in the region.

    Raises `InvalidRequest` if the mode has no such route.
    """
    routes = call.mode.routes
    if call.endpoint is not None:
        wanted = builtin(call.endpoint)
        routes = tuple(route for route in routes if isinstance(wanted, str) and route.endpoint == wanted)
        if not routes:
            raise _no_endpoint(call.model, call.mode, wanted)
    if protocol is not None:
        offers, wanted = routes, builtin(protocol)
        routes = tuple(route for route in routes if isinstance(wanted, str) and route.protocol == wanted)
        if not routes:
            raise _no_route(call, offers, wanted, registry)
    for route in routes:
        if offered(call.model, route, region):
            return route
    return routes[0]


def _no_endpoint(model: Model, mode: Mode, endpoint: object) -> Exception:
    """The error for an endpoint that the mode has no route to."""
    from brushwork_runtime.base.violations import Violation, nearest_names, refusal

    offers = list(dict.fromkeys(route.endpoint for route in mode.routes))
    near = nearest_names(endpoint, offers, 1) if isinstance(endpoint, str) else []
    rule = tr("{name} goes to {names}", name=mode.name, names=alternatives(offers))
    what = tr("route is {endpoint}; {rule}.", endpoint=redact.value(endpoint), rule=rule)
    return refusal(f"{model.id} {mode.name}", [Violation("route", endpoint, rule, what, (near or offers)[0])])


def _no_route(call: Call, routes: tuple[Route, ...], protocol: object, registry: Registry) -> Exception:
    """The error for a protocol that none of these routes of the mode has."""
    from brushwork_runtime.base.violations import Violation, refusal

    model, mode = call.model, call.mode
    offers = list(dict.fromkeys(route.protocol for route in routes))
    if others := _endpoints(mode, protocol):  # so it is the chosen route that lacks it
        rule = tr("{protocol} goes to {names}", protocol=protocol, names=alternatives(others))
        shown, only = redact.value(call.endpoint), alternatives(offers)
        what = tr("route is {endpoint}, which is {names} only; {rule}.", endpoint=shown, names=only, rule=rule)
        violation = Violation("route", call.endpoint, rule, what, others[0])
    else:
        rule = tr("{name} is offered as {names}", name=mode.name, names=alternatives(offers))
        what = tr("protocol is {protocol}; {rule}.", protocol=redact.value(protocol), rule=rule)
        same = [(other.id, other.modes[mode.name]) for other in registry.advised(model) if mode.name in other.modes]
        elsewhere = tuple(name for name, each in same if _endpoints(each, protocol))
        violation = Violation("protocol", protocol, rule, what, offers[0]).with_others(elsewhere)
    return refusal(f"{model.id} {mode.name}", [violation])


def _endpoints(mode: Mode, protocol: object) -> list[str]:
    """Where a protocol of a mode goes to."""
    return [route.endpoint for route in mode.routes if isinstance(protocol, str) and route.protocol == protocol]
