"""The rate limits of an account as the service tells them; a GET, which is free.

Documents disagree on its path: the later edition of the page is asked, and after a 404 the first one, once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from brushwork_runtime.api.answer import mapping, said, sequence
from brushwork_runtime.api.exchange import PAGES, get
from brushwork_runtime.base import log
from brushwork_runtime.base.errors import APIError, MalformedResponse
from brushwork_runtime.base.language import tr
from brushwork_runtime.tasks.task import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.session import Session

_PAGE = 100
"""Models a page to ask for; how many a page may have is not documented, so the answer decides."""


class QuotaLimit:
    """So many requests in a period, tasks at once and tasks that wait; None for what is not told.

    `request_limit` in `request_limit_period` seconds; `usage_limit` of `usage_limit_field` in `usage_limit_period`
    seconds; `async_user_concurrency_limit` tasks run at once, `async_user_queue_limit` wait. `raw` is the whole entry.
    """

    __module__ = "brushwork"
    __slots__ = (
        *("async_user_concurrency_limit", "async_user_queue_limit", "raw", "request_limit", "request_limit_period"),
        *("usage_limit", "usage_limit_field", "usage_limit_period"),
    )

    def __init__(self, raw: Document) -> None:
        self.raw = raw
        self.request_limit = _number(raw, "request_limit")
        self.request_limit_period = _number(raw, "request_limit_period")
        self.usage_limit = _number(raw, "usage_limit")
        self.usage_limit_field = said(raw.get("usage_limit_field"))
        self.usage_limit_period = _number(raw, "usage_limit_period")
        self.async_user_queue_limit = _number(raw, "async_user_queue_limit")
        self.async_user_concurrency_limit = _number(raw, "async_user_concurrency_limit")

    def __repr__(self) -> str:
        rate = f"{self.request_limit} requests in {self.request_limit_period} s"
        return f"<QuotaLimit {rate}, {self.async_user_concurrency_limit} tasks at once>"


class Quota:
    """The limits of a model: of the account, and of a workspace, None where it has none of its own."""

    __module__ = "brushwork"
    __slots__ = ("model", "model_limit", "raw", "workspace_id", "workspace_limit")

    def __init__(self, raw: Document) -> None:
        self.raw = raw
        self.model = said(raw.get("model")) or ""
        self.workspace_id = said(raw.get("workspace_id"))
        self.model_limit = QuotaLimit(mapping(raw.get("model_limit")))
        own = mapping(raw.get("workspace_limit"))
        self.workspace_limit = QuotaLimit(own) if own else None

    def __repr__(self) -> str:
        return f"<Quota of {self.model}: {self.model_limit!r}, workspace {self.workspace_limit!r}>"


class Quotas:
    """What the account may ask for, a sequence of `Quota`; `path` is the one of the two that answered."""

    __module__ = "brushwork"
    __slots__ = ("path", "quotas")

    def __init__(self, path: str, quotas: list[Quota]) -> None:
        self.path = path
        self.quotas = tuple(quotas)

    def __len__(self) -> int:
        return len(self.quotas)

    def __iter__(self) -> Iterator[Quota]:
        return iter(self.quotas)

    def __getitem__(self, index: int) -> Quota:
        return self.quotas[index]

    def __repr__(self) -> str:
        return f"<Quotas of {len(self)} models, by GET {self.path}>"


def quotas(session: Session, model: str | None, name: str | None, *, deadline: Deadline | None = None) -> Quotas:
    """See `Client.quotas`."""
    model, models, within = word("model", model), session.owner.models, deadline or session.for_query()
    if model is not None and model in models:
        model = models.table(model).id_in(session.settings.region, model)
    given = {"model": model, "name": word("name", name)}
    asked = {key: value for key, value in given.items() if value is not None}
    paths = session.api.paths
    latest, first = paths["quotas"], paths.get("quotas-first-edition")
    try:
        return Quotas(latest, _all(session, latest, asked, within))
    except APIError as error:
        if error.status != 404 or first is None:
            raise
        log.warning("GET %s answers 404; GET %s is asked, as another edition of the documents has it", latest, first)
    try:
        return Quotas(first, _all(session, first, asked, within))
    except APIError as error:
        if error.status == 404:
            error.hint = tr(
                "Neither {latest} nor {first} is there; the documents promise them on workspace hosts, and the later "
                "one only of Beijing.",
                latest=latest,
                first=first,
            )
        raise


def _all(session: Session, path: str, asked: dict[str, str], deadline: Deadline) -> list[Quota]:
    """The entries of all pages, each once: a page that holds nothing new is taken for the end."""
    found: dict[tuple[str, str | None], Quota] = {}
    for number in range(1, PAGES + 1):
        query = urlencode({**asked, "page_no": number, "page_size": _PAGE})
        output = mapping(get(session, f"{path}?{query}", deadline=deadline).get("output"))
        if not isinstance(output.get("quotas"), list):
            raise MalformedResponse(tr("the answer of GET {path} has no list of rate limits", path=path))
        rows = [Quota(mapping(row)) for row in sequence(output.get("quotas"))]
        before = len(found)
        for row in rows:
            found.setdefault((row.model, row.workspace_id), row)
        total = _number(output, "total")
        if len(found) == before or (total is not None and len(found) >= total):
            break
    return list(found.values())


def _number(raw: Document, name: str) -> int | None:
    value = raw.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
