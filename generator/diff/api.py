"""What all models share: regions, settings, endpoints, answers, error codes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.answers import answers_changes
from generator.diff.changes import Change, Scope
from generator.diff.pairs import pairs, words_gone_and_come
from generator.diff.plain import anew, cited, disagreements, plain, rest
from generator.diff.regions import regions_changes
from generator.ir import Api, Endpoint, ErrorCode, Source, TaskState
from generator.words import listing

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
        "examples",
        "headers",
    ]
)
_SCOPE = Scope()


def api_changes(old: Api, new: Api) -> Iterator[Change]:
    """What became of api.yaml."""
    if old.spec_version != new.spec_version:
        said = f"`SPEC_VERSION`{anew(old.spec_version, new.spec_version)}"
        yield _SCOPE.change("text", "fix", "SPEC_VERSION", said, old=old.spec_version, new=new.spec_version)
    if old.default_region != new.default_region:
        said = f"a client without a region talks to `{new.default_region}`; it talked to `{old.default_region}`."
        yield _SCOPE.change(
            "default", "breaking", "default_region", said, old=old.default_region, new=new.default_region
        )
    yield from regions_changes(old.regions, new.regions)
    for setting in sorted({*old.environment, *new.environment}):
        yield from _environment(setting, old.environment.get(setting, ()), new.environment.get(setting, ()))
    yield from _endpoints(old.endpoints, new.endpoints)
    yield from _states(old.task_states, new.task_states)
    yield from answers_changes(old.schemas, new.schemas)
    for field in ("lifetimes", "limits"):
        yield from _numbers(field, getattr(old, field), getattr(new, field))
    for field, named in (("uses", "what to use which model for"), ("examples", "examples of the API")):
        if plain(getattr(old, field)) != plain(getattr(new, field)):
            yield _SCOPE.change("text", "fix", field, f"the text on {named} was rewritten.")
    if old.headers != new.headers:
        yield _SCOPE.change("text", "fix", "headers", "the text on headers was rewritten.")
    yield from disagreements(_SCOPE, old.disagreements, new.disagreements, "the API")
    yield from rest(_SCOPE, old, new, "the API", _HANDLED)


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
        for field in ("method", "path"):
            was, now = getattr(before, field), getattr(after, field)
            if was != now:
                said = f"{subject} has the {field} `{now}`; it had `{was}`."
                yield _SCOPE.change("moved", "fix", after.id, said, old=was, new=now)
        yield from cited(_SCOPE, subject, before.sources, after.sources)
        yield from rest(_SCOPE, before, after, subject, {"id", "method", "path", "sources"})


def _states(old: tuple[TaskState, ...], new: tuple[TaskState, ...]) -> Iterator[Change]:
    """Unknown states are kept open by the client, so one more or less refuses nothing."""
    found = pairs(old, new, lambda state: state.name)
    for word, states in (("no longer documented", found.gone), ("documented", found.come)):
        for state in states:
            said = f"the task state `{state.name}` is {word}."
            yield _SCOPE.change("text", "fix", "task_states", said)
    for before, after in found.both:
        yield from rest(_SCOPE, before, after, f"the task state `{after.name}`", {"name"})


def _numbers(field: str, old: dict[str, int], new: dict[str, int]) -> Iterator[Change]:
    """Lifetimes in seconds and limits of the account, which the service keeps and the client tells of."""
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was != now:
            said = (
                f"`{name}` of the {field}{anew(was, now)}" if was and now else f"`{name}` of the {field} {_known(now)}"
            )
            yield _SCOPE.change("changed", "fix", field, said, old=was, new=now)


def _known(value: int | None) -> str:
    return "is no longer documented." if value is None else f"is documented: {value:,}."


def errors_changes(old: tuple[ErrorCode, ...], new: tuple[ErrorCode, ...]) -> Iterator[Change]:
    """What became of the codes of errors.yaml, each of which is an exception class."""
    found = pairs(old, new, lambda code: code.code)
    for code in found.gone:
        said = f"the error code `{code.code}` is no `{code.error}` any more; it is told from its HTTP status."
        yield _SCOPE.change("removed", "breaking", code.code, said, old=code.error)
    for code in found.come:
        said = f"the error code `{code.code}` is known: `{code.error}`. {code.meaning}"
        yield _SCOPE.change("added", "feature", code.code, said, new=code.error)
    for before, after in found.both:
        subject = f"the error code `{after.code}`"
        if before.error != after.error:
            said = f"{subject} is `{after.error}`; it was `{before.error}`."
            yield _SCOPE.change("changed", "breaking", after.code, said, old=before.error, new=after.error)
        yield from cited(_SCOPE, subject, before.sources, after.sources)
        yield from rest(_SCOPE, before, after, subject, {"code", "error", "sources"}, {"retry": "the retry class"})


def sources_changes(old: tuple[Source, ...], new: tuple[Source, ...]) -> Iterator[Change]:
    """What became of sources.yaml."""
    found = pairs(old, new, lambda source: source.id)
    for source in found.gone:
        yield _SCOPE.change("source", "fix", source.id, f"the source `{source.id}` is gone: {source.title}.")
    for source in found.come:
        said = f"the source `{source.id}` is new: {source.title}, {source.edition}."
        yield _SCOPE.change("source", "fix", source.id, said)
    for before, after in found.both:
        for change in rest(_SCOPE, before, after, f"the source `{after.id}`", {"id"}):
            yield _SCOPE.change("source", "fix", after.id, change.said)
