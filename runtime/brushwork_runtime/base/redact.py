"""Keeping secrets and bulk out of what people read, and making what a server says fit to be read.

The bulk of a traceback, too: see `short`.

Every text of a server that people may see passes `shown` where it enters: codes, messages, ids, states, headers. From
there on it is a short line without control characters, and may go to a terminal, a log or a file name.

`Key`, `Authorization` and `Address` are what they are to the network and hide themselves from people: a traceback with
the values of variables, a debugger, a dictionary of headers in a log all show `repr`. Anything that is made of such a
text (a slice, a sum) is an ordinary text again.
"""

from __future__ import annotations

import re
import weakref
from functools import lru_cache
from os import environ
from typing import TYPE_CHECKING

from brushwork_runtime.base import json_values as shapes
from brushwork_runtime.base.errors import BrushworkError
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    Shown = str | Callable[[re.Match[str]], str]

HIDDEN = "…"
LONGEST = 1000
"""Characters of a text of a server that are shown."""

_SHOWN_LENGTH = 60
_URL_LENGTH = 400

_PIECE, _RUN = 8, 12
"""Characters of a secret by which parts of it are looked for, and that a part has at least to be hidden."""

_ESCAPES = (
    r"[%\\&](?:(?<=%)([0-9a-fA-F]{2})|(?<=\\)u([0-9a-fA-F]{4})|(?<=\\)x([0-9a-fA-F]{2})"
    r"|(?<=&)#[xX]([0-9a-fA-F]{1,4});|(?<=&)#([0-9]{1,5});)"
)

_LAYERS = 3
"""How often a text may have been escaped."""

_COMMANDS = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""Controls of terminals, of lines and of the direction of writing, what nobody sees, and halves of characters."""

_PATTERNS: tuple[tuple[str, Shown], ...] = (
    (r"(data:[\w.+-]+/[\w.+-]+;base64,)[\w+/=\-]+", r"\1…"),
    (r"(?i)\b(?:https?|socks\w?)://[^\s\"'<>]+", lambda found: _bare(found[0])),
    (
        r"(?i)([\"']?(?:OSSAccessKeyId|oss_access_key_id|Signature|policy)[\"']?\s*[:=]\s*[\"']?)[\w+/=%.-]+",
        r"\1…",
    ),
    (r"(?i)\b(sk-(?:ws-|sp-)?|st-|(?:Bearer|Basic)\s+)[\w.\-/+=]{4,}", r"\1…"),
)
"""What is hidden, and what is shown in its place; compiled, and kept by `re`, when one is needed first.

Each takes linear time: a match that fails has looked at nothing that another one begins in.
"""


def shown(text: str, secrets: Iterable[str | None] = (), length: int = LONGEST) -> str:
    """A text of a server as people may see it: one line of at most `length` characters that hides what is secret.

    Control characters and their like are written as escapes (`escaped`). `secrets` are hidden whole, in part and
    encoded; what looks like a key is hidden anyway.
    """
    text = scrub(text, secrets)
    if len(text) <= 48 and text.isascii() and text.replace("-", "").isalnum() and "k-" not in text and "t-" not in text:
        return text
    return _cut(escaped(masked(" ".join(text[: 2 * length].split()))), length)


def masked(text: str) -> str:
    """`text` without keys, user and query of URLs (they hold signatures), upload policies and image data."""
    for pattern, instead in _PATTERNS:
        text = re.sub(pattern, instead, text)
    return text


def escaped(text: str, keep: str = "") -> str:
    """`text` with what is no letter but a command (see `_COMMANDS`), but for `keep`, as JSON writes it: `\\u001b`."""
    if text.isprintable():
        return text
    return re.sub(_COMMANDS, lambda found: found[0] if found[0] in keep else _escape(found[0]), text)


def prose(text: str) -> str:
    """`text` as a paragraph of Markdown: none of it is markup that could load or run anything when it is opened."""
    text = re.sub(r"&(?=#?\w{1,32};)", "&amp;", escaped(text, keep="\n\t"))
    return text.replace("<", "&lt;").replace("[", "&#91;")


def _escape(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def key(secret: str) -> str:
    """A key as people may see it: `sk-…f3a9`. A short one shows nothing but its prefix."""
    prefix = secret[: secret.find("-") + 1] if "-" in secret[:8] else ""
    return prefix + HIDDEN + (secret[-4:] if len(secret) >= 16 else "")


def scrub(text: str, secrets: Iterable[str | None]) -> str:
    """`text` with every one of `secrets` shown as `key` shows it, and without parts and encoded forms of it."""
    for secret in secrets:
        if not secret:
            continue
        pieces, plain = _pieces(secret), _unescape(text)
        if plain is not text and any(piece in plain for piece in pieces):
            text = plain
        if any(piece in text for piece in pieces):
            text = text.replace(secret, key(secret))
            for form in _forms(secret):
                text = _without(text, form)
    return text


def _unescape(text: str) -> str:
    """`text` with the escapes of URLs, JSON and HTML undone, those of escapes too; itself if it has none."""
    plain = text
    for _ in range(_LAYERS):
        if not ("%" in plain or "\\" in plain or "&" in plain):
            break
        before, plain = plain, re.sub(r"\\{2,}", r"\\", plain.replace("&amp;", "&"))
        plain = re.sub(_ESCAPES, _unescaped, plain).replace("\0", "")  # every other byte of UTF-16
        if plain == before:
            break
    return text if plain == text else plain


def leaks(body: bytes, secrets: tuple[str, ...]) -> bool:
    """Whether a JSON text may hold one of `secrets`, or a part of it, in whatever encoding and however escaped."""
    text = body.replace(b"\0", b"").replace(b"\\/", b"/").decode("latin-1")
    return any(scrub(text, (secret,)) != text for secret in secrets if secret)


def scrubbed(document: object, secrets: tuple[str | None, ...]) -> object:
    """A JSON value with every text in it scrubbed, the names of members too."""
    if isinstance(document, str):
        return scrub(document, secrets)
    if (entries := shapes.items(document)) is not None:
        return [scrubbed(item, secrets) for item in entries]
    if (members := shapes.fields(document)) is not None:
        return {scrub(str(name), secrets): scrubbed(item, secrets) for name, item in members.items()}
    return document


@lru_cache(64)
def _forms(secret: str) -> tuple[str, ...]:
    """A secret as it may be written: in capitals, in hex, in base64 from each of its three places to begin."""
    if len(secret) < _PIECE:
        return (secret,)
    from base64 import b64encode

    raw = secret.encode("utf-8", "replace")
    found = [secret, secret.lower(), secret.upper(), raw.hex()]
    for ahead, first in enumerate((0, 2, 3)):
        coded = b64encode(b"\0" * ahead + raw).decode("ascii")[first : (ahead + len(raw)) * 8 // 6]
        found += [coded, coded.replace("+", "-").replace("/", "_")]
    return tuple(dict.fromkeys(found))


@lru_cache(64)
def _pieces(secret: str) -> tuple[str, ...]:
    """Short texts, one of which is in every long part of every form of a secret."""
    found: dict[str, None] = {}
    for form in _forms(secret):
        size = _size(form)
        found |= dict.fromkeys(form[place : place + size] for place in range(0, len(form) - size + 1, size))
    return tuple(found)


def _size(form: str) -> int:
    return _PIECE if len(form) > _RUN else len(form)


def _without(text: str, form: str) -> str:
    """`text` with every long part of `form` hidden. Linear: nothing of `text` is looked at twice for one piece."""
    size = _size(form)
    for place in range(0, len(form) - size + 1, size):
        piece = form[place : place + size]
        if piece not in text:
            continue
        told, at = list[str](), 0
        while (start := text.find(piece, at)) >= 0:
            end, left, right = start + size, place, place + size
            while start > at and left > 0 and text[start - 1] == form[left - 1]:
                start, left = start - 1, left - 1
            while end < len(text) and right < len(form) and text[end] == form[right]:
                end, right = end + 1, right + 1
            told += [text[at:start], HIDDEN if end - start >= min(_RUN, len(form)) else text[start:end]]
            at = end
        text = "".join([*told, text[at:]])
    return text


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[found.lastindex or 0], 10 if found.lastindex == 5 else 16))


def url(address: str) -> str:
    """A URL without what may be secret (user and password, the value of a signed query), short and fit to be read."""
    return _cut(escaped(_bare(address)), _URL_LENGTH)


def _bare(address: str) -> str:
    if address[:5].lower() == "data:":
        return address[: address.find(",") + 1] + f"{HIDDEN} ({len(address):,} characters)"
    bare, mark, _ = address.partition("?")
    bare, fragment, _ = bare.partition("#")
    scheme, separator, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    plain = f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}"
    return f"{plain}{mark or fragment}{HIDDEN}" if mark or fragment else plain


def words(error: BaseException) -> str:
    """What an exception that is not ours says; never raises."""
    try:
        return shown(str(error))
    except Exception:  # a broken __str__
        return tr("it cannot say what")


def value(thing: object, length: int = _SHOWN_LENGTH) -> str:
    """Any value, short, on one line, in ASCII-safe form; never raises, and never shows the bytes of an image."""
    if isinstance(thing, str):
        return _text(str.__str__(thing), length)
    try:
        if isinstance(thing, (bytes, bytearray)):
            return tr("{count:,} bytes", count=len(thing))
        if isinstance(thing, int) and not isinstance(thing, bool) and abs(thing) >= 10**30:
            return tr("an integer of about {digits:,} digits", digits=int(thing.bit_length() * 0.30103) + 1)
        shown = repr(thing)
    except Exception:  # a method that is broken, nesting that is too deep, or an integer too long to print
        return f"a {type(thing).__name__}"
    return _cut(" ".join(shown.split()), length)


def _text(text: str, length: int) -> str:
    if text[:5].lower() == "data:" and "," in text[:100]:
        return url(text)
    shown = repr(text[: length + 1])
    return shown if len(shown) <= length and len(text) <= length else f"{shown[: length - 2]}{HIDDEN}{shown[0]}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + HIDDEN


class Key(str):
    """An API key, shown as `redact.key` shows it."""

    __slots__ = ("__weakref__",)

    def __repr__(self) -> str:
        return repr(key(str(self)))


class Authorization(str):
    """The value of the header that holds a key: "Bearer sk-..."."""

    __slots__ = ()

    def __repr__(self) -> str:
        scheme, blank, token = str(self).partition(" ")
        return repr(scheme + blank + key(token))


class Address(str):
    """A URL whose query may be a signature, or a `data:` URI."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(url(str(self)))


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


class _Short:
    """Leaves the frames below a public method out of the traceback of what it raises: see `short`."""

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, (BrushworkError, FileExistsError)):
            self.cut(error)

    def cut(self, error: BaseException) -> None:
        """Let the traceback of an error that is being handled end here."""
        if environ.get("BRUSHWORK_TRACEBACK") == "full":
            return
        if error.__traceback__ is not None:
            error.__traceback__.tb_next = None
        seen = {error}
        while (cause := error.__cause__ or error.__context__) is not None and cause not in seen:
            if isinstance(cause, BrushworkError):
                cause.__traceback__ = None
            seen.add(cause)
            error = cause


short = _Short()
"""`with short:` in a public method: what it raises is shown with the caller's line and that of the method."""
