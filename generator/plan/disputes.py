"""Every recorded conflict with an id that lasts, its place in the specs, and the requests that it is about.

    wan2.7/n/default                                              a field of a fact of the family
    qwen-image/qwen-image-max/generate/text2image-async/supported that of a route of one model's mode
    qwen-image/retirement                                         an entry of `conflicts`, by what it is about

No id holds a number of a list, so that a new entry renames none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from generator.ir import Api, Conflict, Disagreement, Dispute, Disputed, Family, Mode, Model, by_name
from generator.load.document import Document, Path
from generator.load.folder import Loaded
from generator.plan.fields import conflicts

_UNNAMED = ("parameters", "modes", "models", "inputs", "routes")
"""Parts of a path that an id leaves out."""


def disputes(loaded: Loaded, api: Api, families: tuple[Family, ...]) -> tuple[Dispute, ...]:
    """Every recorded conflict, in the order of the files."""
    known = {family.file: family for family in families}
    found: list[Dispute] = []
    for document in loaded.documents:
        family = known.get(document.file)
        others = family.disagreements if family else api.disagreements if document is loaded.api else ()
        own = [*_about_facts(document, family), *_about_others(document, family, others)]
        found += sorted(own, key=lambda each: each.location.line)
    often = Counter(dispute.id for dispute in found)
    return tuple(_told_apart(each) if often[each.id] > 1 else each for each in found)


def _told_apart(dispute: Dispute) -> Dispute:
    """Claims about one field go by who makes them."""
    return replace(dispute, id=f"{dispute.id}:{dispute.conflict.sources[0]}") if dispute.conflict else dispute


def _about_facts(document: Document, family: Family | None) -> Iterator[Dispute]:
    """The entries under `conflict:`, with every mode in which they are the ones that count."""
    uses = list(_uses(document, family)) if family else []
    for path in document.marks:
        number = path[-1] if path[-2:-1] == ("conflict",) else None
        if not isinstance(number, int) or document.get(path) is None:
            continue
        fact = document.get(path[:-2])  # one that no mode has, such as a host, has no use
        here = [(use, stated) for use, at, stated in uses if at == path[:-2]]
        conflict = here[0][1][number] if here else conflicts(fact if isinstance(fact, dict) else {}, ())[number]
        who = f":{conflict.sources[0]}" if path[-3] == "regions" else ""  # each document names its own regions
        yield Dispute(
            id=_id(document, family, path[:-2], conflict.field + who),
            path=path,
            location=document.location(path),
            family=family.id if family else None,
            conflict=conflict,
            about=tuple(use for use, _ in here),
        )


def _about_others(
    document: Document, family: Family | None, disagreements: tuple[Disagreement, ...]
) -> Iterator[Dispute]:
    for number, item in enumerate(disagreements):
        slug = re.sub(r"[^a-z0-9_.*]+", "-", item.about.lower()).strip("-")
        yield Dispute(
            id=_id(document, family, (), slug),
            path=("conflicts", number),
            location=document.location(("conflicts", number)),
            family=family.id if family else None,
            disagreement=item,
            about=tuple(_asked(family, item)),
        )


def _asked(family: Family | None, item: Disagreement) -> Iterator[Disputed]:
    """The model of a probe, or every model that retires."""
    if item.probe is not None and item.probe.model is not None:
        yield Disputed(model=item.probe.model)
    elif item.probe is not None and item.probe.lifecycle and family is not None:
        yield from (Disputed(model=model.id) for model in family.models if model.lifecycle)


def _uses(document: Document, family: Family) -> Iterator[tuple[Disputed, Path, tuple[Conflict, ...]]]:
    """Each fact of each mode that may be disputed, the place of the fact whose conflicts count, and they."""
    for model in family.models:
        own: Path = ("models", model.id, "regions")
        yield Disputed(model=model.id), own if document.get(own) else ("regions",), model.region_conflicts
        for mode in model.modes:
            for each in mode.parameters:
                at = _last(document, model, mode, ("parameters", each.name))
                yield Disputed(model=model.id, mode=mode.name, kind="parameter", name=each.name), at, each.conflicts
            for images in mode.inputs:
                at = _last(document, model, mode, ("images",), ("inputs", images.name))
                yield Disputed(model=model.id, mode=mode.name, kind="images", name=images.name), at, images.conflicts
            if mode.prompt is not None:
                at = _last(document, model, mode, ("prompt",))
                yield Disputed(model=model.id, mode=mode.name, kind="prompt"), at, mode.prompt.conflicts
            general, of_mode, of_model, most = _layers(model, mode, ("routes",))
            stated = next(at for at in (most, of_model, of_mode, general) if document.get(at))
            for number, (name, route) in enumerate(by_name(mode.routes).items()):
                use = Disputed(model=model.id, mode=mode.name, kind="route", name=name)
                yield use, (*stated, number), route.conflicts


def _layers(model: Model, mode: Mode, part: Path) -> tuple[Path, Path, Path, Path]:
    """Where a family may state a part of a mode, the most general first."""
    own: Path = ("models", model.id, "modes", mode.name, *part)
    return part, ("modes", mode.name, *part), ("models", model.id, *part), own


def _last(document: Document, model: Model, mode: Mode, *parts: Path) -> Path:
    """The most specific place of a fact that has conflicts; where none has, no place."""
    layers = [at for part in parts for at in _layers(model, mode, part)]
    return next((at for at in reversed(layers) if document.get((*at, "conflict")) is not None), ())


def _id(document: Document, family: Family | None, path: Path, last: str) -> str:
    parts: list[str] = [family.id if family else document.file.rpartition("/")[2].removesuffix(".yaml")]
    for number, step in enumerate(path):
        route = document.get(path[: number + 1]) if isinstance(step, int) else None
        if isinstance(route, dict):
            parts.append(f"{route['endpoint']}-{route['protocol']}")
        elif step not in _UNNAMED:
            parts.append(str(step))
    return "/".join([*parts, last])
