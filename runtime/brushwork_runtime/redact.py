"""Keeping secrets and bulk out of what people read: keys, signed queries, `data:` URIs, long values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HIDDEN = "…"
_SHOWN_LENGTH = 60


def key(secret: str) -> str:
    """A key as people may see it: `sk-…f3a9`. A short one shows nothing but its prefix."""
    prefix = secret[: secret.find("-") + 1] if "-" in secret[:8] else ""
    return prefix + HIDDEN + (secret[-4:] if len(secret) >= 16 else "")


def scrub(text: str, secrets: Iterable[str | None]) -> str:
    """`text` with every one of `secrets` shown as `key` shows it."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, key(secret))
    return text


def url(address: str) -> str:
    """A URL without what may be secret: user and password, and the value of a signed query."""
    if address[:5].lower() == "data:":
        return address[: address.find(",") + 1] + f"{HIDDEN} ({len(address):,} characters)"
    bare, mark, _ = address.partition("?")
    scheme, separator, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    shown = f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}"
    return f"{shown}?{HIDDEN}" if mark else shown


def value(thing: object, length: int = _SHOWN_LENGTH) -> str:
    """Any value, short, on one line, in ASCII-safe form; never raises, and never shows the bytes of an image."""
    if isinstance(thing, str):
        return _text(thing, length)
    if isinstance(thing, (bytes, bytearray)):
        return f"{len(thing):,} bytes"
    if isinstance(thing, int) and not isinstance(thing, bool) and abs(thing) >= 10**30:
        return f"an integer of about {int(thing.bit_length() * 0.30103) + 1:,} digits"
    try:
        shown = repr(thing)
    except Exception:  # a broken __repr__, nesting that is too deep, or an integer too long to print
        return f"a {type(thing).__name__}"
    return _cut(" ".join(shown.split()), length)


def shortened(text: str, length: int = 300) -> str:
    """What somebody else says, no longer than a few lines."""
    return _cut(text, length)


def _text(text: str, length: int) -> str:
    if text[:5].lower() == "data:" and "," in text[:100]:
        return url(text)
    shown = repr(text[: length + 1])
    return shown if len(shown) <= length and len(text) <= length else f"{shown[: length - 2]}{HIDDEN}{shown[0]}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + HIDDEN
