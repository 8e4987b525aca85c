"""What a batch raises beside the errors of the core; all of them before anything is sent."""

from __future__ import annotations

from brushwork_runtime import BrushworkError, InvalidRequest


class JournalError(BrushworkError):
    """The journal cannot be used as it is; nothing was sent."""


class NoJournal(JournalError):
    """There is no journal at that place."""


class KeyConflict(JournalError):
    """A key stands for two different requests."""


class JournalTooNew(JournalError):
    """The journal was written by a newer version of Brushwork."""


class NetworkFileSystem(JournalError):
    """The journal lies where locks and writes of several machines cannot be relied on."""


class InputError(InvalidRequest):
    """The input cannot be read as it is; nothing was sent."""
