"""The pages of the reference."""

from __future__ import annotations

import re

from generator.docs.errors_page import errors_page
from generator.docs.index_page import index_page
from generator.docs.model_page import model_page
from generator.filling import templates
from generator.ir import Spec
from generator.schema import keywords


def docs(spec: Spec) -> dict[str, str]:
    """Path -> text: docs/models/<model>.md, docs/index.md, docs/errors.md, docs/schemas.md."""
    pages_of = templates("docs")
    model = pages_of.get_template("model.md.j2")
    pages = {
        "docs/index.md": tidy(pages_of.get_template("index.md.j2").render(page=index_page(spec))),
        "docs/errors.md": tidy(pages_of.get_template("errors.md.j2").render(page=errors_page(spec))),
    }
    pages["docs/schemas.md"] = tidy(f"# Keywords of the schemas\n\n{_without_note(keywords.__doc__ or '')}")
    for family in spec.families:
        for each in family.models:
            pages[f"docs/models/{each.id}.md"] = tidy(model.render(page=model_page(spec, family, each)))
    return pages


def _without_note(text: str) -> str:
    """The keywords' own documentation, without the paragraph that tells developers where else it shows."""
    first, _, *rest = text.split("\n\n")
    return "\n\n".join([first, *rest]).replace(" < ", " &lt; ")


def tidy(text: str) -> str:
    """One blank line at most between blocks, no blank at the end of a line, one line break at the end."""
    lines = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
