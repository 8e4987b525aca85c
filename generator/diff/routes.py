"""The routes of a mode. Which protocols there are shows in its methods; where they lead does not."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.changes import Change, Kind, Level, Scope
from generator.diff.inputs import prompt_changes
from generator.diff.other_facts import cited, disputed, plain, rest
from generator.diff.results import results_changes
from generator.ir import Mode, Route, by_name
from generator.phrasing import listing, value

_CALLED = {"sync": "synchronous", "async": "asynchronous", "stream": "streamed"}
_ANSWER = {"sync": "in one call", "async": "as a task", "stream": "as a stream"}
_ADDRESS = ("endpoint", "path", "base_path", "protocol")
_SPELLED = ("payload", "content", "headers", "send", "size_separator", "accepts", "always_parameters")
_HANDLED = frozenset((*_ADDRESS, *_SPELLED, "regions", "results", "sources", "prompt", "conflicts"))
_ABOUT = "routes"


def routes_changes(scope: Scope, old: Mode, new: Mode) -> Iterator[Change]:
    """What became of the routes of one mode; the first of each protocol is the one that its calls take."""
    before, after = by_name(old.routes), by_name(new.routes)
    for name in before:
        if name not in after:
            yield scope.change("removed", "breaking", _ABOUT, f"{_route(name)} is gone{_with_it(name)}.")
    for name in after:
        if name not in before:
            yield scope.change("added", "feature", _ABOUT, f"{_route(name)} is new{_with_it(name)}.")
    first, earlier = next(iter(after), None), next(iter(before), None)
    if first != earlier and first in before and earlier in after:
        said = f"a call is sent {_ANSWER[first]} unless told otherwise; it was {_ANSWER[earlier]}."
        yield scope.change("moved", "fix", _ABOUT, said, old=earlier, new=first)
    for name in after:
        if name in before:
            yield from _moved(scope, name, before[name], after[name])
            yield from _prompts(scope, name, (old, before[name]), (new, after[name]))
            if before[name].results or after[name].results:
                sides = before[name].results or old.results, after[name].results or new.results
                yield from results_changes(scope, *sides, f" on {_route(name)}")


def _route(name: str) -> str:
    return f"the {_CALLED.get(name, f'`{name}`')} route"


def _with_it(name: str) -> str:
    return ", and `submit` with it" if name == "async" else ""


def _moved(scope: Scope, name: str, old: Route, new: Route) -> Iterator[Change]:
    subject = _route(name)
    if old.endpoint != new.endpoint:
        said = f"{subject} leads to `{new.endpoint}`; it led to `{old.endpoint}`."
        yield scope.change("moved", "fix", _ABOUT, said, old=old.endpoint, new=new.endpoint)
    if old.payload != new.payload:
        said = f"{subject} sends {new.payload.replace('+', ' and ')}; it sent {old.payload.replace('+', ' and ')}."
        yield scope.change("moved", "fix", _ABOUT, said, old=old.payload, new=new.payload)
    elif old.content != new.content:
        said = f"{subject} sends {listing(new.content)} in this order; it was {listing(old.content)}."
        yield scope.change("moved", "fix", _ABOUT, said, old=list(old.content), new=list(new.content))
    for field, noun in (("headers", "headers"), ("send", "members")):
        before, after = plain(getattr(old, field)), plain(getattr(new, field))
        if before != after:
            said = f"{noun} that {subject} sends: {value(after)}; before: {value(before)}."
            yield scope.change("moved", "fix", _ABOUT, said, old=before, new=after)
    if old.size_separator != new.size_separator:
        said = f"{subject} spells sizes W{new.size_separator}H; it was W{old.size_separator}H."
        yield scope.change("moved", "fix", _ABOUT, said, old=old.size_separator, new=new.size_separator)
    if old.always_parameters != new.always_parameters:
        said = f"{subject} sends `parameters` {'always' if new.always_parameters else 'only if something is in it'}."
        yield scope.change("moved", "fix", _ABOUT, said)
    yield from _values(scope, subject, old, new)
    yield from _regions(scope, subject, old.regions, new.regions)
    yield from cited(scope, subject, old.sources, new.sources)
    yield from disputed(scope, subject, old.conflicts, new.conflicts)
    yield from rest(scope, old, new, subject, _HANDLED)


def _values(scope: Scope, subject: str, old: Route, new: Route) -> Iterator[Change]:
    """Values that a route takes beside those of the mode."""
    for name in dict.fromkeys((*old.accepts, *new.accepts)):
        was, now = old.accepts.get(name, ()), new.accepts.get(name, ())
        for each in (*(each for each in was if each not in now), *(each for each in now if each not in was)):
            level: Level = "feature" if each in now else "breaking"
            said = f"{subject} {'also' if each in now else 'no longer'} accepts {value(each)} as `{name}`."
            yield scope.change("widened" if each in now else "narrowed", level, name, said)


def _regions(scope: Scope, subject: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """The regions of a route that only some of the model's have."""
    if set(old) != set(new):
        level: Level = "feature" if not new or (old and set(old) < set(new)) else "breaking"
        kind: Kind = "widened" if level == "feature" else "narrowed"
        where = [listing(regions) or "all regions of the model" for regions in (new, old)]
        said = f"{subject} is offered in {where[0]}; it was in {where[1]}."
        yield scope.change(kind, level, _ABOUT, said, old=list(old), new=list(new))


def _prompts(scope: Scope, name: str, old: tuple[Mode, Route], new: tuple[Mode, Route]) -> Iterator[Change]:
    """The limit of a route that has, or had, another one than its mode."""
    if old[1].prompt is None and new[1].prompt is None:
        return
    before, after = (route.prompt or mode.prompt for mode, route in (old, new))
    yield from prompt_changes(scope, before, after, f" on {_route(name)}")
