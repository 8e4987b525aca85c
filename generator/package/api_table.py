"""The table of what all models share: `brushwork/tables/api.py`."""

from __future__ import annotations

from dataclasses import dataclass

from generator.ir import Endpoint, ErrorCode, Region, Spec, TaskState
from generator.package.source_text import call, literal, tuple_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiModule:
    """What `api_table.py.j2` shows."""

    classes: tuple[str, ...]
    errors: tuple[str, ...]
    regions: tuple[str, ...]
    fields: dict[str, str]


def api_module(spec: Spec) -> ApiModule:
    """The shared facts."""
    api = spec.api
    fields = {
        "spec_version": literal(api.spec_version),
        "base_path": literal(api.base_path),
        "default_region": literal(api.default_region),
        "paths": literal(_paths(api.endpoints)),
        "environment": literal(api.environment),
        "states": literal({name: kind for state in api.task_states for name, kind in _spellings(state)}),
        "lifetimes": literal(api.lifetimes),
        "limits": literal(api.limits),
        "sources": literal({source.id: source.title for source in spec.sources}),
    }
    bases = tuple(dict.fromkeys(each.base_path for each in api.endpoints if each.base_path))
    if bases:
        fields["bases"] = literal(bases)
    if places := _image_places(spec):
        fields["image_places"] = literal(places)
    classes = ("Api", "ErrorCode", "Region") if spec.errors else ("Api", "Region")
    return ApiModule(
        classes=classes,
        errors=tuple(_error(error, spec.chinese.get(error.hint)) for error in spec.errors),
        regions=tuple(map(_region, api.regions)),
        fields=fields,
    )


def _paths(endpoints: tuple[Endpoint, ...]) -> dict[str, str]:
    """Those below the API's base path; a route that goes elsewhere says so itself."""
    return {endpoint.id: endpoint.path for endpoint in endpoints if endpoint.base_path is None}


def _spellings(state: TaskState) -> list[tuple[str, str]]:
    """Every spelling of a state with what it means to a waiting client."""
    return [(name, _outcome(state)) for name in (state.name, *state.spellings)]


def _outcome(state: TaskState) -> str:
    if not state.terminal:
        return "running"
    if state.succeeded:
        return "succeeded"
    name = state.name.lower()
    return name if name in ("canceled", "unknown") else "failed"


def _image_places(spec: Spec) -> tuple[str, ...]:
    """Where the results of tasks of any model have pictures, as far as specs declare it."""
    modes = [mode for family in spec.families for model in family.models for mode in model.modes]
    results = [route.results or mode.results for mode in modes for route in mode.routes if route.protocol == "async"]
    return tuple(dict.fromkeys(place for each in results for place in each.images))


def _region(region: Region) -> str:
    return call(
        "Region",
        literal(region.id),
        host=literal(region.host),
        workspace_host=literal(region.workspace_host),
        aliases=literal(region.aliases) if region.aliases else None,
        hosts=literal(region.hosts) if region.hosts else None,
    )


def _error(error: ErrorCode, chinese: str | None) -> str:
    return call(
        "ErrorCode",
        literal(error.code),
        tuple_of(map(literal, error.status)),
        error=literal(error.error),
        retry=literal(error.retry),
        meaning=literal(error.meaning),
        hint=literal(error.hint),
        hint_zh=literal(chinese) if chinese else None,
    )
