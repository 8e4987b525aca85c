"""Texts that are what they are to the network and hide themselves from people.

A traceback with the values of variables, a debugger, a dictionary of headers in a log: all show `repr`. Anything
that is made of such a text (a slice, a sum) is an ordinary text again.
"""

from __future__ import annotations

from brushwork_runtime import redact


class Key(str):
    """An API key, shown as `redact.key` shows it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(redact.key(str(self)))


class Authorization(str):
    """The value of the header that holds a key: "Bearer sk-..."."""

    __slots__ = ()

    def __repr__(self) -> str:
        scheme, blank, key = str(self).partition(" ")
        return repr(scheme + blank + redact.key(key))


class Address(str):
    """A URL whose query may be a signature, or a `data:` URI."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(redact.url(str(self)))


def of_key(given: str | None) -> str | None:
    """A key as given, hidden; what is no text is left for others to refuse."""
    return Key(given) if isinstance(given, str) else given
