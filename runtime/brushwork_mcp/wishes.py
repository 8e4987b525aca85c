"""What an agent asks for: its arguments checked and priced, its references looked up, and its identity.

Nothing of it is sent here. The arguments come from a language model, so they name no file of this machine but those
that the user allowed, and the pictures that this server made.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from brushwork_batch.orders import identity
from brushwork_runtime import InvalidRequest, errors, items

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from brushwork_batch.journal import Journal
    from brushwork_mcp.terms import Terms
    from brushwork_runtime import Estimate, Prepared, SyncClient, Violation

PICTURE = "brushwork://images/"
"""What the addresses of pictures begin with that this server made; a handle and a number follow."""

_IMAGES = ("reference_images", "reference_image", "images", "image")
"""What references are called in flat requests, besides the names of inputs."""

_ELSEWHERE = re.compile(r"(https?|oss|data):", re.IGNORECASE)
_LONGEST = 1024
"""Characters of a text that may be the name of a file."""

_USUAL = {"edit_image": "edit", "generate_image": "generate"}
"""The mode of a tool where none is named."""


class Refused(Exception):
    """What is asked for is not possible as it stands; nothing was sent. `violations` are those of the rules."""

    def __init__(self, message: str, violations: Sequence[Violation] = ()) -> None:
        super().__init__(message)
        self.violations = tuple(violations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A call that passed the checks: the flat `request` that it stands for, its cost, and what tells it from others.

    `warnings` are what the checks say although they let it pass.
    """

    request: Mapping[str, Any]
    identity: str
    model: str
    mode: str
    cost: Estimate
    warnings: tuple[str, ...]


class Wishes:
    """Makes wishes of the arguments of tools, by the rules of a client's models."""

    def __init__(self, client: SyncClient, journal: Journal, terms: Terms) -> None:
        self._client = client
        self._journal = journal
        self._terms = terms
        self._folders = tuple(Path(os.path.realpath(folder)) for folder in terms.allow)
        self._out = Path(os.path.realpath(terms.out))
        self._checking = threading.Lock()

    def of(self, tool: str, arguments: Mapping[str, Any]) -> Wish:
        """The wish that a call of a tool is. Raises `Refused`."""
        request = self._flat(tool, arguments)
        model = request.get("model")
        request, own, files = self._placed(request, self._inputs(model))
        prepared, said = self._prepared(request, own)
        whole = {**request, **own}
        contents = [_digest(path) for path in files]
        return Wish(
            request=whole,
            identity=identity(self._terms.principal, tool, whole, contents, arguments.get("variation")),
            model=prepared.model_id,
            mode=prepared.mode.name,
            cost=prepared.estimate(),
            warnings=said,
        )

    def _flat(self, tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The flat request of some arguments, with the model that is meant where none is named."""
        named = {
            ("reference_images" if name == "images" else name): value
            for name, value in arguments.items()
            if name not in ("parameters", "variation") and value is not None
        }
        parameters: Mapping[str, Any] = arguments.get("parameters") or {}
        further = {name: value for name, value in parameters.items() if value is not None}
        twice = sorted(named.keys() & further.keys())
        if twice:
            raise Refused(f"{twice[0]} is given twice: as an argument, and within parameters. Give it once.")
        request = {**further, **named}
        if "model" not in request:
            request["model"] = self._usual(str(request.get("mode") or _USUAL[tool]))
        return request

    def _usual(self, mode: str) -> str:
        """The model that is meant where none is named. Raises `Refused` where several could be."""
        if mode in self._terms.models:
            return self._terms.models[mode]
        able = [model.id for model in self._client.models.tables() if mode in model.modes]
        if len(able) != 1:
            which = f"these have the mode {mode}: {', '.join(able)}" if able else f"none has the mode {mode}"
            raise Refused(f"Name a model; {which}. find_model tells which there are.")
        return able[0]

    def _prepared(self, request: dict[str, Any], own: dict[str, Any]) -> tuple[Prepared[Any, Any], tuple[str, ...]]:
        # `own` holds what was looked up here, and is trusted; in `request`, a file is refused unseen.
        with self._checking, warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                prepared = self._client.prepare(request, local_files=False, **own)
            except InvalidRequest as error:
                raise Refused(error.message, error.violations) from error
            except (OSError, ValueError, TypeError) as error:
                raise Refused(str(error)) from error
        said = [str(each.message) for each in caught if issubclass(each.category, errors.BrushworkWarning)]
        return prepared, tuple(dict.fromkeys(said))

    # References

    def _inputs(self, model: object) -> frozenset[str]:
        """The names under which images go in."""
        try:
            table = self._client.models.table(model)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - refused there
        except InvalidRequest:
            return frozenset(_IMAGES)
        return frozenset((*_IMAGES, *(limits.name for mode in table.modes.values() for limits in mode.inputs)))

    def _placed(
        self, request: dict[str, Any], names: frozenset[str]
    ) -> tuple[dict[str, Any], dict[str, Any], list[Path]]:
        """The request without the images that are files, these with their whole paths, and the paths alone."""
        rest, own, files = dict(request), dict[str, Any](), list[Path]()
        for name in names & request.keys():
            value = request[name]
            texts = [value] if isinstance(value, str) else items(value)
            if texts is None:
                continue
            placed = [self._file(f"{name}[{index}]", text) for index, text in enumerate(texts)]
            if any(isinstance(each, Path) for each in placed):
                own[name] = [str(each) for each in placed]
                own[name] = own[name][0] if isinstance(value, str) else own[name]
                files += [each for each in placed if isinstance(each, Path)]
                del rest[name]
        return rest, own, files

    def _file(self, name: str, value: object) -> object:
        """The file that a reference means, or the reference where it means none. Raises `Refused`."""
        if not isinstance(value, str) or _ELSEWHERE.match(value.lstrip()):
            return value
        if len(value) > _LONGEST:
            told = "Give the content of an image as data:image/png;base64,… or its address."
            raise Refused(f"{name} is a text of {len(value):,} characters that is no name of a file. {told}")
        if value.startswith(PICTURE):
            return self._picture(name, value)
        text = unquote(value[len("file:") :]) if value[:5].lower() == "file:" else value
        text = re.sub(r"^//(localhost)?/", "/", text)
        given = Path(os.path.expanduser(text))
        for path in [given] if given.is_absolute() else [folder / given for folder in self._folders]:
            whole = Path(os.path.normpath(path))
            if self._readable(whole) and self._readable(Path(os.path.realpath(whole))) and whole.is_file():
                return Path(os.path.realpath(whole))
        raise Refused(f"{name} is {value!r}, {self._where(given)}")

    def _readable(self, path: Path) -> bool:
        """Whether a file may be read: it lies in a folder that the user allowed, or this server made it."""
        if any(path.is_relative_to(folder) for folder in self._folders):
            return True
        return path.is_relative_to(self._out) and self._made(path)

    def _made(self, path: Path) -> bool:
        """Whether a file in the folder of the pictures is a picture of some order: it is named for its key."""
        job = self._journal.get(path.stem.partition("-")[0])
        return job is not None and any(os.path.realpath(each) == str(path) for each in job.paths)

    def _where(self, given: Path) -> str:
        allowed = ", ".join(map(str, self._terms.allow))
        if not allowed:
            return (
                "which is a file, and this server may read none. Ask the user to start it with --allow-dir FOLDER, or "
                "give an address (https://) or a picture made before (brushwork://images/HANDLE/1)."
            )
        where = "of none of" if given.is_absolute() else "in none of"
        return (
            f"which is no file {where} the folders that this server may read: {allowed}. Put it there, ask the user "
            "for another --allow-dir, or give an address (https://)."
        )

    def _picture(self, name: str, address: str) -> Path:
        handle, _, number = address[len(PICTURE) :].partition("/")
        found = picture(self._journal, handle, number or "1")
        if found is None:
            raise Refused(f"{name} is {address!r}, and there is no such picture; list_images tells those there are.")
        return found


def picture(journal: Journal, handle: str, number: str) -> Path | None:
    """The file of a picture that was made, by its handle and its number from 1; None if there is none."""
    job = journal.get(handle)
    paths: Iterable[str] = () if job is None else job.paths
    index = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 0
    return next((Path(path) for at, path in enumerate(paths, 1) if at == index and os.path.isfile(path)), None)


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
