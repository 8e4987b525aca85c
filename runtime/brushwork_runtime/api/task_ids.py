"""Ids of tasks: what may stand in a path."""

from __future__ import annotations

import re

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def is_task_id(text: object) -> bool:
    """Whether `text` can be the id of a task; nothing else is ever made part of an address."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None
