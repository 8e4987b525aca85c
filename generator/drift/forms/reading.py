"""Reads a file of any form, or says why it cannot."""

from __future__ import annotations

import re

from generator.drift.forms.catalogue import catalogue_blocks
from generator.drift.forms.html import read_html
from generator.drift.forms.markdown import read_markdown
from generator.drift.forms.openapi import openapi_blocks
from generator.drift.forms.text import read_text
from generator.drift.passage import Document, bounded

SUFFIXES = frozenset({".md", ".mdx", ".markdown", ".html", ".htm", ".xhtml", ".txt", ".yaml", ".yml", ".json"})
_HTML = re.compile(r"(?:<!doctype html|<html|<head|<body|<!--|<div|<table|<h\d|<p\b|<article|<main)", re.IGNORECASE)
_MARKUP = re.compile(r"(?m)^(?:#{1,6}\s|```|\s{0,8}\*\*[^*\n]{1,80}\*\*|\s{0,8}[-*+]\s{3}\S)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class UnreadableError(Exception):
    """The file is no text in UTF-8; the message says what it seems to be."""


def decoded(content: bytes) -> str:
    """The text of a file. Raises UnreadableError."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableError("the file is empty")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:200].count(0) > len(content[:200]) // 4:
        known = content.startswith((b"\xff\xfe", b"\xfe\xff")) or not content[:200].count(0) > 150
        raise UnreadableError(
            "not UTF-8 text: it looks like UTF-16" if known else "not text: it looks like binary data"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(_guess(content, error)) from None
    if len(_CONTROL.findall(text[:4000])) > len(text[:4000]) // 20:
        raise UnreadableError("not text: it looks like binary data")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guess(content: bytes, error: UnicodeDecodeError) -> str:
    try:
        chinese = re.search(r"[\u4e00-\u9fff]{2}", content.decode("gb18030"))
    except UnicodeDecodeError:
        chinese = None
    if chinese and b"\0" not in content:
        return "not UTF-8 text: it looks like GBK; convert it with `iconv -f gb18030 -t utf-8`"
    return f"not UTF-8 text: byte {content[error.start]:#04x} at offset {error.start}"


def parsed(shown: str, text: str, suffix: str) -> Document | None:
    """A document of this text; its name's suffix tells the form where the text does not. None for data of no page."""
    if suffix in (".yaml", ".yml", ".json"):
        blocks = openapi_blocks(text, 1) or catalogue_blocks(text)
        if blocks is not None:
            return Document(file=shown, blocks=tuple(bounded(blocks)), lines=tuple(text.split("\n")))
        return None
    if suffix in (".html", ".htm", ".xhtml") or _HTML.match(text.lstrip()):
        return read_html(shown, text)
    if suffix == ".txt" or not (_MARKUP.search(text) or "\n\n" in text):
        return read_text(shown, text)
    return read_markdown(shown, text)
