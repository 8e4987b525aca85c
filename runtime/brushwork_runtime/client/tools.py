"""A mode as a tool of an agent: what a language model is told of it, and a call that answers with plain data.

The arguments come from a language model, so they are taken as a request from elsewhere: they name no file of this
machine unless the program allows it, and cannot reach what is up to the program that sends them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import (
    BrushworkError,
    ConfigError,
    InvalidRequest,
    MalformedResponse,
    NoTaskFound,
    OutcomeUnknown,
    PartialResult,
    ResultLost,
    WaitTimeout,
)
from brushwork_runtime.base.json_values import items, named
from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from brushwork_runtime.client.calls import ModeCall, Prepared
    from brushwork_runtime.client.client import BaseClient
    from brushwork_runtime.results.result import Result

    Amount = Decimal | int | float | str
    Answer = dict[str, Any]

_KEPT = (
    "type",
    "description",
    "enum",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "required",
    "additionalProperties",
)
"""What every reader of tools understands; what other keywords say is in the descriptions, and checked by each call."""

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]{3})?")
_LONGEST = 64
"""Characters of a tool's name, as OpenAI has it."""

_PERHAPS_BILLED = (OutcomeUnknown, ResultLost, MalformedResponse, WaitTimeout)


class Tool:
    """A mode for an agent: `name`, `description` and `parameters`, a JSON Schema of an object; call it with arguments.

    A call returns plain data: `paths` or `urls`, `text` where the answer has any, `cost`, `request_id` and, of a task,
    `task_id`. What goes wrong is told under `error`, in words that the language model can act on, with `violations` and
    the nearest values where an argument is wrong; it is not raised.
    """

    __slots__ = ("__name__", "_call", "_local_files", "_max_cost", "_save_to", "description", "name", "parameters")

    def __init__(
        self,
        call: ModeCall[Any, Any],
        *,
        save_to: str | PathLike[str] | None,
        max_cost: Amount | None,
        local_files: bool,
        name: str | None,
        description: str | None,
    ) -> None:
        model, mode = call.model, call.mode
        schema = cast("BaseClient[Any, Any]", model.client).models[model.id].json_schema(mode.name)
        self._call = call
        self._save_to = save_to
        self._max_cost = None if max_cost is None else _limit(max_cost)
        self._local_files = local_files
        self.name = self.__name__ = name or f"{model.spec.identifier}_{mode.name}"[:_LONGEST]
        self.description = description or _description(schema, model.spec.summary)
        if mode.inputs and not local_files:
            self.description += " Images are addresses (https://, oss:// or data:), not paths of files."
        self.parameters: dict[str, Any] = _plain(schema)

    def openai(self) -> dict[str, Any]:
        """The entry of `tools` that chat completions of OpenAI, and services compatible with it, take."""
        about = {"name": self.name, "description": self.description, "parameters": self.parameters}
        return {"type": "function", "function": about}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}: {', '.join(self.parameters['properties'])}>"

    def __call__(self, **arguments: Any) -> Answer:
        """Make the images. Nothing is sent if an argument is wrong or the cost may be above `max_cost`."""
        result: Any
        try:
            result, failure = self._prepared(arguments).send(), None
        except PartialResult as error:
            result, failure = error.result, error
        except (BrushworkError, OSError) as error:
            return _failed(error)
        try:
            return _made(result, None if self._save_to is None else result.save(self._save_to), failure)
        except (BrushworkError, OSError) as error:
            return _unsaved(result, error)

    def _prepared(self, arguments: dict[str, Any]) -> Prepared[Any, Any]:
        """The request, checked, and within the limit of its cost."""
        model = self._call.model
        given = {name: value for name, value in arguments.items() if value is not None}  # how models leave one out
        prepared: Prepared[Any, Any] = cast("BaseClient[Any, Any]", model.client).prepare(
            given, model=model.id, mode=self._call.mode.name, local_files=self._local_files
        )
        if self._max_cost is not None:
            _hold(prepared, *self._max_cost)
        return prepared


class AsyncTool(Tool):
    """`Tool` of an `AsyncClient`: its call is awaited."""

    __slots__ = ()

    async def __call__(self, **arguments: Any) -> Answer:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # awaited
        """Make the images, as `Tool` does, without holding up the event loop."""
        client: Any = self._call.model.client
        result: Any
        try:
            result, failure = await self._prepared(arguments).send(), None
        except PartialResult as error:
            result, failure = error.result, error
        except (BrushworkError, OSError) as error:
            return _failed(error)
        try:
            return _made(result, None if self._save_to is None else await client.save(result, self._save_to), failure)
        except (BrushworkError, OSError) as error:
            return _unsaved(result, error)


def _failed(error: Exception) -> Answer:
    """What the language model is told where nothing was made, or nobody knows."""
    told: Answer = {"error": str(error)}
    if isinstance(error, InvalidRequest) and error.violations:
        told["violations"] = [
            {"argument": each.parameter, "message": each.message, "nearest": _told(each.nearest)}
            for each in error.violations
        ]
    elif isinstance(error, _PERHAPS_BILLED) and not isinstance(error, NoTaskFound):
        told["error"] += "\nThe images may have been made and billed. Do not call again without asking the user."
    return told


def _made(result: Result, paths: list[Any] | None, failure: PartialResult | None = None) -> Answer:
    cost = result.cost
    found: Answer = {"urls": [image.url for image in result.images]} if paths is None else {"paths": [*map(str, paths)]}
    if result.text:
        found["text"] = result.text
    if cost is not None and cost.known:
        found["cost"] = f"{cost.maximum} {cost.currency}" if cost.currency else "0"
    found["request_id"] = result.request_id
    if result.task_id:
        found["task_id"] = result.task_id
    if failure is not None:
        found["error"] = str(failure)
    return found


def _told(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _unsaved(result: Result, error: Exception) -> Answer:
    """They are made and billed: what is lost is a file, and the addresses live on for a while."""
    return {**_made(result, None), "error": tr("The images were made and billed, but not saved: {error}", error=error)}


def _description(schema: dict[str, object], summary: str) -> str:
    """What the mode does, what the model is, and the rules between arguments, which are not in the schema."""
    rules = [str(rule["description"]) for rule in map(named, items(schema.get("allOf")) or ()) if "description" in rule]
    return " ".join([str(schema["description"]), summary, *rules])


def _plain(schema: Mapping[str, object], kept: tuple[str, ...] = _KEPT) -> dict[str, Any]:
    """A schema of a few keywords, each subschema with its own type; it accepts all that the whole one does."""
    found: dict[str, Any] = {name: schema[name] for name in kept if name in schema}
    if "properties" in schema:
        found["properties"] = {name: _plain(named(each)) for name, each in named(schema["properties"]).items()}
    if "items" in schema:
        found["items"] = _plain(named(schema["items"]))
    if "anyOf" in schema:  # listed sizes, or any other of the form width*height
        kind = {"type": found.pop("type")} if "type" in found else {}
        found["anyOf"] = [{**kind, **_plain(named(each), (*_KEPT, "pattern"))} for each in items(schema["anyOf"]) or ()]
    return found


def _limit(given: Amount) -> tuple[Decimal, str | None]:
    """An amount and its currency; without one, that of the region's price list."""
    found = _AMOUNT.fullmatch(str(given).strip()) if not isinstance(given, bool) else None
    if found is None:
        raise ConfigError(
            tr("max_cost is {given}; expected an amount such as 0.50 or '0.50 USD'", given=redact.value(given))
        )
    return Decimal(found[1]), found[2].upper() if found[2] else None


def _hold(prepared: Prepared[Any, Any], amount: Decimal, currency: str | None) -> None:
    """Raise `InvalidRequest` unless it is known to cost at most this."""
    cost = prepared.estimate()
    limit = tr(
        "the limit of a call is {amount} {currency}", amount=amount, currency=currency or cost.currency or ""
    ).rstrip()
    if cost.maximum is None:
        why = tr("What it costs is not known ({basis}), and {limit}. Nothing was sent.", basis=cost.basis, limit=limit)
    elif cost.currency and currency not in (None, cost.currency):
        why = tr("It is priced in {currency}, and {limit}. Nothing was sent.", currency=cost.currency, limit=limit)
    elif cost.maximum > amount:
        why = tr(
            "It may cost {currency} {maximum} ({basis}), and {limit}. Nothing was sent. Ask for "
            "fewer images or a cheaper size.",
            currency=cost.currency,
            maximum=cost.maximum,
            basis=cost.basis,
            limit=limit,
        )
    else:
        return
    raise InvalidRequest(why)
