"""Indented JSON of our own is what the standard library makes."""

from __future__ import annotations

import json

from generator.ir import Json
from generator.schema.json_text import json_text

VALUE: Json = {
    "empty": {},
    "none": [],
    "texts": ["a", '图\n"\\\u2028', ""],
    "numbers": [0, -1, 2.5, 1e300],
    "words": [None, True, False],
    "deep": {"in": [{"here": [[1], {}]}], "图": {"x": []}},
}


def test_it_is_the_text_of_the_standard_library() -> None:
    for value in (VALUE, [VALUE, VALUE], "text", 1, None, {}, []):
        assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=1) + "\n"
