"""The configuration that Zensical reads, one for each language."""

from __future__ import annotations

import json

from generator.site.pages import Sections

_NAMES = {"en": "Brushwork", "zh": "Brushwork"}
_ABOUT = {
    "en": "Typed Python clients for Alibaba's image models: Wan, Qwen-Image and Z-Image.",
    "zh": "阿里云图像模型（万相、Qwen-Image、Z-Image）的类型化 Python 客户端。",
}


def config(language: str, sections: Sections, theme: str, *, docs: str, site: str, address: str) -> str:
    """zensical.toml: what is said here, then `theme`. JSON texts and lists are TOML as they stand."""
    listed = [f"{{ {_text(title)} = [{', '.join(map(_entry, pages))}] }}" for title, pages in sections]
    nav = [_text("index.md"), *listed]
    lines = [
        "[project]",
        f"site_name = {_text(_NAMES[language])}",
        f"site_description = {_text(_ABOUT[language])}",
        f"site_url = {_text(address)}",
        f"docs_dir = {_text(docs)}",
        f"site_dir = {_text(site)}",
        'extra_css = ["assets/site.css"]',
        'extra_javascript = ["assets/compare.js"]',
        f"nav = [{', '.join(nav)}]",
        "",
        theme.replace("LANGUAGE", language),
    ]
    return "\n".join(lines)


def _entry(page: tuple[str, str]) -> str:
    name, path = page
    return f"{{ {_text(name)} = {_text(path)} }}" if name else _text(path)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
