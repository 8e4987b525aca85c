"""The index: which model for what, and what each can do."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import relpath

from generator.docs.comparison import comparison
from generator.docs.disputes import disagreements_table, region_disputes_table
from generator.docs.languages import folder, other_language, twin
from generator.docs.markdown import codes, md, plain, table
from generator.docs.sources import source_line
from generator.ir import Model, Spec
from generator.naming import file_name
from generator.phrasing import Locale, retirement_mark, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLinks:
    """A family with a line per model."""

    title: str
    summary: str
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """What `docs/index.md.j2` shows."""

    uses: str
    matrix: str
    families: tuple[FamilyLinks, ...]
    regions: str
    disputes: str
    disagreements: str
    sources: tuple[str, ...]
    schemas: str
    other: str
    twin: str


def index_page(spec: Spec, t: Locale) -> IndexPage:
    """The view of the index."""
    families = tuple(
        FamilyLinks(
            title=plain(t.text(family.title)),
            summary=md(sentence(family.summary, t)),
            models=tuple(_line(model, t) for model in family.models),
        )
        for family in spec.families
    )
    return IndexPage(
        uses=_uses(spec, t),
        matrix=comparison(spec, t),
        families=families,
        regions=_regions(spec, t),
        disputes=region_disputes_table(spec, t),
        disagreements=disagreements_table(spec.api.disagreements, t),
        sources=tuple(source_line(source, t) for source in spec.sources),
        schemas=relpath("docs/schemas.md", folder(t)),
        other=other_language(t),
        twin=twin("index.md", t),
    )


def _line(model: Model, t: Locale) -> str:
    mark = retirement_mark(model, t)
    end = f" ({mark})" if mark else ""
    return f"{_link(model.id)}{end}{t.say(': ')}{md(sentence(model.summary, t))}"


def _uses(spec: Spec, t: Locale) -> str:
    going_on = {id_ for id_, model in spec.models.items() if not retirement_mark(model)}
    rows = [
        [md(t.text(use.scenario)), ", ".join(map(_link, fitting)), md(sentence(use.note, t))]
        for use in spec.api.uses
        if (fitting := [id_ for id_ in use.models if id_ in going_on])
    ]
    head = ["What for", "Model, best first", "Why"]
    return table([t.say(each) for each in head], rows) if rows else ""


def _regions(spec: Spec, t: Locale) -> str:
    rows = [
        [
            f"`{region.id}`",
            t.text(region.name),
            codes(region.aliases),
            codes((region.host or region.workspace_host, *region.hosts)),
        ]
        for region in spec.api.regions
    ]
    return table([t.say(each) for each in ("Region", "Where", "Aliases", "Host")], rows)


def _link(model_id: str) -> str:
    return f"[{model_id}](models/{file_name(model_id)}.md)"
