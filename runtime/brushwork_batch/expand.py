"""What is made of each row beside what it says: values for all rows, several pictures of it, one for each of a matrix.

--set size=1280*1280        every row has it, whatever it says
--matrix model=a,b          each row once for each value, and for each of the other matrices
--repeat 4                  each row four times
--template                  {name} in the prompt is the value of that name in the row, which is not sent itself
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from string import Formatter
from typing import TYPE_CHECKING, Any

from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_batch.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """What is made of each row. `model` is for rows that name none, `values` for all; of texts the model's rules tell
    what they are. With a seed, the repetitions have the seeds after it."""

    model: str | None = None
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    matrix: Mapping[str, Sequence[object]] = field(default_factory=dict[str, "Sequence[object]"])
    repeat: int = 1
    template: bool = False

    @property
    def plain(self) -> bool:
        """Whether each row is the one request that it says."""
        return self.repeat == 1 and not (self.values or self.matrix or self.template)

    def of(self, row: Row) -> Iterator[tuple[str, dict[str, Any]]]:
        """What distinguishes each request that the row makes, "" for the only one, and the request.

        Raises `ValueError` for a prompt that is no template.
        """
        if self.plain:
            if self.model is not None:
                row.request.setdefault("model", self.model)
            yield "", row.request
            return
        for cell in product(*([(name, value) for value in values] for name, values in self.matrix.items())):
            request = {**row.request, **self.values, **dict(cell)}
            if self.model is not None:
                request.setdefault("model", self.model)
            if self.template:
                request = _filled(request)
            suffix = "".join(f".{name}={_text(value)}" for name, value in cell)
            if self.repeat == 1:
                yield suffix, request
                continue
            seed = request.get("seed")
            for number in range(self.repeat):
                seeds = {} if type(seed) is not int else {"seed": seed + number}
                yield f"{suffix}.{number + 1}", {**request, **seeds}


def values_of(text: str) -> list[str]:
    """The values of a matrix as they are written: separated by commas, or a JSON array where they hold some."""
    if text.startswith("["):
        try:
            listed: list[object] = json.loads(text)
        except ValueError:
            pass
        else:
            return [each if isinstance(each, str) else json.dumps(each) for each in listed]
    return [each.strip() for each in text.split(",")]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


_FORMATTER = Formatter()


def _filled(request: dict[str, Any]) -> dict[str, Any]:
    """The request with its prompt filled from its other values, which are not sent where the prompt names them."""
    prompt = request.get("prompt")
    if not isinstance(prompt, str):
        return request
    parts: list[str] = []
    used: set[str] = set()
    for text, name, spec, conversion in _FORMATTER.parse(prompt):
        parts.append(text)
        if name is None:
            continue
        if spec or conversion or name in ("prompt", ""):
            raise ValueError(
                tr(
                    "the prompt is not a template: {place} must be the name of another value only",
                    place="{" + name + "}",
                )
            )
        if name not in request:
            others = ", ".join(sorted(other for other in request if other != "prompt"))
            raise ValueError(
                tr(
                    "the prompt has {place}, and the row has no value of this name; it has {others}",
                    place="{" + name + "}",
                    others=others,
                )
            )
        used.add(name)
        parts.append(_text(request[name]))
    sent = {name: value for name, value in request.items() if name not in used or name in _KEPT}
    return {**sent, "prompt": "".join(parts)}


_KEPT = frozenset({"model", "mode", "size", "n", "seed"})
"""Values that are sent even where the prompt names them."""
