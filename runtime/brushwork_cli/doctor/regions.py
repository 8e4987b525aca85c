"""Which regions accept the key: each is queried, without cost, for a task that does not exist."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from brushwork_cli.doctor.checks import Finding
from brushwork_cli.exit_codes import KEY, NETWORK
from brushwork_runtime import BrushworkError, ConfigError, series, session_of, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_cli.session import Session
    from brushwork_runtime import HttpResponse, QuotaLimit, SyncClient

_NO_TASK = "00000000-0000-0000-0000-000000000000"
_PATIENCE = 10.0
_SKEW = 300.0
"""Seconds that the clock may be off before signed URLs may fail."""


def check_regions(session: Session, key: str) -> Iterator[Finding]:
    """What every region says, or the base URL if one is set; then how far the clock is off."""
    ahead: float | None = None
    taken = 0
    found: list[Finding] = []
    limits: Finding | None = None
    for name, client in _clients(session, key):
        with client:
            finding, response = _ask(name, client)
            if finding.state == "ok" and limits is None:
                limits = _limits(session, client)
        taken += finding.state == "ok"
        found.append(finding)
        ahead = skew(response) if response is not None and ahead is None else ahead
    refused = all(finding.code == KEY for finding in found)
    for finding in found:
        # A key belongs to one region, so that the others refuse it is as it should be.
        yield finding if taken == 0 or finding.state == "ok" else _milder(finding)
    if not taken and refused and len(found) > 1:
        text, hint = tr("none accepts the key"), tr("Copy it again.")
        yield Finding(what="regions", state="fail", text=text, hint=hint, code=KEY)
    if limits is not None:
        yield limits
    if ahead is not None:
        seconds = abs(ahead)
        if seconds < 2:
            off = tr("right")
        else:
            off = (
                tr("{seconds:.0f} s fast", seconds=seconds)
                if ahead > 0
                else tr("{seconds:.0f} s slow", seconds=seconds)
            )
        yield Finding(what="clock", state="ok" if abs(ahead) <= _SKEW else "warn", text=off)


def _clients(session: Session, key: str) -> Iterator[tuple[str, SyncClient]]:
    """A client for every region that has a shared host, or the one of the base URL."""
    if session.emulator:
        client = session.client()
        yield session_of(client).host, client
        return
    configured = session.configuration
    base_url, workspace = configured["base_url"], configured["workspace"]
    make = session.package.make_client
    if base_url:
        client = make(api_key=key, base_url=base_url)
        yield session_of(client).host, client
        return
    for region in session.registry.api.regions:
        if region.host is not None or workspace:
            try:
                yield region.id, make(api_key=key, region=region.id, workspace=workspace)
            except ConfigError:
                continue


def _ask(name: str, client: SyncClient) -> tuple[Finding, HttpResponse | None]:
    """One query, sent once, and what its response means for the key."""
    from brushwork_runtime import HttpRequest, accepted

    core = session_of(client)
    url = core.url_of(core.api.paths["task"].replace("{task_id}", _NO_TASK))
    request = HttpRequest("GET", url, core.headers(), connect_timeout=_PATIENCE, read_timeout=_PATIENCE)
    response: HttpResponse | None = None
    started = time.monotonic()
    try:
        response = core.transport.send(request)
        accepted(core, response)
    except BrushworkError as error:
        code = KEY if response is not None and response.status in (401, 403) else NETWORK
        return Finding(what=name, state="fail", text=error.message, code=code), response
    milliseconds = (time.monotonic() - started) * 1000
    text = tr("accepts the key ({host}, {milliseconds:.0f} ms)", host=core.host, milliseconds=milliseconds)
    return Finding(what=name, state="ok", text=text), response


def _limits(session: Session, client: SyncClient) -> Finding:
    """The account's rate limits, as far as this host tells them: of the model that is used by default, or of three."""
    model = session.configuration["model"]
    try:
        found = list(client.with_options(timeout=_PATIENCE, retries=0).quotas())
    except BrushworkError:
        return Finding(what="rate limits", state="ok", text=tr("not told by {host}", host=session_of(client).host))
    shown = [each for each in found if each.model == model] or found[:3]
    texts = [f"{each.model}: {_limit(each.model_limit)}" for each in shown]
    more = tr("{count} more", count=len(found) - len(shown)) if len(found) > len(shown) else ""
    return Finding(what="rate limits", state="ok", text=series([*texts, more] if more else texts) or tr("none"))


def _limit(limit: QuotaLimit) -> str:
    """The requests of a period, and the tasks at once, as far as they are told."""
    told: list[str] = []
    if limit.request_limit is not None and (seconds := limit.request_limit_period) is not None:
        told.append(tr("{count} requests in {seconds} s", count=limit.request_limit, seconds=seconds))
    if (tasks := limit.async_user_concurrency_limit) is not None:
        told.append(tr("{count} tasks at once", count=tasks))
    return tr(" and ").join(told) or tr("no limit")


def _milder(finding: Finding) -> Finding:
    elsewhere = tr("does not accept the key, which belongs to another region")
    text = elsewhere if finding.code == KEY else finding.text
    return Finding(what=finding.what, state="ok" if finding.code == KEY else "warn", text=text)


def skew(response: HttpResponse) -> float | None:
    """Seconds that this machine's clock is ahead of the server's; None if it does not say."""
    try:
        return time.time() - parsedate_to_datetime(response.headers["Date"]).timestamp()
    except (KeyError, TypeError, ValueError):
        return None
