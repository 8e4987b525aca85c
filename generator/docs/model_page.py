"""The page of a model."""

from __future__ import annotations

from dataclasses import dataclass

from generator.docs.disputes import disagreements_table, disputes_table
from generator.docs.markdown import anchor, code, codes, md, table
from generator.docs.mode_view import ModeView, mode_view, modes_table
from generator.docs.sources import source_lines
from generator.ir import Family, Model, Spec
from generator.words import amount_words, rate_words, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPage:
    """What `docs/model.md.j2` shows; a text that is empty has no section."""

    id: str
    identifier: str
    summary: str
    family_title: str
    family_summary: str
    snapshots: str
    modes_table: str
    modes: tuple[ModeView, ...]
    prices: str
    rate_limits: str
    regions: str
    disputes: str
    disagreements: str
    errors: str
    sources: tuple[str, ...]


def model_page(spec: Spec, family: Family, model: Model) -> ModelPage:
    """The view of a model."""
    return ModelPage(
        id=model.id,
        identifier=model.identifier,
        summary=md(sentence(model.summary)),
        family_title=family.title,
        family_summary=md(sentence(family.summary)),
        snapshots=codes(model.snapshots),
        modes_table=modes_table(model),
        modes=tuple(mode_view(spec, model, mode) for mode in model.modes),
        prices=_prices(model),
        rate_limits=_rate_limits(model),
        regions=_regions(spec, model),
        disputes=disputes_table(model),
        disagreements=disagreements_table(family.disagreements),
        errors=errors_table(spec),
        sources=source_lines(spec, family, model),
    )


def errors_table(spec: Spec) -> str:
    """The exceptions and the codes that raise them, with links to the page of errors."""
    by_class: dict[str, list[str]] = {}
    for error in spec.errors:
        by_class.setdefault(error.error, []).append(f"[{error.code}](../errors.md#{anchor(error.code)})")
    return table(["Exception", "Codes"], [[code(name), ", ".join(links)] for name, links in by_class.items()])


def _prices(model: Model) -> str:
    rows = [[price.region, md(amount_words(price)), codes(price.sources)] for price in model.prices]
    return table(["Region", "Price of an image", "Sources"], rows) if rows else ""


def _rate_limits(model: Model) -> str:
    rows = [[", ".join(limit.regions) or "all", rate_words(limit), codes(limit.sources)] for limit in model.rate_limits]
    return table(["Regions", "Limit of the account", "Sources"], rows) if rows else ""


def _regions(spec: Spec, model: Model) -> str:
    known = {region.id: region for region in spec.api.regions}
    rows = [
        [
            code(use.region),
            known[use.region].name,
            code(known[use.region].host or known[use.region].workspace_host),
            ", ".join(use.protocols) or "all of the model",
        ]
        for use in model.regions
        if use.region in known
    ]
    return table(["Region", "Where", "Host", "Protocols"], rows) if rows else ""
