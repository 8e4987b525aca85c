"""What an error is when it is pickled: all that it holds, and no key in any of it.

A key goes into the pickle of a client that was given one, since a program that pickles a client means to use it; nobody
means to put it into a file of failures, or on the wire to whoever collects them. Where the error is unpickled, its
client takes the key from another client of that process which has the same one, else from the environment.
"""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING, TypeVar

from brushwork_runtime.base import redact

if TYPE_CHECKING:
    from typing import Any

    from brushwork_runtime.base.errors import BrushworkError

    ErrorT = TypeVar("ErrorT", bound=BrushworkError)


class _Packer(pickle.Pickler):
    """Writes what an error holds; the error itself, wherever it stands in there, as a reference."""

    def __init__(self, stream: io.BytesIO, error: BrushworkError) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._error = error

    def persistent_id(self, obj: Any) -> str | None:
        """What stands for the error."""
        return "error" if obj is self._error else None

    def reducer_override(self, obj: Any) -> Any:
        """What stands for a key, the mark by which it is found, and for a proxy with its password, nothing."""
        if isinstance(obj, redact.Key):
            return redact.marked, (redact.mark(obj),)
        return (_nothing, ()) if isinstance(obj, redact.Address) and "@" in obj else NotImplemented


class _Unpacker(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, error: BrushworkError) -> None:
        super().__init__(stream)
        self._error = error

    def persistent_load(self, pid: Any) -> BrushworkError:  # noqa: ARG002 - there is only one
        """The error that is being made."""
        return self._error


def packed(error: BrushworkError) -> bytes:
    """What an error holds, as bytes; only its plain values if something of it cannot be pickled, such as a hook."""
    try:
        return _bytes(error, error.__dict__)
    except Exception:  # whatever an object of somebody else's raises when it is pickled
        return _bytes(error, {name: held for name, held in error.__dict__.items() if isinstance(held, _PLAIN)})


_PLAIN = (str, int, float, bool, type(None))


def _bytes(error: BrushworkError, state: dict[str, object]) -> bytes:
    stream = io.BytesIO()
    _Packer(stream, error).dump(state)
    return stream.getvalue()


def unpacked(kind: type[ErrorT], arguments: tuple[str, ...], state: bytes) -> ErrorT:
    """The error of a pickle."""
    error = kind(*arguments)
    error.__dict__.update(_Unpacker(io.BytesIO(state), error).load())
    return error


def _nothing() -> None:
    """In place of a proxy, which is looked for in the environment again."""
