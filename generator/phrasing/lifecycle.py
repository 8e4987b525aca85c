"""What is announced of a model's end, what takes its place, and how a call of that differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.ir import Mode, Model
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import listing, sentence
from generator.phrasing.parameters import range_words


def lifecycle_words(model: Model, models: Mapping[str, Model], t: Locale = ENGLISH) -> str:
    """The whole of it in sentences that stay true whatever day it is; "" for a model that goes on."""
    told = model.lifecycle
    if told is None:
        return ""
    said: list[str] = []
    if told.retires and told.announced:
        said.append(t.say("The vendor announced on {announced} that it retires on {retires}.", **_dates(model)))
    elif told.retires:
        said.append(t.say("It is announced to retire on {retires}.", **_dates(model)))
    if told.retires and not told.confirmed:
        said.append(t.say("This is not confirmed by an answer of the service."))
    if told.note:
        said.append(sentence(told.note, t))
    said += _instead(model, models.get(told.replacement or ""), t)
    return "".join(said) if t is not ENGLISH else " ".join(said)


def retirement_mark(model: Model, t: Locale = ENGLISH) -> str:
    """A few words to stand behind the model's name in a list; "" for a model that goes on."""
    retires = model.lifecycle.retires if model.lifecycle else None
    return t.say("announced to retire on {retires}", retires=retires) if retires else ""


def _dates(model: Model) -> dict[str, str | None]:
    told = model.lifecycle
    return {} if told is None else {"announced": told.announced, "retires": told.retires}


def _instead(model: Model, other: Model | None, t: Locale) -> Iterator[str]:
    """What takes its place, how that is called, and in what the call differs."""
    if other is None:
        return
    modes = [(mode, new) for mode in model.modes for new in other.modes if new.name == mode.name]
    calls = listing((f"client.{other.identifier}.{new.name}(...)" for _, new in modes), "or", t)
    if not modes:
        yield t.say("Its replacement is {model}.", model=other.id)
        return
    yield t.say("Its replacement is {model}: {calls}.", model=other.id, calls=calls)
    yield from dict.fromkeys(said for mode, new in modes for said in _differences(mode, new, t))


def _differences(old: Mode, new: Mode, t: Locale) -> Iterator[str]:
    sizes = [next((each for each in mode.parameters if each.size), None) for mode in (old, new)]
    if sizes[0] and sizes[1] and sizes[0].size != sizes[1].size:
        yield t.say("Its size is {sizes}.", sizes=range_words(sizes[1], t))
    had, has = ({route.protocol for route in mode.routes} for mode in (old, new))
    if "async" in had - has:
        yield t.say("It has no task route: no submit(), no protocol={protocol}.", protocol='"async"')
    missing = [each.name for each in old.parameters if each.name not in {other.name for other in new.parameters}]
    if missing:
        yield t.say("It does not take {names}.", names=listing(missing, "or", t))


def identity_words(model: Model, t: Locale = ENGLISH) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Which id stands for what, and what has to be done before the first call, each with its sources."""
    for region, other in model.ids.items():
        yield t.say("In {region} its id is {id}; either id is accepted.", region=region, id=other), model.sources
    if model.current:
        said = t.say("{id} currently equals {snapshot}.", id=model.id, snapshot=model.current.snapshot)
        yield said, model.current.sources
    if model.activation:
        yield activation_words(model, t), model.activation.sources


def activation_words(model: Model, t: Locale = ENGLISH) -> str:
    """What has to be done before the first call; "" for most models."""
    asked = model.activation
    return t.say("Before its first call it must be activated {where}.", where=t.text(asked.where)) if asked else ""
