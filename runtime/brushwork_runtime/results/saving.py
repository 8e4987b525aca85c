"""Saving a result: its images at the same time on a few threads, in their order, and none lost for another's sake.

They go to a folder, a file name or a template, never to a name from the service or a URL. In a PNG, what made it may
stand as text: two chunks of type iTXt behind its header, every other byte as it was; none where that does harm.
"""

from __future__ import annotations

import io
import json
import os
import re
import threading
import time
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.clock import Cancellation
from brushwork_runtime.base.errors import BrushworkError
from brushwork_runtime.base.image_ends import png_chunks, png_text
from brushwork_runtime.base.image_headers import EXTENSIONS, Reader, signature, sniff
from brushwork_runtime.base.json_values import flag, unreadable
from brushwork_runtime.base.language import tr
from brushwork_runtime.results.atomic_file import vacant, write
from brushwork_runtime.results.download import unless_asked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Protocol, TypeGuard

    Place = Callable[[str], Path]
    """A path for an extension ("png"), which is known only when the content is."""

    class Writable(Protocol):
        """Whatever bytes can be written to."""

        def write(self, data: bytes, /) -> object:
            """Write some of the bytes or all, and return how many if not all."""
            ...

    import os
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.image_headers import Header
    from brushwork_runtime.results.converting import Wish
    from brushwork_runtime.results.download import Downloads
    from brushwork_runtime.results.result import Result

    Job = Callable[[Cancellation], Path]
    """Saves one image, unless it is told to stop."""


DEFAULT = "{model}-{id}-{i}.{ext}"
_IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".avif", ".heic", ".jxl")
UNMADE = (
    ".pdf",
    ".svg",
    ".psd",
    ".eps",
    ".ai",
    ".ico",
    ".html",
    ".md",
    ".txt",
    ".json",
    ".zip",
    ".mp4",
    ".mov",
    ".webm",
)
"""Ends of names of files that are no pictures, or none that is made here: under them nothing is saved."""

_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(con|conin|conout|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)", re.IGNORECASE)
_LENGTHS = (80, 40, 20, 10)
"""Bytes that a field may have: the first of them that keeps every name short enough for a file system."""

_LONGEST = 245
"""Bytes of a name; file systems take 255, and a sidecar puts something behind it."""


_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}::?")
"""The scheme of a URL, or the first of several as fsspec chains them; one letter is a drive."""


def is_local(destination: object) -> TypeGuard[str | os.PathLike[str]]:
    """Whether it is a path, and neither a URL nor something to be written to. What is none of all is left to Names."""
    if isinstance(destination, str):
        text = str.__str__(destination)  # whatever a class of its own makes of its methods
        return "://" not in text or _URL.match(text) is None
    return isinstance(destination, os.PathLike) or not hasattr(destination, "write")


class Names:
    """The file names of one result. `folder` is where the first of them lies.

    Whatever the fields hold, they name files below the folder that the template itself names. Raises `ValueError` for
    a template with an unknown field or unbalanced braces. `remote` names are of no file system here.
    """

    __slots__ = ("_fields", "folder", "template")

    def __init__(
        self, destination: str | os.PathLike[str], fields: Mapping[str, str], count: int, *, remote: bool = False
    ) -> None:
        self._fields = dict(fields)
        known = sorted({*self._fields, "i", "ext"})
        destination = path_text(destination)
        try:
            self.template = _template(destination, count, remote)
            unknown = [name for name in _fields(self.template) if name not in known]
            if unknown:
                raise ValueError(tr("there is no field {place}", place="{" + unknown[0] + "}"))
            self.folder = self.of(0)("png").parent
        except (ValueError, LookupError, AttributeError, TypeError, MemoryError) as error:
            why = (
                tr("there is no field {error}", error=error)
                if isinstance(error, KeyError)
                else str(error) or tr("it asks for too much")
            )
            accepted = ", ".join(f"{{{name}}}" for name in known)
            raise ValueError(
                tr(
                    "{destination} is not a valid template for file names: {why}. The fields are {accepted}; "
                    "a brace itself is written twice, as {{{{ or }}}}.",
                    destination=redact.value(destination, 200),
                    why=why,
                    accepted=accepted,
                )
            ) from error

    def of(self, index: int) -> Place:
        """The path of the image at `index` (from 0), once its extension is known."""
        return lambda extension: self._filled({**self._fields, "i": index, "ext": extension})

    def _filled(self, values: Mapping[str, object]) -> Path:
        paths = [Path(_Fill(length).vformat(self.template, (), values)) for length in _LENGTHS]
        return next((path for path in paths if _fits(path)), paths[0])


def path_text(given: str | os.PathLike[str]) -> str:
    """A path as text, with the home folder for "~".

    Raises `TypeError` for what is none, `ValueError` for what no system takes.
    """
    if not isinstance(given, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
        raise TypeError(
            tr(
                "the path is {given}; it must be text or a path, an open binary file, another object "
                "with write(), or a URL of fsspec such as s3://bucket/cat.png",
                given=redact.value(given),
            )
        )
    try:
        text = str.__str__(given) if isinstance(given, str) else os.fsdecode(given)
    except Exception as error:
        raise unreadable(tr("a path"), given, error) from error
    try:
        valid = b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        valid = False
    if not valid:
        raise ValueError(tr("{text} cannot be the name of a file", text=redact.value(text, 200)))
    if ":" in text[:8] and "://" not in text:
        from brushwork_runtime.validate.inputs import DRIVE, STORES, scheme

        if DRIVE.match(text) and os.name != "nt":
            raise ValueError(
                tr("{text} is a path of Windows, and this is another system", text=redact.value(text, 200))
            )
        if (begins := scheme(text)) in STORES:
            right = f"{begins}://{text[len(begins) + 1 :].lstrip('/')}"
            raise ValueError(
                tr("{text} is not a path; as a URL it is {right}", text=redact.value(text, 200), right=right)
            )
    return os.path.expanduser(text) if text.startswith("~") else text


class _Fill(Formatter):
    """Fills a template; what is put in is always part of a name."""

    def __init__(self, length: int) -> None:
        self._length = length

    def format_field(self, value: object, format_spec: str) -> str:
        """The text of one field."""
        return safe(format(value, format_spec), self._length)


def _fits(path: Path) -> bool:
    return all(len(os.fsencode(name)) <= _LONGEST for name in path.parts)


def _fields(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def _template(destination: str, count: int, remote: bool) -> str:
    path = Path(destination)
    folder = not remote and path.is_dir()
    if "{" in destination and not folder:
        return destination if count < 2 or "i" in _fields(destination) else _numbered(path)
    if path.suffix.lower() in _IMAGE_SUFFIXES + UNMADE and not folder and not destination.endswith(("/", "\\")):
        escaped = Path(_escaped(destination))
        return str(escaped) if count < 2 else _numbered(escaped)
    return str(Path(_escaped(destination)) / DEFAULT)


def _numbered(path: Path) -> str:
    suffix = path.suffix if path.suffix == ".{ext}" or "}" not in path.suffix else ""
    return str(path.with_name(f"{path.name.removesuffix(suffix)}-{{i}}{suffix}"))


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def safe(value: str, length: int = _LENGTHS[0]) -> str:
    """`value` as part of a file name on every system: letters, digits, "_", ".", "-", at most `length` bytes.

    It is never empty and neither "." nor "..".
    """
    plain = _UNSAFE.sub("_", value).strip(". ")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return plain.encode()[:length].decode(errors="ignore").strip(". ") or "_"


THREADS = 4
"""Images of one result that are fetched at the same time."""

_PATIENCE = 0.1
"""Seconds that an interrupted call waits for all of its threads; those that read a body have been woken."""


def save(
    result: Result,
    destination: str | os.PathLike[str] | Writable,
    cancellation: Cancellation | None = None,
    *,
    overwrite: bool,
    metadata: bool,
    sidecar: bool,
    form: str | None = None,
    quality: int | None = None,
    ai_marking: object = False,
) -> list[Path]:
    """See `Result.save`."""
    overwrite = flag("overwrite", overwrite)
    if not is_local(destination):
        from brushwork_runtime.results.elsewhere import Elsewhere

        put = Elsewhere(
            destination, len(result.images), overwrite, metadata, sidecar, form, quality, ai_marking, result.fields()
        )
        return cast("list[Path]", put.all(result, cancellation))
    names = Names(destination, result.fields(), len(result.images))
    # a folder and "{ext}" take the format's own extension
    name = None if "{ext}" in names.template else names.template
    wishes = wished(result.fields(), len(result.images), name, form, quality, ai_marking)

    def job(index: int) -> Job:
        def work(stop: Cancellation) -> Path:
            return result.images[index].save_as(names.of(index), overwrite, metadata, sidecar, stop, wishes[index])

        return work

    outcomes = run([job(index) for index in range(len(result.images))], cancellation)
    paths = [outcome for outcome in outcomes if isinstance(outcome, Path)]
    for index, outcome in enumerate(outcomes):
        if not isinstance(outcome, Path):
            raise telling(outcome, index, paths, len(outcomes))
    if result.story:
        page = names.folder / "index.md"
        write(result.markdown(page.parent).encode(), page, overwrite=overwrite)
        paths.append(page)
    return paths


def wished(
    fields: Mapping[str, str],
    count: int,
    name: str | None,
    form: str | None = None,
    quality: int | None = None,
    ai_marking: object = False,
) -> list[Wish | None]:
    """What each image of a result is to be, with `fields` in its label. Raises as `converting.wish`."""
    if form is None and quality is None and ai_marking is False:
        return [None] * count
    from brushwork_runtime.results.converting import wish

    each = [wish(form, quality, name, ai_marking, **fields, i=str(index)) for index in range(count)]
    labels = {tuple(one.marks.values()) for one in each if one is not None and len(one.marks) > 1}
    if len(each) > len(labels) > 0:
        raise ValueError(
            tr(
                "ProduceID is that of one picture, and there are {count}; put their numbers into it, as in {example}",
                count=count,
                example="'{task_id}-{i}'",
            )
        )
    return each


def run(jobs: Sequence[Job], cancellation: Cancellation | None = None) -> list[Path | Exception]:
    """What became of each job, in their order. A `KeyboardInterrupt` stops those that run, and leaves nothing half."""
    stop = cancellation or Cancellation()
    outcomes = list[Path | Exception](ValueError("not begun") for _ in jobs)
    numbers = iter(range(len(jobs)))
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                unless_asked(stop)
                outcomes[number] = jobs[number](stop)
            except Exception as error:
                outcomes[number] = error

    if len(jobs) < 2:
        work()
        return outcomes
    workers = [
        threading.Thread(target=work, name=f"brushwork-save-{number}", daemon=True)
        for number in range(min(THREADS, len(jobs)))
    ]
    try:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    except BaseException:
        stop.ask()
        end = time.monotonic() + _PATIENCE
        for worker in workers:
            if worker.ident is not None:
                worker.join(max(0.0, end - time.monotonic()))
        raise
    return outcomes


_NAMED = 12
"""How many files an error names: as many as a call makes. An answer may claim any number."""


def telling(error: Exception, index: int, paths: Sequence[Path], count: int) -> Exception:
    """`error` with what was saved all the same."""
    if count > 1:
        more = tr(" and {count} more", count=len(paths) - _NAMED) if len(paths) > _NAMED else ""
        saved = (", ".join(map(str, paths[:_NAMED])) or "none") + more
        note = tr("This is image {number} of {count}. Saved: {saved}.", number=index + 1, count=count, saved=saved)
        if isinstance(error, BrushworkError):
            error.hint = f"{error.hint or ''} {note}".strip()
        else:
            error.add_note(note)
    return error


SIDECAR = ".json"
"""What is put behind a file's whole name for the file beside it."""


def put(
    downloads: Downloads,
    url: str,
    content: bytes | None,
    place: Callable[[str], Path],
    *,
    overwrite: bool,
    facts: Callable[[], Document],
    metadata: bool,
    sidecar: bool,
    cancellation: Cancellation | None,
    told: Callable[[bool], object],
    wanted: Wish | None = None,
) -> tuple[Path, Header | None]:
    """Write `content`, or what is fetched from `url`, to the file that `place` names for its format.

    A name that asks for another format gets it, or the image keeps its own extension: see `converting`. Facts that a
    file takes no text for go beside it. `told` is called with whether it is known that all of it came.
    """
    inside, unfit = False, cast("Unfit | None", None)
    unmarked: ValueError | None = None
    named: tuple[Path, str] | None = None

    def mark(error: ValueError | None) -> None:
        nonlocal unmarked
        unmarked = error

    if wanted is not None and wanted.marks:
        from brushwork_runtime.results.converting import with_marks

        content = with_marks(content or downloads.content(url, cancellation, told=told), wanted, mark)

    def placed(form: str) -> Path:
        nonlocal named
        target = place((wanted and wanted.form) or form)
        named = (target, form) if _asks_for_another(target, form, wanted) else None
        if sidecar or (metadata and (form != "PNG" or named is not None)) or (unmarked is not None and named is None):
            vacant(beside(target), overwrite)
        if named is None:
            return target
        from brushwork_runtime.results.converting import own_place

        return own_place(target, form, overwrite)

    def insert(stream: BinaryIO) -> tuple[int, bytes] | None:
        return None if named is not None else into(stream)

    def into(stream: BinaryIO) -> tuple[int, bytes] | None:
        nonlocal inside, unfit
        try:
            added = addition(stream, facts())
            inside = True
            return added
        except Unfit as error:
            unfit = error
            stream.seek(0)
            vacant(beside(place(signature(stream.read(64)) or "")), overwrite)
            return None

    asked = insert if metadata else None
    if content is None:
        target = downloads.file(url, placed, overwrite=overwrite, insert=asked, cancellation=cancellation, told=told)
    else:
        target = placed(signature(content[:64]) or "")
        write(content, target, overwrite=overwrite, insert=asked)
    if named is not None:
        from brushwork_runtime.results.converting import converted

        place_of, form = named
        into_it = into if metadata else None
        target = converted(target, place_of, form, overwrite=overwrite, wanted=wanted, insert=into_it, told=mark)
        if metadata and not inside:
            unfit = unfit or Unfit("it is converted")
    with open(target, "rb") if content is None or named is not None else io.BytesIO(content) as stream:
        header = sniff(stream)
    if sidecar or unfit is not None or unmarked is not None:
        for what, why in (("metadata", unfit if not sidecar else None), ("AI marking", unmarked)):
            if why is not None:
                log.warning("%s: the %s goes to %s, since %s", target, what, beside(target), why)
        try:
            more = wanted.told if wanted is not None and unmarked is not None else {}
            text = json.dumps(facts() | more, ensure_ascii=False, indent=2, default=str)
            write(f"{text}\n".encode("utf-8", "replace"), beside(target), overwrite=overwrite)
        except (OSError, ValueError, RecursionError) as error:  # the image is there, which is what was paid for
            log.warning("%s is saved; %s is not: %s", target, beside(target), error)
    return target, header


def _asks_for_another(target: Path, form: str, wanted: Wish | None) -> bool:
    """Whether the image has to be written anew for what was asked for."""
    if wanted is None and target.suffix[1:].lower() == EXTENSIONS.get(form):
        return False
    from brushwork_runtime.results.converting import asked

    return asked(target, form, wanted) is not None


def beside(target: Path) -> Path:
    """The file beside `target` that tells about it."""
    return target.with_name(target.name + SIDECAR)


READABLE, WHOLE = "parameters", "brushwork"
"""Keywords of the chunks: the line that other programs look for, and all facts as JSON."""

_SIGNED = {b"caBX": "it is signed (C2PA)", b"dSIG": "it is signed (dSIG)"}
"""Chunks that sign the others, which one more would make untrue."""

_TEXTS = (b"tEXt", b"zTXt", b"iTXt")


class Unfit(ValueError):
    """A file takes no text. The message says why."""


def addition(stream: BinaryIO, facts: Mapping[str, object]) -> tuple[int, bytes]:
    """Where in the PNG these facts go, and as which bytes. Raises `Unfit` for a file that is better left as it is."""
    reader = Reader(stream, 0)
    if signature(reader.upto(0, 12)) != "PNG":
        raise Unfit("it is no PNG")
    end = None
    try:
        for kind, offset, length in png_chunks(reader):
            if end is None and (kind, length) != (b"IHDR", 13):
                break
            end = end or offset + length + 4
            if kind in _SIGNED:
                raise Unfit(_SIGNED[kind])
            keyword = reader.upto(offset, min(length, 80)).partition(b"\0")[0] if kind in _TEXTS else b""
            if keyword in (READABLE.encode(), WHOLE.encode()):
                raise Unfit(f"it already has a text {keyword.decode()!r}")
    except Unfit:
        raise
    except ValueError:
        end = None
    if end is None:
        raise Unfit("its chunks are not those of a PNG")
    whole = json.dumps(facts, ensure_ascii=False, default=str)
    return end, png_text(READABLE, readable(facts)) + png_text(WHOLE, whole)


def readable(facts: Mapping[str, object]) -> str:
    """The facts as programs for generated images write them: the prompt, then "name: value" in one line."""
    parameters = facts.get("parameters")
    values: dict[str, object] = dict(parameters) if isinstance(parameters, dict) else {}  # pyright: ignore[reportUnknownArgumentType] - of any kind
    lines = [str(facts.get("prompt") or "")]
    negative = values.pop("negative_prompt", None)
    if negative:
        lines.append(f"Negative prompt: {negative}")
    told = {"Seed": facts.get("seed"), "Size": values.pop("size", None), "Model": facts.get("model")}
    values.pop("seed", None)
    told.update(values)
    lines.append(", ".join(f"{name}: {value}" for name, value in told.items() if value is not None))
    return "\n".join(lines)
