"""The list of the account's tasks as it is searched: newest first, with the moments of the client's own clock."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from brushwork_runtime.api.answer import mapping, said, sequence, text
from brushwork_runtime.api.exchange import get_dated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.session import Session

_LATEST = 10**14
"""Milliseconds since 1970; nothing later is a moment."""

PAGES = 50
"""Pages that are read at most."""


class Row:
    """A task of the list. `moment` is when it was created, on the client's clock; None where the row is silent."""

    __slots__ = ("model_id", "moment", "request_id", "status", "task_id")

    def __init__(self, document: Document, offset: float) -> None:
        created = document.get("gmt_create")
        self.task_id = text(document.get("task_id")) or ""
        self.model_id = text(document.get("model_name"))
        self.request_id = said(document.get("request_id"))
        self.status = said(document.get("status"))
        if isinstance(created, (int, float)) and abs(created) < _LATEST:
            self.moment: float | None = created / 1000 + offset
        else:
            self.moment = None


class Page:
    """Some rows. `dated`: whether the answer said what the service's clock shows; else this machine's is believed."""

    __slots__ = ("dated", "rows")

    def __init__(self, document: Document, now: float, date: float | None) -> None:
        offset = now - (time.time() if date is None else date)
        self.dated = date is not None
        self.rows = [Row(mapping(row), offset) for row in sequence(document.get("data") or document.get("tasks"))]


def pages(session: Session, model_id: str, deadline: Deadline) -> Iterator[Page]:
    """The pages of a model's tasks, each fetched when it is asked for. Raises what reading the list raises."""
    for number in range(1, PAGES + 1):
        query = urlencode({"model_name": model_id, "page_no": number})
        path = f"{session.api.paths['task-list']}?{query}"
        document, date = get_dated(session, path, deadline=deadline.part(1.0))
        yield Page(document, session.clock.now(), date)
        last = document.get("total_page")
        if isinstance(last, int) and number >= last:
            return


_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def is_task_id(text: object) -> bool:
    """Whether `text` can be the id of a task; nothing else is ever made part of an address."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None
