"""Batches: many requests, each sent once, whatever dies meanwhile.

    from brushwork.batch import Batch

    batch = Batch([{"model": "qwen-image-2.0-pro", "prompt": "a cat"}], journal="cats.journal", out="cats")
    for done in batch:
        print(done.key, done.state, done.paths)

`async for` does the same in asyncio. Run it again after an interruption, or a kill: it goes on where it was.
"""

from __future__ import annotations

from brushwork_batch import batch as _batch
from brushwork_batch.errors import JournalError, JournalTooNew, KeyConflict, NetworkFileSystem
from brushwork_batch.journal import Journal
from brushwork_batch.records import Event, Job, Summary

from .client import Client

__all__ = [
    "Batch",
    "Event",
    "Job",
    "Journal",
    "JournalError",
    "JournalTooNew",
    "KeyConflict",
    "NetworkFileSystem",
    "Summary",
    "work",
]


def work(journal: str, key: str) -> str:
    """Carry one job of a journal to its end: what an engine calls, as often as it likes.

    The client is made from the environment. The job is sent once, however many calls of this there are; the state that
    it is in at the end is returned, or why it was not sent ("paused", "budget", "stopped", "none").
    """
    return _batch.work(journal, key, Client)


class Batch(_batch.Batch):
    """Many requests, each sent once; see `brushwork_batch.batch.Batch`."""

    make_client = Client
    work = staticmethod(work)
