"""A world: for conflicts that the specs record, which side the emulated service takes."""

from __future__ import annotations

import copy
import difflib
import io
from typing import TYPE_CHECKING, TypeAlias, cast

from brushwork_emulator.judging.keywords import within
from brushwork_emulator.wire import mapping, sequence
from brushwork_runtime import sniff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from brushwork_emulator.judging.judge import SchemaOf
    from brushwork_emulator.wire import Document

Worlds: TypeAlias = "Mapping[str, Mapping[str, Document]]"
"""Conflict -> side ("fact", "claim") -> what that side has the service do, as the generator wrote it."""


class World:
    """The effects of the chosen sides. Where `chosen` says nothing of a conflict the service is as the specs say.

    `worlds` gives the sides of every conflict, and is called only if one is chosen. Raises `ValueError` for a conflict
    or a side that there is not.
    """

    __slots__ = ("_effects",)

    def __init__(self, chosen: Mapping[str, str] | None = None, worlds: Callable[[], Worlds] | None = None) -> None:
        known: Worlds = worlds() if chosen and worlds else {}
        self._effects: list[Document] = []
        for conflict, side in (chosen or {}).items():
            if conflict not in known:
                raise ValueError(_unknown(conflict, known))
            if side not in known[conflict]:
                sides = " or ".join(map(repr, known[conflict]))
                raise ValueError(f"world: the side of conflict {conflict!r} must be {sides}, got {side!r}")
            self._effects.append(known[conflict][side])

    def _found(self, name: str, *begins: str) -> Iterator[list[object]]:
        """What is left of the effects of a name that begin so."""
        for effects in self._effects:
            for entry in map(sequence, sequence(effects.get(name))):
                if tuple(entry[: len(begins)]) == begins:
                    yield entry[len(begins) :]

    def has(self, name: str, *entry: str) -> bool:
        """Whether there is an effect such as "gone" of just these words."""
        return any(not rest for rest in self._found(name, *entry))

    def schemas(self, schema_of: SchemaOf) -> SchemaOf:
        """Schemas as this world has them."""

        def schema(model: str, mode: str, route: str) -> Mapping[str, object]:
            changes = list(self._found("schemas", model, mode, route))
            found = schema_of(model, mode, route)
            return _changed(copy.deepcopy(dict(found)), changes) if changes else found

        return schema

    def values(self, model: str, mode: str, given: Document) -> Document:
        """Parameters by name: what was given and has an effect, and this world's defaults."""
        ignored = [str(rest[0]) for rest in self._found("ignored", model, mode)]
        defaults = {str(name): value for name, value in self._found("defaults", model, mode)}
        return defaults | {name: value for name, value in given.items() if name not in ignored}

    def answers_get(self, path: str) -> bool | None:
        """Whether there is something at a path; None where this world says nothing of it."""
        return next((bool(there) for (there,) in self._found("paths", path)), None)

    def renamed(self, path: str, document: Document) -> Document:
        """An answer with the keys of this world."""
        names = {str(old): str(new) for old, new in self._found("renamed", path)}
        return {names.get(key, key): value for key, value in document.items()}

    def image_fault(self, model: str, content: bytes) -> tuple[str, str] | None:
        """What this world refuses of an image, by code and message; None: nothing, as where no conflict is about it."""
        found = {str(what): taken for what, taken in self._found("images", model)}
        if not found:
            return None
        header = sniff(io.BytesIO(content))
        if header is None:
            return "FileFormat", "the format of the image is not supported, or the image is damaged"
        measures = {"width": header.width, "height": header.height, "bytes": len(content)}
        for name, measure in measures.items():
            named = found.get(name) or (found.get("sides") if name != "bytes" else None)
            low, high = (int(str(end)) for end in sequence(named) or [0, 1 << 30])
            if not low <= measure <= high:
                return "ImageSize", f"the {name} of the image must be between {low} and {high}"
        aspect = sequence(found.get("aspect"))
        if aspect and not within(aspect, header.width, header.height):
            return "ImageSize", f"the aspect ratio of the image must be between {aspect[0]} and {aspect[1]}"
        if found.get("alpha") == "refused" and header.alpha:
            return "FileFormat", "the image must not have an alpha channel"
        return None


def _changed(schema: Document, changes: list[list[object]]) -> Document:
    """The schema with parts set, or taken out; what is inside a part that another change took out stays out."""
    for keys, *value in changes:
        *way, last = map(str, sequence(keys))
        place: object = schema
        for key in way:
            place = mapping(place).get(key)
        if isinstance(place, dict):
            inside = cast("Document", place)
            if value:
                inside[last] = value[0]
            else:
                inside.pop(last, None)
    return schema


def _unknown(conflict: str, known: Worlds) -> str:
    near = difflib.get_close_matches(conflict, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else "; `python -m generator probe plan` lists them all"
    return f"world: no conflict {conflict!r} is recorded{hint}"
