"""Files that appear whole or not at all: written beside their place under another name, then renamed."""

from __future__ import annotations

import errno
import io
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from brushwork_runtime.base.language import reason_of, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO, Self


class Memory:
    """Keeps an image that comes in pieces in memory."""

    __slots__ = ("_stream",)

    def __init__(self) -> None:
        self._stream = io.BytesIO()

    def begin(self, head: bytes | memoryview) -> None:
        """Start with these first bytes; what was there is forgotten."""
        self._stream = io.BytesIO()
        self._stream.write(head)

    def write(self, piece: bytes | memoryview) -> None:
        """Append."""
        self._stream.write(piece)

    def stored(self) -> BinaryIO:
        """What is there, to be read."""
        return self._stream

    @property
    def content(self) -> bytes:
        """All of it."""
        return self._stream.getvalue()


class PartFile:
    """A file that comes in pieces. `place` names it by its first bytes; it is there once `finish` has returned.

    Every `OSError` names the file that was to be written. What has no name when its block ends is removed.
    """

    __slots__ = ("_overwrite", "_part", "_place", "_stream", "_target")

    def __init__(self, place: Callable[[bytes], Path], *, overwrite: bool = False) -> None:
        self._place = place
        self._overwrite = overwrite
        self._target: Path
        self._part: str | None = None
        self._stream: BinaryIO = io.BytesIO()  # until it is begun

    def begin(self, head: bytes | memoryview) -> None:
        """Start with these first bytes; what was there is forgotten. Folders are made.

        Raises `FileExistsError`, `IsADirectoryError` or another `OSError`.
        """
        self.discard()
        self._target = target = self._place(bytes(head[:64]))
        vacant(target, self._overwrite)
        folder, name = os.path.split(target)
        try:
            self._part = os.path.join(folder, f".{name[:40]}.{os.urandom(4).hex()}.part")
            if folder and not os.path.isdir(folder):
                _make(target.parent)
            self._stream = open(self._part, "x+b")  # noqa: SIM115 - closed by `finish` or `discard`
        except OSError as error:
            raise _named(error, target) from error
        self.write(head)

    def write(self, piece: bytes | memoryview) -> None:
        """Append."""
        try:
            self._stream.write(piece)
        except OSError as error:
            raise _named(error, self._target) from error

    def stored(self) -> BinaryIO:
        """What is there, to be read; nothing is appended after that."""
        try:
            self._stream.flush()
        except OSError as error:
            raise _named(error, self._target) from error
        return self._stream

    def finish(self) -> Path:
        """Give the file its name in one step, once it is on the disk. Raises `FileExistsError`, `OSError`."""
        stream, target = self.stored(), self._target
        try:
            os.fsync(stream.fileno())
            stream.close()
            if _rename(stream.name, target, self._overwrite):
                self._part = None
        except (FileExistsError, IsADirectoryError):
            raise
        except OSError as error:
            raise _named(error, target) from error
        finally:
            self.discard()
        return target

    def discard(self) -> None:
        """Remove what has no name yet."""
        part, self._part = self._part, None
        with suppress(OSError):  # a full disk refuses what is still buffered
            self._stream.close()
        if part is not None:
            with suppress(OSError):
                os.unlink(part)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()


def write(content: bytes, target: Path, *, overwrite: bool = False) -> None:
    """Write `content` to `target`, whole or not at all. Raises `FileExistsError` unless `overwrite`, `OSError`."""
    with PartFile(lambda _: target, overwrite=overwrite) as part:
        part.begin(content)
        part.finish()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        what = tr("{folder} is a file, not a folder", folder=error.filename)
        raise NotADirectoryError(errno.ENOTDIR, what, str(folder)) from error


def vacant(target: Path, overwrite: bool) -> None:
    """Raise if `target` is a folder, or is there and may not be overwritten; a link counts as what it is, a file."""
    if not os.path.lexists(target):
        return
    if os.path.isdir(target) and not os.path.islink(target):
        what = tr('it is a folder; name a file in it, or save the whole result with result.save("folder/")')
        raise IsADirectoryError(errno.EISDIR, what, str(target))
    if os.path.exists(target) and not os.path.isfile(target):
        what = tr("it is a device or a pipe, which no file replaces; open it and pass the open file")
        raise OSError(errno.EINVAL, what, str(target))
    if not overwrite:
        raise _exists(target)


def _rename(part: str, target: Path, overwrite: bool) -> bool:
    """Give the whole file its name; without `overwrite` also against another process's file. False if it has both."""
    if not overwrite:
        try:
            os.link(part, target)
        except FileExistsError:
            raise _exists(target) from None
        except OSError:  # a file system without hard links
            if os.path.lexists(target):
                raise _exists(target) from None
        else:
            return False
    os.replace(part, target)
    return True


def _exists(target: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, tr("the file exists; pass overwrite=True to replace it"), str(target))


def _named(error: OSError, target: Path) -> OSError:
    """The same error of the disk, naming the file that it is about; nothing stands under that name, or the old file."""
    said = reason_of(error) if error.strerror else str(error)
    return OSError(error.errno, tr("{said}; nothing was written", said=said), str(target)) if error.errno else error
