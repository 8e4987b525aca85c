"""Reads a document of any of the formats."""

from __future__ import annotations

import re
from pathlib import Path

from generator.drift.page import read_page
from generator.drift.passage import Document
from generator.drift.text import read_text

_HTML = re.compile(r"(?:<!doctype html|<html|<head|<body|<!--|<div|<table|<h\d|<p\b|<article|<main)", re.IGNORECASE)


def read_document(path: Path, shown: str) -> Document:
    """The document at `path`; `shown` is how reports name it. Raises OSError and UnicodeDecodeError."""
    text = path.read_text("utf-8-sig")
    if path.suffix.lower() in (".html", ".htm", ".xhtml") or _HTML.match(text.lstrip()):
        return read_page(shown, text)
    return read_text(shown, text)
