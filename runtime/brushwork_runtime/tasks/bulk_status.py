"""The account's task list as a cheaper way to look for many tasks at once: one page shows a hundred of them.

What it says is only a reason to query: rows move from page to page while it is walked through, it may be late or wrong,
and the result of a task stands nowhere but in the answer to its own query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from brushwork_runtime.api.answer import mapping, said, sequence, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.tasks.scheduler import Watch

PAGE = 100
"""Rows to ask for; how many a page may have is not documented, so the answer decides."""

FEW = 20
"""Tasks that are due at once and still queried one by one, which takes about a second."""

_DOUBT = 30.0
"""Seconds without the list once it has been wrong."""

_RECENT = 3.0
"""Seconds for which the list is expected to be right."""

_SURPRISES = 3
"""Tasks that had ended although the list called them running, before it is no longer believed."""


class BulkStatus:
    """One walk through the list, for `targets`; `model` is the only model among them, or None."""

    __slots__ = ("busy", "ended", "found", "model", "most", "page", "size", "sought", "targets")

    def __init__(self, targets: dict[str, Watch], size: int) -> None:
        self.targets = targets
        self.sought = len(targets)
        self.found = 0
        """Tasks that it found to have ended."""
        self.size = size
        self.page = 1
        self.most = 4 * (1 + self.sought // size) + 4
        """Pages after which the list is taken for somebody else's."""
        self.busy = False
        self.ended = False
        models = {watch.model for watch in targets.values()}
        self.model = models.pop() if len(models) == 1 else None

    def query(self) -> str:
        """The query of its next page."""
        fields: dict[str, str | int] = {"page_no": self.page, "page_size": self.size}
        if self.model is not None:
            fields["model_name"] = self.model
        return urlencode(fields)

    def rows(self, document: Document) -> Iterator[tuple[str, str]]:
        """Id and state of each task on a page; once they are taken, `ended` tells whether it was the last."""
        count = 0
        for entry in sequence(document.get("data")) or sequence(document.get("tasks")):
            row = mapping(entry)
            count += 1
            name, status = text(row.get("task_id")), said(row.get("status"))
            if name is not None and status is not None:
                yield name, status
        pages = document.get("total_page")
        last = self.page >= pages if isinstance(pages, int) else count < self.size
        self.ended = last or not count or not self.targets or self.page >= self.most
        self.page += 1


class Trust:
    """Whether the list is worth its cost just now: how long it is, and how far it has been right."""

    __slots__ = ("_blind", "_pages", "_surprises", "between", "size")

    def __init__(self) -> None:
        self.size = PAGE
        self.between = 0.0
        """Seconds from one walk to the next."""
        self._pages = 0
        self._blind = 0.0
        self._surprises = 0

    def worth(self, now: float, due: int, watched: int) -> bool:
        """Whether to walk through the list when so many of the tasks watched are due."""
        pages = self._pages or 1 + watched // self.size
        return now >= self._blind and due > max(FEW, 2 * pages)

    def wrong(self, now: float) -> None:
        """Do without the list for a while."""
        self._blind = now + _DOUBT
        self._surprises = 0

    def checked(self, watch: Watch, now: float) -> None:
        """A task has ended by its own query: compare that with what the list said of it."""
        if watch.found:
            self._surprises = 0
        elif watch.listed is not None and now - watch.listed < _RECENT:
            self._surprises += 1
            if self._surprises >= _SURPRISES:
                self.wrong(now)

    def landed(self, bulk: BulkStatus, now: float) -> None:
        """A walk is over."""
        self._pages = bulk.page - 1
        self.between = max(1.0, 0.25 * self._pages)
        if len(bulk.targets) > max(3, bulk.sought // 5):
            self.wrong(now)

    def refused(self, now: float, *, shorter: int | None) -> None:
        """The list could not be had: do without, unless a `shorter` page may help."""
        if shorter is not None and shorter < self.size:
            self.size = shorter
        else:
            self.wrong(now)
