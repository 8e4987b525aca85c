"""The demo's `index.html`: every picture beside the prompt, the model, the mode and the request that made it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from brushwork_runtime import Json

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Brushwork: $count calls, $images images</title>
<style>
  :root { color-scheme: light dark; --line: #8884; --soft: #8881; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 74rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.6rem; margin: 0; }
  h2 { font-size: 1.1rem; margin: 0; }
  nav { display: grid; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); gap: .2rem 1.5rem;
        margin: 1rem 0 2rem; font-size: .85rem; }
  nav b { font-weight: 600; }
  article { display: grid; grid-template-columns: 18rem minmax(0, 1fr); gap: 1.5rem; align-items: start;
            border-top: 1px solid var(--line); padding: 1.5rem 0; scroll-margin-top: 1rem; }
  .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .6rem; }
  .pictures img { width: 100%; border-radius: 6px; display: block; }
  .pictures p { grid-column: 1 / -1; margin: 0; }
  .inputs { display: flex; flex-wrap: wrap; gap: .6rem; margin-bottom: .8rem; }
  .inputs figure { width: 8rem; margin: 0; }
  .inputs img { width: 100%; border-radius: 6px; display: block; }
  figcaption { color: gray; font-size: .75rem; overflow-wrap: anywhere; }
  .facts { color: gray; font-size: .9rem; margin: .2rem 0 .8rem; }
  pre { background: var(--soft); padding: .8rem; border-radius: 6px; font-size: .8rem;
        white-space: pre-wrap; overflow-wrap: anywhere; }
  @media (max-width: 46rem) { article { grid-template-columns: minmax(0, 1fr); } }
</style>
<h1>Brushwork</h1>
<p>$count calls, one for each model and mode, made $images images through the client. The API behind it was
the built-in emulator: no key, no cost, no network.</p>
<nav>$links</nav>
$articles
</html>
""")

_ARTICLE = Template("""\
<article id="$anchor">
  <div>$inputs<div class="pictures">$pictures</div></div>
  <div>
    <h2>$model <small>$mode</small></h2>
    <p class="facts">$facts</p>
    $prompt<pre>$code</pre>
    <pre>$request</pre>
  </div>
</article>
""")


class Entry:
    """What one call of the demo asked for and got; `parts` are texts and files in the order of the answer.

    `inputs` are the pictures that went in, by the names of their inputs; `values` is what came back beside the parts;
    `first` is the first picture: its file and the address that it came from.
    """

    __slots__ = (
        "body",
        "code",
        "facts",
        "first",
        "inputs",
        "method",
        "mode",
        "model",
        "parts",
        "prompt",
        "url",
        "values",
    )

    def __init__(
        self,
        *,
        model: str,
        mode: str,
        prompt: str,
        code: str,
        method: str,
        url: str,
        body: dict[str, Json],
        facts: str,
        inputs: Mapping[str, Path],
        parts: Sequence[str | Path],
        values: Mapping[str, Json],
        first: tuple[Path, str] | None = None,
    ) -> None:
        self.model = model
        self.mode = mode
        self.prompt = prompt
        self.code = code
        self.method = method
        self.url = url
        self.body = body
        self.facts = facts
        self.inputs = inputs
        self.parts = tuple(parts)
        self.values = values
        self.first = first

    @property
    def images(self) -> int:
        """How many files the call made."""
        return sum(isinstance(part, Path) for part in self.parts)

    @property
    def anchor(self) -> str:
        """The entry's place on the page."""
        return f"{self.model}-{self.mode}"


def page(entries: Sequence[Entry], folder: Path) -> str:
    """The page as HTML; pictures are linked relative to `folder`."""
    return _PAGE.substitute(
        count=len(entries),
        images=sum(entry.images for entry in entries),
        links="".join(_links(model, list(some)) for model, some in groupby(entries, lambda entry: entry.model)),
        articles="".join(_article(entry, folder) for entry in entries),
    )


def _links(model: str, entries: list[Entry]) -> str:
    """A model and its modes."""
    modes = ", ".join(f'<a href="#{escape(entry.anchor)}">{escape(entry.mode)}</a>' for entry in entries)
    return f"<span><b>{escape(model)}</b> {modes}</span>"


def _article(entry: Entry, folder: Path) -> str:
    request = f"{entry.method} {entry.url}\n{json.dumps(entry.body, ensure_ascii=False, indent=2)}"
    values = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in entry.values.items() if value is not None
    ]
    return _ARTICLE.substitute(
        anchor=escape(entry.anchor),
        inputs=_inputs(entry, folder),
        pictures="".join(_part(part, entry, folder) for part in (*entry.parts, *values)),
        model=escape(entry.model),
        mode=escape(entry.mode),
        facts=escape(entry.facts),
        prompt=f"<p>{escape(entry.prompt)}</p>\n    " if entry.prompt else "",
        code=escape(entry.code),
        request=escape(request),
    )


def _inputs(entry: Entry, folder: Path) -> str:
    """What went in, small and with its name."""
    shown = [
        f"<figure>{_picture(path, name, folder)}<figcaption>{escape(name)}</figcaption></figure>"
        for name, path in entry.inputs.items()
    ]
    return f'<div class="inputs">{"".join(shown)}</div>' if shown else ""


def _part(part: str | Path, entry: Entry, folder: Path) -> str:
    if isinstance(part, str):
        return f"<p>{escape(part)}</p>"
    return _picture(part, f"{entry.model} {entry.mode}: {entry.prompt}".removesuffix(": "), folder)


def _picture(path: Path, title: str, folder: Path) -> str:
    link = quote(path.relative_to(folder).as_posix())
    return f'<a href="{link}"><img loading="lazy" src="{link}" alt="{escape(title)}"></a>'
