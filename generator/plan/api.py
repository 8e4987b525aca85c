"""The facts shared by all models, the sources and the error codes, in the IR's types."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ir import (
    Api,
    Disagreement,
    Endpoint,
    ErrorCode,
    Location,
    Observation,
    Probe,
    Region,
    Source,
    TaskState,
    Use,
)
from generator.load.document import Document
from generator.plan.fields import Fields, child, conflicts, entries, texts, top, words, words_or_none
from generator.plan.parameters import nested


def api(document: Document, families: Sequence[Document]) -> Api:
    """The facts of api.yaml, and the endpoints that families have of their own."""
    fields = top(document)
    return Api(
        spec_version=fields["spec_version"],
        base_path=fields["base_path"],
        default_region=fields["default_region"],
        regions=tuple(_region(id_, entry) for id_, entry in fields["regions"].items()),
        endpoints=tuple(
            _endpoint(id_, entry, each.location(("endpoints", id_)))
            for each in (document, *families)
            for id_, entry in child(top(each), "endpoints").items()
        ),
        headers={
            name: {"value": words(entry["value"]), "when": words(entry["when"])}
            for name, entry in child(fields, "headers").items()
        },
        environment={setting: texts(names) for setting, names in fields["environment"].items()},
        task_states=tuple(_state(name, entry) for name, entry in fields["task_states"].items()),
        lifetimes={name: entry["seconds"] for name, entry in fields["lifetimes"].items()},
        limits={name: entry["value"] for name, entry in child(fields, "limits").items()},
        schemas=fields["schemas"],
        disagreements=tuple(disagreement(entry) for entry in entries(fields, "conflicts")),
        examples=tuple({**entry, "title": words(entry["title"])} for entry in entries(fields, "examples")),
        uses=tuple(_use(entry) for entry in entries(fields, "uses")),
    )


def sources(document: Document) -> tuple[Source, ...]:
    """The facts of sources.yaml."""
    fields = top(document)
    return tuple(_source(id_, entry) for id_, entry in fields["sources"].items())


def error_codes(document: Document) -> tuple[ErrorCode, ...]:
    """The facts of errors.yaml."""
    fields = top(document)
    return tuple(_error(code, entry) for code, entry in fields["codes"].items())


def disagreement(entry: Fields) -> Disagreement:
    """An entry of `conflicts`."""
    return Disagreement(
        about=words(entry["about"]),
        claim=words(entry["claim"]),
        sources=texts(entry["source"]),
        decision=words(entry["decision"]),
        probe=Probe(**entry["probe"]) if "probe" in entry else None,
    )


def _region(id_: str, entry: Fields) -> Region:
    stated_by = texts(entry.get("source"))
    return Region(
        id=id_,
        name=words(entry["name"]),
        aliases=texts(entry.get("aliases")),
        host=entry.get("host"),
        workspace_host=entry["workspace_host"],
        hosts=texts(entry.get("hosts")),
        sources=stated_by,
        conflicts=conflicts(entry, stated_by),
    )


def _endpoint(id_: str, entry: Fields, location: Location) -> Endpoint:
    return Endpoint(
        id=id_,
        method=entry.get("method", "POST"),
        path=entry["path"],
        summary=words(entry["summary"]),
        arguments=tuple(nested(name, member, location) for name, member in child(entry, "query").items()),
        limit=words_or_none(entry.get("limit")),
        sources=texts(entry.get("source")),
        response=entry.get("response"),
        ignores={name: words(who) for name, who in child(entry, "ignores").items()},
        protocols=texts(entry.get("protocols")),
        base_path=entry.get("base_path"),
    )


def _state(name: str, entry: Fields) -> TaskState:
    return TaskState(
        name=name,
        terminal=entry["terminal"],
        succeeded=entry.get("succeeded", False),
        meaning=words(entry["meaning"]),
        spellings=texts(entry.get("spellings")),
    )


def _source(id_: str, entry: Fields) -> Source:
    return Source(
        id=id_,
        title=words(entry["title"]),
        publisher=words(entry["publisher"]),
        edition=entry["edition"],
        trust=entry["trust"],
        url=entry.get("url"),
        note=words_or_none(entry.get("note")),
        answers=tuple(map(_observation, entries(entry, "answers"))),
    )


def _observation(entry: Fields) -> Observation:
    return Observation(
        about=entry["about"],
        date=entry["date"],
        region=entry["region"],
        status=entry["status"],
        code=entry.get("code", ""),
        says=words(entry["says"]),
    )


def _error(code: str, entry: Fields) -> ErrorCode:
    status: int | Sequence[int] = entry["status"]
    return ErrorCode(
        code=code,
        status=(status,) if isinstance(status, int) else tuple(status),
        meaning=words(entry["meaning"]),
        error=entry["error"],
        retry=entry["retry"],
        hint=words(entry["hint"]),
        sources=texts(entry.get("source")),
    )


def _use(entry: Fields) -> Use:
    return Use(
        scenario=words(entry["scenario"]),
        models=texts(entry["models"]),
        note=words(entry["note"]),
        sources=texts(entry.get("source")),
    )
