"""Whether a value of unknown type is a list or a mapping, and if so, as one of unknown items.

What a caller passes may be of a class of its own, whose methods raise whatever they like. So it is read here, once, and
goes on as the built-in type that it is. A file that a person names is read up to a bound, since it may have no end.
"""

from __future__ import annotations

from os.path import expanduser
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike


SETTLED = frozenset({str, int, bool, float, list, tuple, dict, type(None)})
"""Classes whose values are what they seem: none of their methods is of the caller's own."""


def builtin(value: object) -> object:
    """A value as text, list or dict if its class is derived from one of them; anything else as it is."""
    if type(value) in SETTLED:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    for found in (items(value), fields(value)):
        if found is not None:
            return found
    return value


def items(value: object) -> Sequence[object] | None:
    """A list or tuple; None for anything else. Raises `TypeError` for one that cannot be read."""
    if type(value) is list or type(value) is tuple:
        return value  # pyright: ignore[reportUnknownVariableType]  # a `cast` is a call
    if not isinstance(value, (list, tuple)):
        return None
    several = cast("Sequence[object]", value)
    try:
        return list(several)
    except Exception as error:
        raise unreadable("a list", several, error) from error


def fields(value: object) -> Mapping[object, object] | None:
    """A mapping; None for anything else. Raises `TypeError` for one that cannot be read."""
    if type(value) is dict:
        return value  # pyright: ignore[reportUnknownVariableType]  # the same
    from collections.abc import Mapping

    if not isinstance(value, Mapping):
        return None
    mapping = cast("Mapping[object, object]", value)
    try:
        return dict(mapping.items())
    except Exception as error:
        raise unreadable("a mapping", mapping, error) from error


def same(one: object, other: object) -> bool:
    """Whether two values are equal as JSON, where 1 is not true; no method of another class is called."""
    settled = type(one) in SETTLED and type(other) in SETTLED
    return settled and isinstance(one, bool) == isinstance(other, bool) and one == other


def flag(name: str, value: object) -> bool:
    """Whether `value` counts as true. Raises `TypeError` if it does not say."""
    try:
        return bool(value)
    except Exception as error:
        raise unreadable(name, value, error) from error


def unreadable(what: str, value: object, error: Exception) -> TypeError:
    """The error for an argument whose own methods raise."""
    return TypeError(
        tr(
            "{what} of type {kind} cannot be read: it raised {error}",
            what=what,
            kind=type(value).__name__,
            error=type(error).__name__,
        )
    )


def named(value: object) -> Mapping[str, object]:
    """A mapping whose names are text, empty for anything else."""
    found = fields(value)
    return {} if found is None else {name: item for name, item in found.items() if isinstance(name, str)}


def members(extra: Mapping[str, object]) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """`extra` of a call as members of `parameters` and of `input`."""
    if extra and all(name in ("parameters", "input") and fields(part) is not None for name, part in extra.items()):
        return named(extra.get("parameters")), named(extra.get("input"))
    return extra, {}


def plain(value: object) -> object:
    """A value with lists for tuples and dicts for other mappings, all the way down."""
    if (entries := items(value)) is not None:
        return [plain(item) for item in entries]
    if (mapping := fields(value)) is not None:
        return {name: plain(item) for name, item in mapping.items()}
    return value


class TooLong(ValueError):
    """A file with more bytes than such a file ever has."""


class NotUnicode(ValueError):
    """A text in an encoding that is not read, since bytes do not tell which it is. The message names the likely one."""


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""What stands before a text whose encoding is marked, longer ones first."""


def decoded(content: bytes) -> str:
    """A text of a person's in UTF-8, or in the Unicode encoding that its first bytes name. Raises `NotUnicode`."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\0" in content[1:2]:
        encoding = "utf-16-le"  # what begins in ASCII, as JSON and TOML do; PowerShell's without a mark
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        where, byte = error.start, content[error.start]
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        likely, name = "", "ENCODING"
    else:
        likely, name = tr(", but it may be GBK"), "GBK"
    raise NotUnicode(
        tr(
            "it is not {encoding}: byte 0x{byte:02x} at offset {where:,}{likely}; save it as UTF-8, "
            "as with `iconv -f {name} -t UTF-8`",
            encoding=encoding.upper().removesuffix("-SIG"),
            byte=byte,
            where=where,
            likely=likely,
            name=name,
        )
    )


def read_text(path: str | PathLike[str], most: int = 1 << 20) -> str:
    """The text of a file of at most `most` bytes, as `decoded`. Raises `OSError`, `TooLong`, `NotUnicode`."""
    with open(expanduser(path), "rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise TooLong(tr("it has more than {most:,} bytes", most=most))
    return decoded(content)
