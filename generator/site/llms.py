"""llms.txt and llms-full.txt, the site for programs that read text; and what a page says of itself to a search."""

from __future__ import annotations

import re

from generator.site.pages import Page

_ABOUT = (
    "Typed Python clients for Alibaba's image models (Wan, Qwen-Image, Z-Image on DashScope), generated from YAML "
    "specs with the source of every fact. One call is one image; wrong requests fail before the network; nothing is "
    "billed twice."
)


def llms(sections: list[tuple[str, list[Page]]], texts: dict[str, str]) -> str:
    """The index: every page with its title and its first sentence."""
    lines = ["# Brushwork", "", f"> {_ABOUT}", ""]
    lines += ["- [models.json](models.json): every model, mode and parameter, with prices and limits, for programs"]
    lines += ["- [llms-full.txt](llms-full.txt): all pages below in one file", ""]
    for title, pages in sections:
        lines += [f"## {title}", ""]
        lines += [f"- [{title_of(texts[page.path])}]({page.url}/): {first(texts[page.path])}" for page in pages]
        lines.append("")
    return "\n".join(lines)


def llms_full(sections: list[tuple[str, list[Page]]], texts: dict[str, str]) -> str:
    """Every page, one after the other."""
    ordered = [page for _, pages in sections for page in pages]
    return "\n\n---\n\n".join(f"<!-- {page.url}/ -->\n{texts[page.path].strip()}" for page in ordered) + "\n"


def title_of(text: str) -> str:
    """The first heading."""
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1] if found else "Brushwork"


def first(text: str) -> str:
    """The first sentence of the first paragraph, as plain text; a colon at its end, before a sample, is a full stop."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    found = next((block for block in blocks if re.match(r"(?!```)[\w`*\"“「]", block)), "")
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", " ".join(found.split())).replace("**", "")
    sentence = re.split(r"(?<=[.?!]) |(?<=[。？！])", plain)[0]
    return re.sub(r"[:：]$", "." if sentence.isascii() else "。", sentence)
