"""The page of a model."""

from __future__ import annotations

from dataclasses import dataclass

from generator.docs.disputes import disagreements_table, disputes_table
from generator.docs.languages import other_language, twin
from generator.docs.markdown import anchor, code, codes, md, plain, table
from generator.docs.mode_view import ModeView, mode_view, modes_table
from generator.docs.sources import source_lines
from generator.ir import Family, Model, Spec
from generator.naming import file_name
from generator.phrasing import (
    Locale,
    amount_words,
    identity_words,
    lifecycle_words,
    rate_words,
    sentence,
    typical_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPage:
    """What `docs/model.md.j2` shows; a text that is empty has no section."""

    id: str
    identifier: str
    summary: str
    family_title: str
    family_summary: str
    lifecycle: str
    snapshots: str
    identity: tuple[str, ...]
    modes_table: str
    modes: tuple[ModeView, ...]
    prices: str
    rate_limits: str
    typical: str
    regions: str
    disputes: str
    disagreements: str
    errors: str
    sources: tuple[str, ...]
    other: str
    twin: str


def model_page(spec: Spec, family: Family, model: Model, t: Locale, errors: str) -> ModelPage:
    """The view of a model; `errors` is the table that all have."""
    return ModelPage(
        id=model.id,
        identifier=model.identifier,
        summary=md(sentence(model.summary, t)),
        family_title=plain(t.text(family.title)),
        family_summary=md(sentence(family.summary, t)),
        lifecycle=_lifecycle(spec, model, t),
        snapshots=codes(model.snapshots),
        identity=tuple(f"{md(said)} ({codes(sources)})" for said, sources in identity_words(model, t)),
        modes_table=modes_table(model, t),
        modes=tuple(mode_view(spec, model, mode, t) for mode in model.modes),
        prices=_prices(model, t),
        rate_limits=_rate_limits(model, t),
        typical=_typical(model, t),
        regions=_regions(spec, model, t),
        disputes=disputes_table(model, t),
        disagreements=disagreements_table(family.disagreements, t),
        errors=errors,
        sources=source_lines(spec, family, model, t),
        other=other_language(t),
        twin=twin(f"models/{file_name(model.id)}.md", t),
    )


def errors_table(spec: Spec, t: Locale) -> str:
    """The exceptions and the codes that raise them, with links to the page of errors."""
    by_class: dict[str, list[str]] = {}
    for error in spec.errors:
        by_class.setdefault(error.error, []).append(f"[{plain(error.code)}](../errors.md#{anchor(error.code)})")
    rows = [[code(name), ", ".join(links)] for name, links in by_class.items()]
    return table([t.say("Exception"), t.say("Codes")], rows)


def _lifecycle(spec: Spec, model: Model, t: Locale) -> str:
    told = model.lifecycle
    return f"{md(lifecycle_words(model, spec.models, t))} ({codes(told.sources)})" if told else ""


def _prices(model: Model, t: Locale) -> str:
    regions: dict[tuple[str, str], list[str]] = {}  # in the order of the first of each
    for price in model.prices:
        regions.setdefault((md(amount_words(price, t)), codes(price.sources)), []).append(price.region)
    rows = [[", ".join(some), said, sources] for (said, sources), some in regions.items()]
    head = ["Regions", "Price of an image", "Sources"]
    return table([t.say(each) for each in head], rows) if rows else ""


def _rate_limits(model: Model, t: Locale) -> str:
    rows = [
        [", ".join(limit.regions) or t.say("all"), rate_words(limit, t), codes(limit.sources)]
        for limit in model.rate_limits
    ]
    head = ["Regions", "Limit of the account", "Sources"]
    return table([t.say(each) for each in head], rows) if rows else ""


def _typical(model: Model, t: Locale) -> str:
    typical = model.typical_seconds
    if typical is None:
        return ""
    cited = f" ({codes(typical.sources)})" if typical.sources else ""
    return md(typical_words(typical, t)) + cited


def _regions(spec: Spec, model: Model, t: Locale) -> str:
    known = {region.id: region for region in spec.api.regions}
    rows = [
        [
            code(use.region),
            t.text(known[use.region].name),
            code(known[use.region].host or known[use.region].workspace_host),
            ", ".join(use.protocols) or t.say("all of the model"),
        ]
        for use in model.regions
        if use.region in known
    ]
    head = ["Region", "Where", "Host", "Protocols"]
    return table([t.say(each) for each in head], rows) if rows else ""
