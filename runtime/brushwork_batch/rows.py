"""The rows of an input: JSON lines, CSV, Parquet, lines of OpenAI's batches, or a folder of images.

They are read one after another, so that an input may be larger than the memory. A line that cannot be read is a row
that is refused, and the ones after it are read; only what holds for the whole input is an error.
"""

from __future__ import annotations

import codecs
import csv
import json
import os
import re
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from brushwork_batch.errors import InputError
from brushwork_runtime import EXTENSIONS, fields, items, reason_of, series, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

KEYS = ("key", "custom_id")
"""What the name of a row may be called."""

_OPENAI = frozenset({"custom_id", "method", "url", "body"})
_PATHS = re.compile(r"/images/(generations|edits)/?$|/services/aigc/")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_SUFFIXES = frozenset(f".{extension}" for extension in EXTENSIONS.values()) | {".jpeg", ".tif"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it was read: the `request` that it holds and the `key` that it gives, if any.

    `texts` tells that all values are texts, as those of CSV; `error` says why it is no request.
    """

    line: int
    key: str | None
    request: dict[str, Any]
    texts: bool = False
    error: str | None = None


def read(source: str | os.PathLike[str], *, stdin: BinaryIO | None = None) -> Iterator[Row]:
    """The rows of a file or a folder, `-` for JSON lines of stdin. Raises `InputError`."""
    if os.fspath(source) == "-":
        yield from _json_lines(stdin or sys.stdin.buffer, "stdin")
        return
    path = Path(source)
    suffix = path.suffix.lower()
    if path.is_dir():
        yield from _folder(path)
    elif suffix in (".parquet", ".pq"):
        yield from _parquet(path)
    elif suffix in (".xlsx", ".xls", ".ods"):
        raise InputError(
            tr("{path} is a spreadsheet", path=path), hint=tr("Save it as CSV (UTF-8), and name that file.")
        )
    else:
        reader: Callable[[BinaryIO, str], Iterator[Row]] = _csv if suffix in (".csv", ".tsv") else _json_lines
        try:
            with open(path, "rb") as file:
                yield from reader(file, str(path))
        except FileNotFoundError:
            hint = tr("An input is JSON lines, CSV, Parquet, or a folder of images.")
            raise InputError(tr("there is no file {path}", path=path), hint=hint) from None


def folder_of(source: str | os.PathLike[str]) -> Path:
    """The folder that the images of a row are relative to."""
    path = Path(source)
    return path.absolute() if path.is_dir() else path.absolute().parent


def taken(value: Mapping[str, Any], line: int) -> Row:
    """A row of plain values: a flat request, a body of the documents, or a line of OpenAI's batches.

    Names that begin with "_" are notes, such as those of errors.jsonl.
    """
    request = {name: each for name, each in value.items() if not name.startswith("_")}
    named = [name for name in KEYS if name in request]
    given = [request.pop(name) for name in named]
    key = None if not given or given[0] is None else given[0]
    error = None
    if isinstance(key, (int, float)) and not isinstance(key, bool):
        key = str(key)
    if len(given) > 1:
        error = tr("key and custom_id are the same thing under two names; give one of them")
    elif key is not None and (not isinstance(key, str) or not key):
        error = tr(
            "{name} is of type {kind} or empty; it is a text that names the row", name=named[0], kind=type(key).__name__
        )
    key = key if isinstance(key, str) and key else None
    if error is None and "body" in request and request.keys() <= _OPENAI:
        error, request = _of_openai(request)
    if error is None and not request:
        error = tr("it holds no request; it takes at least model and prompt")
    return Row(line=line, key=key, request=request, error=error)


def _of_openai(line: Mapping[str, Any]) -> tuple[str | None, dict[str, Any]]:
    """What is wrong with a line of OpenAI's batches, and the request that its body is."""
    body = fields(line["body"])
    if body is None:
        return tr("body is not an object"), dict(line)
    request = {str(name): value for name, value in body.items()}
    method, url = line.get("method", "POST"), line.get("url")
    if not isinstance(method, str) or method.upper() != "POST":
        return tr("method is {method!r}; images are made by POST", method=method), request
    if url is not None and (not isinstance(url, str) or not _PATHS.search(urlsplit(url).path)):
        return tr("url is {url!r}; a batch makes images: /v1/images/generations or /v1/images/edits", url=url), request
    return None, request


# JSON lines


def _json_lines(file: BinaryIO, name: str) -> Iterator[Row]:
    for line, text in _lines(file, name):
        if isinstance(text, UnicodeDecodeError):
            yield _unread(line, tr("it is not UTF-8 (byte {byte} of the line)", byte=text.start + 1))
        elif text.strip():
            yield _of_text(text, line)


def _of_text(text: str, line: int) -> Row:
    try:
        value = _DECODER.decode(text)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()  # half a character of two halves is none
    except (ValueError, RecursionError) as error:
        value = error
    if line == 1 and (isinstance(value, list) or (isinstance(value, ValueError) and text.strip() in ("[", "{"))):
        raise InputError(
            tr("the input is one JSON document, not JSON lines"),
            hint=tr(
                "Write one object per line: `jq -c '.[]' FILE` does so with an array, `jq -c . FILE` with objects."
            ),
        )
    if isinstance(value, json.JSONDecodeError):
        return _unread(
            line, tr("it is not valid JSON: {error} (column {column})", error=tr(value.msg), column=value.colno)
        )
    if isinstance(value, _Twice):
        return _unread(line, tr("it gives {name} twice", name=value))
    if isinstance(value, Exception):
        return _unread(line, tr("it cannot be read as JSON: {error}", error=value))
    found = fields(value)
    if found is None:
        return _unread(line, tr("it is of type {kind}, not an object", kind=type(value).__name__))
    return taken({str(name): each for name, each in found.items()}, line)


class _Twice(ValueError):
    """A name that an object has twice: which of the values is meant nobody can tell."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _no_number(text: str) -> None:
    raise ValueError(tr("{text} is not a JSON number", text=text))


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def _unread(line: int, error: str) -> Row:
    return Row(line=line, key=None, request={}, error=error)


# Texts and their encodings


def _lines(file: BinaryIO, name: str) -> Iterator[tuple[int, str | UnicodeDecodeError]]:
    """The lines with their numbers; one that cannot be decoded is the error that it makes."""
    rest = iter(file)
    first = next(rest, b"")
    encoding, skipped = _encoding(first, name)
    if encoding == "utf-8":
        for number, line in enumerate(_chained(first[skipped:], rest), 1):
            try:
                yield number, line.decode("utf-8")
            except UnicodeDecodeError as error:
                yield number, error
        return
    yield from enumerate(_decoded(_chained(first, rest), encoding, name), 1)


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _decoded(pieces: Iterator[bytes], encoding: str, name: str) -> Iterator[str]:
    """The lines of a text of another encoding, whatever the pieces are that it comes in."""
    decoder = codecs.getincrementaldecoder(encoding)()
    left = ""
    try:
        for piece in pieces:
            *whole, left = (left + decoder.decode(piece)).split("\n")
            yield from whole
        yield left + decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        raise InputError(
            tr("{name} is not {encoding}: {reason}", name=name, encoding=encoding.upper(), reason=error.reason),
            hint=tr("Save it as UTF-8."),
        ) from None


def _encoding(start: bytes, name: str) -> tuple[str, int]:
    """The encoding that the first bytes tell, and how many of them are its mark."""
    for mark in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        if start.startswith(mark):
            raise InputError(tr("{name} is UTF-32", name=name), hint=tr("Save it as UTF-8."))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", 0
    if b"\0" in start[:200]:
        raise InputError(
            tr("{name} is not text, or is UTF-16 without its mark", name=name),
            hint=tr("Save it as UTF-8; Parquet ends in .parquet."),
        )
    return "utf-8", len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0


# CSV


def _csv(file: BinaryIO, name: str) -> Iterator[Row]:
    reader = csv.reader(_csv_text(file, name), delimiter="\t" if name.lower().endswith(".tsv") else ",", strict=True)
    try:
        head = next(reader, None)
        if head is None:
            return
        if len(head) == 1 and ";" in head[0]:
            raise InputError(
                tr("the columns of {name} are separated by semicolons", name=name), hint=tr("Save it with commas.")
            )
        names = [column.strip() for column in head]
        twice = sorted({column for column in names if names.count(column) > 1})
        if twice or not any(names):
            what = (
                tr("{name} has the column {column!r} twice", name=name, column=twice[0])
                if twice
                else tr("{name} has no names of columns on its first line", name=name)
            )
            raise InputError(what, hint=tr("The first line names the columns: key,model,prompt,size"))
        line = reader.line_num + 1
        for cells in reader:
            if any(cells):
                yield _of_cells(names, cells, line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            tr("{name}, line {line}: {error}", name=name, line=reader.line_num, error=reason_of(error)),
            hint=tr("Is a quotation mark not closed?"),
        ) from None


def _of_cells(names: list[str], cells: list[str], line: int) -> Row:
    if len(cells) > len(names):
        return _unread(
            line,
            tr(
                "it has {cells} cells, and the first line {columns}; text with commas is quoted",
                cells=len(cells),
                columns=len(names),
            ),
        )
    given = {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip() and name}
    row = taken(given, line)
    return Row(line=line, key=row.key, request=row.request, texts=True, error=row.error)


def _csv_text(file: BinaryIO, name: str) -> Iterator[str]:
    for line, text in _lines(file, name):
        if isinstance(text, UnicodeDecodeError):
            raise InputError(
                tr("{name} is not UTF-8: line {line}, byte {byte}", name=name, line=line, byte=text.start + 1),
                hint=tr('Save it as UTF-8; in Excel that is "CSV UTF-8".'),
            )
        yield text if text.endswith("\n") else f"{text}\n"


# Parquet and folders


def _parquet(path: Path) -> Iterator[Row]:
    try:
        parquet: Any = import_module("pyarrow.parquet")
        arrow: Any = import_module("pyarrow")
    except ImportError as error:
        raise ImportError(
            tr("Parquet needs pyarrow, which is not installed: pip install 'brushwork[arrow]'")
        ) from error
    try:
        with parquet.ParquetFile(path) as file:
            line = 0
            for batch in file.iter_batches(batch_size=1000):
                for value in batch.to_pylist():
                    line += 1
                    yield taken({name: each for name, each in value.items() if each is not None}, line)
    except (arrow.ArrowException, FileNotFoundError) as error:
        raise InputError(tr("{path} cannot be read as Parquet: {error}", path=path, error=error)) from None


def _folder(path: Path) -> Iterator[Row]:
    found = sorted(each for each in path.iterdir() if each.suffix.lower() in _SUFFIXES and each.is_file())
    if not found:
        raise InputError(
            tr("the folder {path} holds no images", path=path),
            hint=tr("They end in one of {names}.", names=series(sorted(_SUFFIXES))),
        )
    stems = [each.stem for each in found]
    for line, each in enumerate(found, 1):
        key = each.stem if stems.count(each.stem) == 1 else each.name
        yield Row(line=line, key=key, request={"reference_images": [str(each.absolute())]})


# Images of this machine


def local(request: dict[str, Any], names: frozenset[str], folder: Path) -> tuple[dict[str, Any], list[Path]]:
    """The request with the paths of its images made absolute, those in `folder` being meant; and these paths.

    `names` are those of the images of flat requests; of bodies it is known where they stand.
    """
    found: list[Path] = []

    def placed(value: Any) -> Any:
        if isinstance(value, os.PathLike):
            value = os.fsdecode(value)  # pyright: ignore[reportUnknownArgumentType]
        if isinstance(value, str) and value and not _SCHEME.match(value):
            path = Path(os.path.normpath(folder / value))
            found.append(path)
            return str(path)
        listed = items(value) if not isinstance(value, str) else None
        return value if listed is None else [placed(each) for each in listed]

    def walked(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: placed(each) if name in names else walked(each)
                for name, each in value.items()  # pyright: ignore[reportUnknownVariableType]
            }
        return [walked(each) for each in value] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]

    if names.isdisjoint(request) and "input" not in request:
        return request, found
    whole = {name: placed(value) if name in names else value for name, value in request.items()}
    if "input" in request:
        whole["input"] = walked(request["input"])
    return whole, found
