"""Texts that are what they are to the network and hide themselves from people.

A traceback with the values of variables, a debugger, a dictionary of headers in a log: all show `repr`. Anything
that is made of such a text (a slice, a sum) is an ordinary text again.
"""

from __future__ import annotations

import weakref

from brushwork_runtime.base import redact


class Key(str):
    """An API key, shown as `redact.key` shows it."""

    __slots__ = ("__weakref__",)

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
    if not isinstance(given, str):
        return given
    key = Key(str.__str__(given))
    _living[id(key)] = key
    return key


_living: weakref.WeakValueDictionary[int, Key] = weakref.WeakValueDictionary()
"""The keys of the clients of this process."""


def mark(key: Key) -> str:
    """What tells a key from others, and says nothing about it."""
    from hashlib import sha256

    return sha256(b"brushwork " + key.encode("utf-8", "replace")).hexdigest()[:16]


def marked(given: str) -> Key | None:
    """The key of this mark that a client of this process has, if one does."""
    return next((key for key in list(_living.values()) if mark(key) == given), None)
