"""The operations of an OpenAPI document: one per endpoint of the API."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from generator.ir import Endpoint, Example, Parameter, Route, Spec, by_name, headers_of_protocol
from generator.naming import class_name
from generator.phrasing import sentence
from generator.schema.answers import answers_by_endpoint
from generator.schema.keywords import Schema
from generator.schema.parameters import value_schema

STREAM_EVENT = "StreamEvent"
ERROR = "ErrorResponse"
FLAT_ERROR = "FlatErrorResponse"
"""What an endpoint with flat bodies answers instead."""
_ELSEWHERE = frozenset({"Authorization", "Content-Type", "Accept"})
"""Headers that OpenAPI expresses in other ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """What is sent to each endpoint and what it answers: gathered once, so that the cost is linear in the models."""

    routes: dict[str, dict[str, Route]]
    """Endpoint -> the component of a request -> the route that takes it."""
    examples: dict[str, dict[str, Example]]
    """Endpoint -> the examples that go there; those of a header and of a body that belong together have one name."""
    answers: dict[str, list[str]]
    """Endpoint -> the declared answers."""
    regions: dict[str, set[str]]
    """Endpoint -> the regions where a model is that takes it; none for one that no model takes."""


def uses(spec: Spec) -> Uses:
    """The uses of every endpoint."""
    routes: dict[str, dict[str, Route]] = {each.id: {} for each in spec.api.endpoints}
    examples: dict[str, dict[str, Example]] = {each.id: {} for each in spec.api.endpoints}
    regions: dict[str, set[str]] = {each.id: set() for each in spec.api.endpoints}
    for family in spec.families:
        for model in family.models:
            for mode in model.modes:
                for name, route in by_name(mode.routes).items():
                    routes[route.endpoint][request_name(model.id, mode.name, name)] = route
                    regions[route.endpoint].update(model.regions_of(route))
        for example in family.examples:
            examples[example.endpoint][f"{example.model}.{example.name}"] = example
    return Uses(routes=routes, examples=examples, answers=answers_by_endpoint(spec), regions=regions)


def paths(spec: Spec, used: Uses) -> Schema:
    """Path -> method -> operation."""
    found: dict[str, Schema] = {}
    shared = shared_headers(spec, used)
    for endpoint in spec.api.endpoints:
        operations = found.setdefault(endpoint.path, {})
        operations[endpoint.method.lower()] = _operation(spec, used, endpoint, shared)
    return dict(found)


def servers(spec: Spec, base_path: str, only: Collection[str] = ()) -> list[Schema]:
    """The hosts of all regions, or of some, shared and of a workspace, with a base path."""
    found: list[Schema] = []
    for region in spec.api.regions:
        if only and region.id not in only:
            continue
        where = f"{region.name}, {region.id}"
        if region.host:
            found.append({"url": region.host + base_path, "description": f"{where}: shared host."})
        workspace = {"workspace": {"default": "workspace", "description": "The workspace id."}}
        url, description = region.workspace_host + base_path, f"{where}: host of a workspace."
        found.append({"url": url, "description": description, "variables": workspace})
    return found


def request_name(model: str, mode: str, route: str) -> str:
    """The component that holds a request schema; `route` is the route's name in `by_name`.

    It has no dot, which code generators take for a module.
    """
    return f"{class_name(model)}-{mode}-{route}"


def error_name(status: int, *, flat: bool = False) -> str:
    """The component that holds the error answer of a status."""
    return f"{'Flat' if flat else ''}Error{status}"


def flat(spec: Spec, used: Uses, endpoint: str) -> bool:
    """Whether the endpoint takes flat bodies, and answers errors in that manner."""
    return FLAT_ERROR in spec.api.schemas and any(route.payload == "flat" for route in used.routes[endpoint].values())


def error_statuses(spec: Spec) -> list[int]:
    """Every HTTP status of an error code, ascending."""
    return sorted({status for error in spec.errors for status in error.status if status >= 400})


def shared_headers(spec: Spec, used: Uses) -> list[str]:
    """Headers that any generation request may carry; not those that belong to some endpoints or routes only."""
    protocols = {protocol for endpoint in spec.api.endpoints for protocol in endpoint.protocols}
    bound = {name for protocol in protocols for name in headers_of_protocol(protocol)}
    bound |= {name for routes in used.routes.values() for route in routes.values() for name in route.headers}
    return [name for name in spec.api.headers if name not in bound | _ELSEWHERE]


def header_schema(value: str) -> Schema:
    """A header with one value as an enum of one; any text if the value is a description."""
    return {"type": "string"} if " " in value or value.isupper() else {"type": "string", "enum": [value]}


def _operation(spec: Spec, used: Uses, endpoint: Endpoint, shared: list[str]) -> Schema:
    first, _, rest = sentence(endpoint.summary).partition(". ")
    limit = f"Limit: {endpoint.limit}." if endpoint.limit else ""
    names = list(used.routes[endpoint.id])
    operation: Schema = {
        "operationId": endpoint.id.replace("-", "_"),
        "summary": first.rstrip("."),
        **({"description": f"{rest} {limit}".strip()} if rest or limit else {}),
        "x-sources": list(endpoint.sources),
    }
    if parameters := [*_path(endpoint), *_query(endpoint), *_headers(spec, used, endpoint, shared)]:
        operation["parameters"] = parameters
    if names:
        operation["requestBody"] = _body(names, used.examples[endpoint.id])
    only = used.regions[endpoint.id] or {region.id for region in spec.api.regions}
    if endpoint.base_path or len(only) < len(spec.api.regions):
        operation["servers"] = servers(spec, endpoint.base_path or spec.api.base_path, only)
    return operation | {"responses": _responses(spec, used, endpoint)}


def _path(endpoint: Endpoint) -> list[Schema]:
    names = [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query(endpoint: Endpoint) -> list[Schema]:
    return [
        {
            "name": each.name,
            "in": "query",
            "description": each.doc,
            **({"required": True} if each.required else {}),
            "schema": _query_schema(each),
        }
        for each in endpoint.arguments
    ]


def _query_schema(parameter: Parameter) -> Schema:
    """As in a body; but the text of an address can hold anything, and an empty one is as good as none."""
    if parameter.kind == "text":
        return {"type": "string"} | ({"minLength": 1} if parameter.required else {})
    return value_schema(parameter)


def _headers(spec: Spec, used: Uses, endpoint: Endpoint, shared: list[str]) -> list[Schema]:
    """The headers of an endpoint's protocols and routes; what all of them send is required."""
    ways = [headers_of_protocol(protocol) for protocol in endpoint.protocols]
    ways += [route.sent_headers for route in used.routes[endpoint.id].values()]
    always = {name: value for way in ways[:1] for name, value in way.items() if all(name in each for each in ways)}
    own: list[Schema] = [
        {"name": name, "in": "header", "required": True, "schema": header_schema(value)}
        for name, value in always.items()
    ]
    if not used.routes[endpoint.id]:
        return own
    sometimes = {name: value for way in ways for name, value in way.items() if name not in always}
    own += [
        {
            "name": name,
            "in": "header",
            "description": spec.api.headers.get(name, {}).get("when", "If the route needs it."),
            "schema": header_schema(value),
            **_header_examples(used.examples[endpoint.id], name),
        }
        for name, value in sometimes.items()
    ]
    return own + [{"$ref": f"#/components/parameters/{name}"} for name in shared]


def _header_examples(examples: dict[str, Example], header: str) -> Schema:
    sent = {name: each.headers[header] for name, each in examples.items() if header in each.headers}
    return {"examples": {name: {"value": value} for name, value in sent.items()}} if sent else {}


def _body(names: list[str], examples: dict[str, Example]) -> Schema:
    shown: dict[str, Any] = {
        name: {"summary": example.title, "value": example.body} for name, example in examples.items()
    }
    content: Schema = {"schema": {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}}
    return {"required": True, "content": {"application/json": content | ({"examples": shown} if shown else {})}}


def _responses(spec: Spec, used: Uses, endpoint: Endpoint) -> Schema:
    names = [*([endpoint.response] if endpoint.response else []), *used.answers.get(endpoint.id, ())]
    kinds = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    content: Schema = {"schema": kinds[0] if len(kinds) == 1 else {"anyOf": kinds}} if kinds else {}
    types: Schema = {"application/json": content}
    streams = any(route.protocol == "stream" for route in used.routes[endpoint.id].values())
    if streams and STREAM_EVENT in spec.api.schemas:
        types["text/event-stream"] = {"schema": {"$ref": f"#/components/schemas/{STREAM_EVENT}"}}
    flat_too = flat(spec, used, endpoint.id)
    errors = {
        str(status): {"$ref": f"#/components/responses/{error_name(status, flat=flat_too)}"}
        for status in error_statuses(spec)
    }
    return {"200": {"description": "The request was taken.", "content": types}, **errors}
