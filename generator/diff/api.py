"""Changes of what all models share: regions, settings, endpoints, answers."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.changes import Change, Scope
from generator.diff.other_facts import anew, cited, disagreements, plain, rest
from generator.diff.pairs import pairs, words_gone_and_come
from generator.diff.regions import regions_changes
from generator.diff.response_schemas import answers_changes
from generator.ir import Api, Endpoint, TaskState
from generator.phrasing import listing, number

_HANDLED = frozenset(
    [
        "spec_version",
        "default_region",
        "regions",
        "endpoints",
        "environment",
        "task_states",
        "schemas",
        "disagreements",
        "lifetimes",
        "limits",
        "uses",
    ]
)
_ENDPOINT = {"ignores": "what the service ignores", "summary": "the description", "arguments": "the query"}
_SCOPE = Scope()


def api_changes(old: Api, new: Api) -> Iterator[Change]:
    """What became of api.yaml."""
    if old.spec_version != new.spec_version:
        said = f"`SPEC_VERSION`{anew(old.spec_version, new.spec_version)}"
        yield _SCOPE.change("text", "fix", "SPEC_VERSION", said, old=old.spec_version, new=new.spec_version)
    if old.default_region != new.default_region:
        said = f"a client without a region uses `{new.default_region}`; it used `{old.default_region}`."
        yield _SCOPE.change(
            "default", "breaking", "default_region", said, old=old.default_region, new=new.default_region
        )
    yield from regions_changes(old.regions, new.regions)
    for setting in sorted({*old.environment, *new.environment}):
        yield from _environment(setting, old.environment.get(setting, ()), new.environment.get(setting, ()))
    yield from _endpoints(old.endpoints, new.endpoints)
    yield from _states(old.task_states, new.task_states)
    yield from answers_changes(old.schemas, new.schemas)
    yield from _numbers("lifetimes", "the lifetime", " seconds", old.lifetimes, new.lifetimes)
    yield from _numbers("limits", "the limit", "", old.limits, new.limits)
    if _advice(old) != _advice(new):
        yield _SCOPE.change("text", "fix", "uses", "the advice on which model to use for what: rewritten.")
    yield from disagreements(_SCOPE, old.disagreements, new.disagreements, "the API")
    yield from rest(_SCOPE, old, new, "the API", _HANDLED)


def _advice(api: Api) -> dict[str, object]:
    """By scenario, in any order; the models of one stand best first."""
    return {use.scenario: (use.models, use.note, set(use.sources)) for use in api.uses}


def _environment(setting: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """Variables from which a setting is read; the first that is set wins, so their order says something."""
    gone, come = words_gone_and_come(old, new)
    about = "environment"
    if gone:
        said = f"{_setting(setting)} is no longer read from {listing((f'`${name}`' for name in gone), 'or')}."
        yield _SCOPE.change("removed", "breaking", about, said, old=list(gone))
    if come:
        said = f"{_setting(setting)} is also read from {listing(f'`${name}`' for name in come)}."
        yield _SCOPE.change("added", "feature", about, said, new=list(come))
    was, now = ([name for name in names if name in old and name in new] for names in (old, new))
    if was != now:
        said = f"{_setting(setting)} is read first from {listing((f'`${name}`' for name in now), 'then')}."
        yield _SCOPE.change("changed", "breaking", about, said, old=plain(was), new=plain(now))


def _setting(name: str) -> str:
    return f"the setting `{name}`"


def _endpoints(old: tuple[Endpoint, ...], new: tuple[Endpoint, ...]) -> Iterator[Change]:
    """Which endpoints modes take is said of their routes, so one that came or went is no more than documentation."""
    found = pairs(old, new, lambda endpoint: endpoint.id)
    for word, endpoints in (("gone", found.gone), ("new", found.come)):
        for endpoint in endpoints:
            said = f"the endpoint `{endpoint.id}` (`{endpoint.path}`) is {word}."
            yield _SCOPE.change("removed" if word == "gone" else "added", "fix", endpoint.id, said)
    for before, after in found.both:
        subject = f"the endpoint `{after.id}`"
        for field in ("method", "base_path", "path"):
            was, now = getattr(before, field) or "the API's", getattr(after, field) or "the API's"
            if was != now:
                said = f"{subject} has the {field.replace('_', ' ')} `{now}`; it had `{was}`."
                yield _SCOPE.change("moved", "fix", after.id, said, old=was, new=now)
        if set(before.protocols) != set(after.protocols):
            ways = [listing(protocols) or "nothing" for protocols in (after.protocols, before.protocols)]
            said = f"{subject} answers {ways[0]}; it answered {ways[1]}."
            yield _SCOPE.change("moved", "fix", after.id, said, old=plain(before.protocols), new=plain(after.protocols))
        yield from cited(_SCOPE, subject, before.sources, after.sources)
        said_of = {"id", "method", "base_path", "path", "protocols", "sources"}
        yield from rest(_SCOPE, before, after, subject, said_of, _ENDPOINT)


def _states(old: tuple[TaskState, ...], new: tuple[TaskState, ...]) -> Iterator[Change]:
    """Unknown states are kept open by the client, so one more or less refuses nothing."""
    found = pairs(old, new, lambda state: state.name)
    for word, states in (("no longer documented", found.gone), ("documented", found.come)):
        for state in states:
            said = f"the task state `{state.name}` is {word}."
            yield _SCOPE.change("text", "fix", "task_states", said)
    for before, after in found.both:
        subject = f"the task state `{after.name}`"
        for field in ("terminal", "succeeded"):
            was, now = getattr(before, field), getattr(after, field)
            if was != now:
                said = f"{subject} counts as {'' if now else 'not '}{field}; it did {'' if was else 'not '}before."
                yield _SCOPE.change("changed", "fix", "task_states", said, old=was, new=now)
        yield from rest(_SCOPE, before, after, subject, {"name", "terminal", "succeeded"})


def _numbers(field: str, noun: str, unit: str, old: dict[str, int], new: dict[str, int]) -> Iterator[Change]:
    """Lifetimes in seconds and limits of the account, which the service keeps and the client tells of."""
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was != now:
            values = [f"{number(value)}{unit}" if value is not None else "not documented" for value in (now, was)]
            said = f"{noun} `{name}` is {values[0]}; it was {values[1]}."
            yield _SCOPE.change("changed", "fix", field, said, old=was, new=now)
