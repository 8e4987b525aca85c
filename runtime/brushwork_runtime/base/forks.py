"""After `os.fork`: what a child must not share with its parent is dropped in the child before it can be used.

Two processes that write to one TLS connection break it, and a lock that another thread held at that moment stays locked
for ever. Whatever has connections, locks or threads says so here when it is made.
"""

from __future__ import annotations

import os
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    class Forked(Protocol):
        """What can begin anew in a child process."""

        def after_fork(self) -> None:
            """Drop connections, threads and locks that came from the parent; the child has this one thread only."""
            ...


_watched: weakref.WeakSet[Forked] = weakref.WeakSet()


def watch(thing: Forked) -> None:
    """Call `thing.after_fork()` in every child process, for as long as it lives."""
    _watched.add(thing)


def _in_child() -> None:
    for thing in list(_watched):
        thing.after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork either
    os.register_at_fork(after_in_child=_in_child)
