"""The routes of a mode. Which protocols there are shows in its methods; where they lead does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.diff.changes import Change, Scope
from generator.diff.inputs import prompt_changes
from generator.diff.other_facts import cited, disputed, plain, rest
from generator.ir import Mode, Route
from generator.phrasing import listing, value

_CALLED = {"sync": "synchronous", "async": "asynchronous", "stream": "streamed"}
_ANSWER = {"sync": "in one call", "async": "as a task", "stream": "as a stream"}
_HANDLED = frozenset(
    ["endpoint", "path", "protocol", "payload", "content", "headers", "send", "sources", "prompt", "conflicts"]
)
_ABOUT = "routes"


def routes_changes(scope: Scope, old: Mode, new: Mode) -> Iterator[Change]:
    """What became of the routes of one mode; the first of each protocol is the one that its calls take."""
    before, after = _firsts(old.routes), _firsts(new.routes)
    for protocol in before:
        if protocol not in after:
            yield scope.change("removed", "breaking", _ABOUT, f"{_route(protocol)} is gone{_with_it(protocol)}.")
    for protocol in after:
        if protocol not in before:
            yield scope.change("added", "feature", _ABOUT, f"{_route(protocol)} is new{_with_it(protocol)}.")
    first, earlier = next(iter(after), None), next(iter(before), None)
    if first != earlier and first in before and earlier in after:
        said = f"a call is sent {_ANSWER[first]} unless told otherwise; it was {_ANSWER[earlier]}."
        yield scope.change("moved", "fix", _ABOUT, said, old=earlier, new=first)
    for protocol in after:
        if protocol in before:
            yield from _moved(scope, before[protocol], after[protocol])
            yield from _prompts(scope, (old, before[protocol]), (new, after[protocol]))
    if _others(old.routes, before) != _others(new.routes, after):
        yield scope.change("moved", "fix", _ABOUT, "the routes to fall back to are others.")


def _firsts(routes: tuple[Route, ...]) -> dict[str, Route]:
    firsts: dict[str, Route] = {}
    for route in routes:
        firsts.setdefault(route.protocol, route)
    return firsts


def _others(routes: tuple[Route, ...], firsts: Mapping[str, Route]) -> list[tuple[str, str, str]]:
    rest = (route for route in routes if firsts[route.protocol] is not route)
    return [(route.protocol, route.endpoint, route.payload) for route in rest]


def _route(protocol: str) -> str:
    return f"the {_CALLED[protocol]} route"


def _with_it(protocol: str) -> str:
    return ", and `submit` with it" if protocol == "async" else ""


def _moved(scope: Scope, old: Route, new: Route) -> Iterator[Change]:
    subject = _route(new.protocol)
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
    yield from cited(scope, subject, old.sources, new.sources)
    yield from disputed(scope, subject, old.conflicts, new.conflicts)
    yield from rest(scope, old, new, subject, _HANDLED)


def _prompts(scope: Scope, old: tuple[Mode, Route], new: tuple[Mode, Route]) -> Iterator[Change]:
    """The limit of a route that has, or had, another one than its mode."""
    if old[1].prompt is None and new[1].prompt is None:
        return
    before, after = (route.prompt or mode.prompt for mode, route in (old, new))
    yield from prompt_changes(scope, before, after, f" on {_route(new[1].protocol)}")
