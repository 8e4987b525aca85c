"""Saving a result: its images at the same time on a few threads, in their order, and none lost for another's sake.

They go to a folder, a file name or a template, never to a name from the service or a URL. What they are to be was asked
once, for all of them (`SaveOptions`), and is known for each before anything is fetched (`Wish`).
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, TypeVar, cast

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.clock import Cancellation
from brushwork_runtime.base.errors import BrushworkError
from brushwork_runtime.base.image_headers import EXTENSIONS, signature, sniff
from brushwork_runtime.base.json_values import flag, unreadable
from brushwork_runtime.base.language import tr
from brushwork_runtime.results.atomic_file import PartFile, vacant, write
from brushwork_runtime.results.download import unless_asked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import PurePath
    from typing import Protocol, TypeGuard

    from brushwork_runtime.base.image_headers import Header
    from brushwork_runtime.base.image_marks import AigcLabel
    from brushwork_runtime.results.image import Image
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.tables.spec import Pixels

    Place = Callable[[str], Path]
    """A path for an extension ("png"), which is known only when the content is."""

    class Writable(Protocol):
        """Whatever bytes can be written to."""

        def write(self, data: bytes, /) -> object:
            """Write some of the bytes or all, and return how many if not all."""
            ...


ValueT = TypeVar("ValueT")

FORMATS = {f".{extension}": form for form, extension in EXTENSIONS.items()} | {".jpeg": "JPEG", ".tif": "TIFF"}
"""Formats of images by the ends of names that say them."""

_OTHERS = ("pdf", "svg", "psd", "eps", "ai", "ico", "html", "md", "txt", "json", "zip", "mp4", "mov", "webm")
UNMADE = {f".{end}": end.upper() for end in _OTHERS}
"""Ends of names of files that are no pictures, or none that is made here: under them nothing is saved."""

QUALITY = {"JPEG": 95, "WEBP": 95, "AVIF": 90}
"""The quality that images of a format have where none is asked for; the others know of none."""


class SaveOptions:
    """What was asked of saving images, made once where it is asked: see `Result.save`.

    `size` is what images get that know no `output_size` of their own. Raises `TypeError` for what is no flag.
    """

    __slots__ = ("ai_marking", "form", "metadata", "overwrite", "quality", "sidecar", "size")

    def __init__(
        self,
        *,
        overwrite: bool = False,
        metadata: bool = False,
        sidecar: bool = False,
        format: str | None = None,  # noqa: A002 - as `Result.save` has it
        quality: int | None = None,
        ai_marking: bool | AigcLabel = False,
        size: Pixels | None = None,
    ) -> None:
        self.overwrite = flag("overwrite", overwrite)
        self.metadata = flag("metadata", metadata)
        self.sidecar = flag("sidecar", sidecar)
        self.form = format
        self.quality = quality
        self.ai_marking = ai_marking
        self.size = size

    def wishes(self, fields: Mapping[str, str], count: int, name: str | None = None) -> list[Wish]:
        """What each of `count` images is to be. Raises `ValueError` or `TypeError` for what cannot be.

        `name` is that of a file, whose extension has to agree; `fields` fill the numbers of a label.
        """
        form, quality = self._form(name), None
        if self.quality is not None:
            quality = self._quality(form or FORMATS.get(_end(name)))
        wishes = [Wish(form, quality, self.size) for _ in range(count)]
        if self.ai_marking is not False:
            from brushwork_runtime.base.image_marks import marks_for

            for index, each in enumerate(wishes):
                each.marks = marks_for(self.ai_marking, **fields, i=str(index))
        labels = {tuple(each.marks.values()) for each in wishes if len(each.marks) > 1}
        if count > len(labels) > 0:
            raise ValueError(
                tr(
                    "ProduceID is that of one picture, and there are {count}; put their numbers into it, as in "
                    "{example}",
                    count=count,
                    example="'{task_id}-{i}'",
                )
            )
        return wishes

    def _form(self, name: str | None) -> str | None:
        """The format that was asked for by its name."""
        if self.form is None:
            return None
        shown, said = redact.value(self.form), FORMATS.get(_end(name))
        if not isinstance(self.form, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
            raise TypeError(tr("format is {form}; it must be the name of a format, such as 'jpeg'", form=shown))
        form = FORMATS.get(f".{self.form.strip().lower().removeprefix('image/').removeprefix('.')}")
        if form is None:
            names = ", ".join(sorted({each.lower() for each in FORMATS.values()}))
            raise ValueError(tr("format is {form}; it must be one of {names}", form=shown, names=names))
        if said not in (None, form):
            called = redact.value(os.path.basename(name or ""))
            raise ValueError(
                tr("format is {form}, and {called} is the name of a {said}", form=shown, called=called, said=said)
            )
        from brushwork_runtime.results.converting import unwritable

        if why := unwritable(form, form):
            raise ValueError(tr("format is {form}: {why}", form=shown, why=why))
        return form

    def _quality(self, form: str | None) -> int:
        from brushwork_runtime.validate.scalars import exact_number

        quality = exact_number(self.quality, whole=True)
        if quality is None or not 1 <= quality <= 100:
            shown = redact.value(self.quality)
            raise ValueError(tr("quality is {quality}; it must be an integer from 1 to 100", quality=shown))
        if form not in QUALITY:
            where = tr("without a format") if form is None else tr("with {wanted}", wanted=form)
            raise ValueError(
                tr("quality is given {where}; it holds for jpeg, webp and avif: pass format='jpeg'", where=where)
            )
        return int(quality)


def _end(name: str | None) -> str:
    return os.path.splitext(name or "")[1].lower()


class Wish:
    """The format, quality and size that an image is to have; None for what its name says, what is usual, as it is.

    `marks` are properties of XMP that are to stand in the file: see `image_marks`.
    """

    __slots__ = ("form", "marks", "quality", "size")

    def __init__(self, form: str | None = None, quality: int | None = None, size: Pixels | None = None) -> None:
        self.form = form
        self.quality = quality
        self.size = size
        self.marks: Mapping[str, str] = {}

    def anew(self, target: PurePath, form: str) -> str | None:
        """The format as which an image of `form` has to be written anew under a name; None if it stays as it is."""
        suffix, other = target.suffix.lower(), self.quality is not None or self.size is not None
        found = self.form or FORMATS.get(suffix) or UNMADE.get(suffix) or (form if other else None)
        return found if form and (found != form or other) else None


DEFAULT = "{model}-{id}-{i}.{ext}"
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
    if path.suffix.lower() in (*FORMATS, *UNMADE) and not folder and not destination.endswith(("/", "\\")):
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


class OneName:
    """The file name of a single image: as it was given, but for "{ext}"."""

    __slots__ = ("template",)

    def __init__(self, given: str | os.PathLike[str]) -> None:
        self.template = path_text(given)

    def of(self, _: int) -> Place:
        """The path of the image, once its extension is known."""
        return lambda extension: Path(self.template.replace("{ext}", extension))


class Destination:
    """Where images go, and as what each of them; `names` is None where they have none.

    Raises `TypeError`, `ValueError` or `ImportError` for what cannot be, before anything is fetched.
    """

    local = False
    """Whether they go to files of this machine."""

    def __init__(
        self, names: Names | OneName | None, options: SaveOptions, count: int, fields: Mapping[str, str] | None
    ) -> None:
        self.names = names
        self.options = options
        # a folder and "{ext}" take the format's own extension
        name = None if names is None or "{ext}" in names.template else names.template
        self.wishes = options.wishes(fields or {}, count, name)

    def one(self, image: Image, index: int, stop: Cancellation | None = None) -> Path | str | None:
        """Save an image; returns its path or URL, None if it has none."""
        raise NotImplementedError

    def page(self, result: Result, places: Sequence[Path | str | None]) -> Path | str:
        """Write texts and images in turns as `index.md` beside the images at `places`; returns where it is."""
        raise NotImplementedError

    def wish(self, image: Image, index: int) -> Wish:
        """What an image is to be."""
        wish = self.wishes[index]
        wish.size = image.output_size or wish.size
        return wish

    def place(self, index: int) -> Place:
        """Where the image at `index` goes."""
        assert self.names is not None
        return self.names.of(index)

    def vacant(self, path: Path) -> str:
        """What a path there is called. Raises `FileExistsError` if it is taken and may not be replaced."""
        vacant(path, self.options.overwrite)
        return str(path)

    @property
    def folder(self) -> Path:
        """Where the first image of a result goes."""
        assert isinstance(self.names, Names)
        return self.names.folder


class Files(Destination):
    """A folder, a file or a template on this machine."""

    local = True

    def one(self, image: Image, index: int, stop: Cancellation | None = None) -> Path:
        """Save an image; returns its path."""
        return image.save_as(self.place(index), self.options, self.wish(image, index), stop)

    def page(self, result: Result, places: Sequence[Path | str | None]) -> Path:
        """Write texts and images in turns as `index.md`."""
        page = self.folder / "index.md"
        write(result.markdown(self.folder, places).encode(), page, overwrite=self.options.overwrite)
        return page


def destination_of(
    given: str | os.PathLike[str] | Writable,
    options: SaveOptions,
    count: int = 1,
    fields: Mapping[str, str] | None = None,
) -> Destination:
    """Where what was given leads: `count` images of a result with these `fields`, or a single one by its own name."""
    if not is_local(given):
        from brushwork_runtime.results.elsewhere import Opened, Remote

        if isinstance(given, str):
            return Remote(given, options, count, fields)
        return Opened(cast("Writable", given), options, count, fields)
    names = OneName(given) if fields is None else Names(given, fields, count)
    return Files(names, options, count, fields)


THREADS = 4
"""Images of one result that are fetched at the same time."""

_PATIENCE = 0.1
"""Seconds that an interrupted call waits for all of its threads; those that read a body have been woken."""


def save(
    result: Result,
    destination: str | os.PathLike[str] | Writable,
    options: SaveOptions,
    cancellation: Cancellation | None = None,
) -> list[Path]:
    """See `Result.save`."""
    images = result.images
    put = destination_of(destination, options, len(images), result.fields())
    outcomes = run([partial(put.one, image, index) for index, image in enumerate(images)], cancellation)
    paths = [outcome for outcome in outcomes if outcome is not None and not isinstance(outcome, Exception)]
    for index, outcome in enumerate(outcomes):
        if isinstance(outcome, Exception):
            raise telling(outcome, index, paths, len(outcomes))
    if result.story and put.names is not None:
        paths.append(put.page(result, paths))
    return cast("list[Path]", paths)


def run(
    jobs: Sequence[Callable[[Cancellation], ValueT]], cancellation: Cancellation | None = None
) -> list[ValueT | Exception]:
    """What became of each job, in their order. A `KeyboardInterrupt` stops those that run, and leaves nothing half."""
    stop = cancellation or Cancellation()
    outcomes = list[ValueT | Exception](ValueError("not begun") for _ in jobs)
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


def telling(error: Exception, index: int, paths: Sequence[Path | str], count: int) -> Exception:
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


def beside(target: Path) -> Path:
    """The file beside `target` that tells about it."""
    return target.with_name(target.name + SIDECAR)


def told(image: Image, wish: Wish, why: Mapping[str, object]) -> bytes:
    """What stands beside an image: where it comes from, and the marks that its file does not hold."""
    facts = image.provenance
    if "AI marking" in why:
        facts["ai_marking"] = {name.partition("}")[2]: text for name, text in wish.marks.items()}
    return f"{json.dumps(facts, ensure_ascii=False, indent=2, default=str)}\n".encode("utf-8", "replace")


class Writing:
    """One image on its way into a file of this machine, and what is asked of it.

    A name that asks for another format gets it, or the image keeps its own extension: see `converting`. Facts that a
    file takes no text for go beside it.
    """

    def __init__(self, image: Image, place: Place, options: SaveOptions, wish: Wish) -> None:
        self._image = image
        self._place = place
        self._options = options
        self._wish = wish
        self._target = Path()
        self._anew: str | None = None
        self._why: Mapping[str, ValueError] = {}
        """What the file does not hold that was asked for, and why."""

    def save(self, stop: Cancellation | None) -> tuple[Path, Header | None]:
        """Write it, fetched straight to the disk if it stays as it is; where it is then, and what."""
        image, options, content = self._image, self._options, self._image.held
        if content is None and not options.metadata and not self._wish.marks:
            with PartFile(self._begun, overwrite=options.overwrite) as part:
                image.fill(part, stop)
                path = part.finish()
            if self._anew is not None and self._rewritten(path.read_bytes(), path):
                with suppress(OSError):  # what was written anew is there
                    path.unlink()
                path = self._target
        else:
            content = content or image.loaded(stop)
            path = self._begun(content[:64])
            if self._anew is not None and self._rewritten(content, path):
                path = self._target
            else:
                self._write(content, None, path)
        with open(path, "rb") as stream:
            header = sniff(stream)
        if options.sidecar or self._why:
            self._tell(path)
        return path, header

    def _begun(self, head: bytes) -> Path:
        """Where an image that begins so goes: to its place, or beside it if it is to be written anew there."""
        form, overwrite = signature(head) or "", self._options.overwrite
        self._target = target = self._place(EXTENSIONS.get(self._wish.form or form, "png"))
        self._anew = self._wish.anew(target, form)
        if self._options.sidecar or (self._options.metadata and (self._anew or form) != "PNG"):
            vacant(beside(target), overwrite)
        if self._anew is None:
            return target
        from brushwork_runtime.results.converting import own_place

        return own_place(target, form, overwrite)

    def _rewritten(self, content: bytes, path: Path) -> bool:
        """Write the image anew to its place; False, with a warning, if that fails: it stays at `path` as it is."""
        try:
            self._write(content, self._anew, self._target)
        except Exception as error:  # Pillow raises many classes; the image is there, which is what was paid for
            log.warning("%s is saved as %s, since %s", self._target, path, redact.words(error))
            return False
        return True

    def _write(self, content: bytes, form: str | None, path: Path) -> None:
        from brushwork_runtime.results.converting import changed

        facts = self._image.provenance if self._options.metadata else None
        content, self._why = changed(content, form, self._wish, facts)
        if self._why:
            vacant(beside(path), self._options.overwrite)
        write(content, path, overwrite=self._options.overwrite)

    def _tell(self, path: Path) -> None:
        """Write what is known of the image beside it."""
        for what, why in self._why.items():
            if what != "metadata" or not self._options.sidecar:
                log.warning("%s: the %s goes to %s, since %s", path, what, beside(path), why)
        try:
            write(told(self._image, self._wish, self._why), beside(path), overwrite=self._options.overwrite)
        except (OSError, ValueError, RecursionError) as error:  # the image is there, which is what was paid for
            log.warning("%s is saved; %s is not: %s", path, beside(path), error)
