"""The demo's page: a gallery of what came back, with every call in four forms."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from brushwork_runtime import later, localized, tr

if TYPE_CHECKING:
    from brushwork_runtime import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture of the page: its file and its small copy relative to the page, and its size."""

    path: str
    preview: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one call of the demo asked for and got; `parts` are texts and pictures in the order of the answer.

    `inputs` are the pictures that went in, with the names of their inputs; `values` is what came back beside the parts.
    The call is told in Python, for the shell, and as `curl` up to its `body`.
    """

    model: str
    mode: str
    prompt: str
    python: str
    shell: str
    curl: str
    body: dict[str, Json]
    facts: list[str]
    inputs: list[tuple[str, Shown]]
    parts: Sequence[str | Shown]
    values: Mapping[str, Json]

    @property
    def images(self) -> list[Shown]:
        """The pictures that it made."""
        return [part for part in self.parts if isinstance(part, Shown)]

    @property
    def anchor(self) -> str:
        """The entry's place on the page."""
        return f"{self.model}-{self.mode}"

    @property
    def kind(self) -> str:
        """What it does, as the page sorts it."""
        if any(isinstance(part, str) for part in self.parts) and len(self.images) > 1:
            return "story"
        if self.mode == "sequence" or len(self.images) > 1:
            return "series"
        return {"generate": "text", "edit": "edit"}.get(self.mode, "tool")


KINDS = {
    "text": (later("Text to image"), later("One sentence, one picture.")),
    "edit": (later("Editing"), later("Before and after: a reference image, or several, and what to do with them.")),
    "series": (later("Series"), later("Pictures that belong together, from one call.")),
    "story": (later("Text with pictures"), later("A page of text and pictures in turn, from one call.")),
    "tool": (later("Tools"), later("Models and modes for one job: translate, expand, sharpen, colour, restyle.")),
}
"""The sections: title and a sentence for each."""


def page(entries: Sequence[Entry]) -> str:
    """The page as HTML; its pictures are beside it."""
    template = localized(files("brushwork_cli.demo").joinpath("gallery.html").read_text("utf-8"))
    present = {kind: [entry for entry in entries if entry.kind == kind] for kind in KINDS}
    present = {kind: some for kind, some in present.items() if some}
    filters = [
        f'<button type="button" data-kind="{kind}" aria-pressed="false">{tr(KINDS[kind][0])}</button>'
        for kind in present
    ]
    images, models = sum(len(entry.images) for entry in entries), len({entry.model for entry in entries})
    lead = tr(
        "{count} calls, one for each model and mode, made through the client on this machine. The API behind it was "
        "the built-in emulator: it draws instead of painting, costs nothing and needs no network. The calls are those "
        "of the real service, prices are its list prices.",
        count=len(entries),
    )
    values = {
        "title": tr("{images} pictures, {models} models, no key", images=images, models=models),
        "lead": lead,
        "filters": "".join(filters),
        "sections": "\n".join(_section(kind, some) for kind, some in present.items()),
        "calls": _calls(entries),
    }
    for name, value in values.items():
        template = template.replace(f"<!--{name}-->", value)
    return template


def _calls(entries: Sequence[Entry]) -> str:
    """Every call once, as JSON that can stand in a script: no "<" of it can end that."""
    document = {
        entry.anchor: {"py": entry.python, "sh": entry.shell, "curl": entry.curl, "body": entry.body}
        for entry in entries
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _section(kind: str, entries: Sequence[Entry]) -> str:
    title, says = map(tr, KINDS[kind])
    cards = "\n".join(_article(entry) for entry in entries)
    head = f"<h2>{title} <small>{len(entries)}</small></h2><p>{says}</p>"
    return f'<section data-kind="{kind}" aria-label="{title}">\n{head}\n<div class="cards">{cards}</div>\n</section>'


def _article(entry: Entry) -> str:
    name = f"{entry.model} {entry.mode}"
    title = escape(entry.model).replace("_", "_<wbr>")  # where a long id may go on in the next line
    words = f"<p>{escape(entry.prompt)}</p>" if entry.prompt else ""
    values = "".join(
        f"<p><code>{escape(f'{key}: {json.dumps(value, ensure_ascii=False)}')}</code></p>"
        for key, value in entry.values.items()
    )
    facts = escape(" · ".join(entry.facts))
    label = escape(tr("The call of {name}", name=name))
    return (
        f'<article id="{escape(entry.anchor)}">'
        f'<div class="pictures">{_inputs(entry)}{_parts(entry)}</div>'
        f'<div class="about"><h3>{title} <small>{escape(entry.mode)}</small></h3>{words}{values}'
        f'<p class="facts">{facts}</p>'
        f'<button type="button" class="open" aria-label="{label}">{escape(tr("The call"))}</button></div></article>'
    )


def _inputs(entry: Entry) -> str:
    """What went in, with its name."""
    if not entry.inputs:
        return ""
    figures = "".join(
        f"<figure>{_picture(each, before)}<figcaption>{escape(name)}</figcaption></figure>"
        for name, each in entry.inputs
        for before in [tr("{name}, before", name=name)]
    )
    return f'<div class="inputs">{figures}</div>'


def _parts(entry: Entry) -> str:
    """What came back; in a story each text stands with the picture after it."""
    shown = [
        f"<p>{escape(part)}</p>" if isinstance(part, str) else _picture(part, entry.prompt or entry.mode)
        for part in entry.parts
        if isinstance(part, Shown) or entry.kind == "story"
    ]
    return f'<div class="made">{"".join(shown)}</div>'


def _picture(picture: Shown, words: str) -> str:
    return (
        f'<a href="{escape(quote(picture.path))}"><img loading="lazy" src="{escape(quote(picture.preview))}" '
        f'width="{picture.width}" height="{picture.height}" alt="{escape(words)}"></a>'
    )
