"""The pages of the reference."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from generator.docs.comparison import comparison
from generator.docs.errors_page import errors_page
from generator.docs.index_page import index_page
from generator.docs.languages import folder
from generator.docs.model_page import errors_table, model_page
from generator.docs.models_json import models_json
from generator.ir import Spec
from generator.naming import file_name
from generator.phrasing import ENGLISH, Locale
from generator.phrasing.chinese import chinese
from generator.schema import keywords
from generator.templating import templates


def docs(spec: Spec) -> dict[str, str]:
    """Path -> text, in docs/ and, in Chinese, in docs/zh/.

    models/<model>.md, index.md, errors.md and comparison.md; schemas.md in English only; models.json, for programs.
    """
    pages = {"docs/schemas.md": tidy(f"# Keywords of the schemas\n\n{_without_note(_documentation())}")}
    for locale in (ENGLISH, chinese(spec.chinese)):
        pages |= {f"{folder(locale)}/{path}": text for path, text in _pages(spec, locale).items()}
    pages["docs/models.json"] = models_json(spec)
    return pages


def _pages(spec: Spec, t: Locale) -> dict[str, str]:
    filled = templates("docs")
    model = filled.get_template("model.md.j2")
    pages = {
        "index.md": tidy(filled.get_template("index.md.j2").render(say=t.say, page=index_page(spec, t))),
        "errors.md": tidy(filled.get_template("errors.md.j2").render(say=t.say, page=errors_page(spec, t))),
        "comparison.md": tidy(comparison(spec, t)),
    }
    errors = errors_table(spec, t)
    for family in spec.families:
        for each in family.models:
            pages[f"models/{file_name(each.id)}.md"] = tidy(
                model.render(say=t.say, page=model_page(spec, family, each, t, errors))
            )
    return pages


def _documentation() -> str:
    """What `keywords` says of itself, also where Python was told to leave docstrings out."""
    return ast.get_docstring(ast.parse(Path(keywords.__file__).read_text("utf-8")), clean=False) or ""


def _without_note(text: str) -> str:
    """The keywords' own documentation, without the paragraph that tells developers where else it shows."""
    first, _, *rest = text.split("\n\n")
    return "\n\n".join([first, *rest]).replace(" < ", " &lt; ")


def tidy(text: str) -> str:
    """One blank line at most between blocks, no blank at the end of a line, one line break at the end."""
    lines = "\n".join([line.rstrip(" \t") for line in text.split("\n")])
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
