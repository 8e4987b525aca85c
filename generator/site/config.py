"""The configuration that Zensical reads, one for each language."""

from __future__ import annotations

import json

_NAMES = {"en": "Brushwork", "zh": "Brushwork 模型参考"}
_ABOUT = {
    "en": "Typed Python clients for Alibaba's image models: Wan, Qwen-Image and Z-Image.",
    "zh": "阿里云图像模型（万相、Qwen-Image、Z-Image）的 Python 客户端参考。",
}
_LINKS = {
    "en": [{"name": "English", "link": "./", "lang": "en"}, {"name": "中文", "link": "./zh/", "lang": "zh"}],
    "zh": [{"name": "English", "link": "../", "lang": "en"}, {"name": "中文", "link": "./", "lang": "zh"}],
}


def config(language: str, sections: list[tuple[str, list[str]]], theme: str, docs: str, site: str) -> str:
    """zensical.toml: what is said here, then `theme`. JSON texts and lists are TOML as they stand."""
    nav = [_entry("", ["index.md"]), *(_entry(title, pages) for title, pages in sections)]
    lines = [
        "[project]",
        f"site_name = {_text(_NAMES[language])}",
        f"site_description = {_text(_ABOUT[language])}",
        f"docs_dir = {_text(docs)}",
        f"site_dir = {_text(site)}",
        'extra_css = ["assets/site.css"]',
        'extra_javascript = ["assets/compare.js"]',
        f"nav = [{', '.join(nav)}]",
        "",
        theme.replace("LANGUAGE", language),
        "[project.extra]",
        f"alternate = [{', '.join(map(_table, _LINKS[language]))}]",
        "",
    ]
    return "\n".join(lines)


def _entry(title: str, pages: list[str]) -> str:
    listed = ", ".join(map(_text, pages))
    return f"{{ {_text(title)} = [{listed}] }}" if title else listed


def _table(fields: dict[str, str]) -> str:
    return f"{{ {', '.join(f'{name} = {_text(value)}' for name, value in fields.items())} }}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
