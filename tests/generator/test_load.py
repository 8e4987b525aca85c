"""Positions, YAML 1.2 and what no spec may hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from generator.ir import Json
from generator.load import load
from generator.load.events import Event, quickly, thoroughly
from generator.load.parse import read
from generator.problems import Problem, nearest, render

ROOT = Path(__file__).parents[2]
BASE = Path(__file__).parent / "spec_errors" / "base"


def data(text: str) -> dict[str, Json]:
    document, problems = read("specs/x.yaml", text.encode())
    assert problems == []
    return document.data


def problem(content: bytes) -> Problem:
    document, problems = read("specs/x.yaml", content)
    (found,) = problems
    assert not document.readable
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16:9", "16:9"),
        ("no", "no"),
        ("yes", "yes"),
        ("2026-03-03", "2026-03-03"),
        ("1024*1024", "1024*1024"),
        ("1_000", "1_000"),
        ("=", "="),
        ('"1"', "1"),
        ("017", 17),
        ("0x10", 16),
        ("-3", -3),
        ("1e3", 1000.0),
        ("1.50", 1.5),
        ("true", True),
        ("~", None),
        ("", None),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: Json) -> None:
    found = data(f"a: {text}\n")["a"]
    assert (found, type(found)) == (value, type(value))


def test_keys_are_text() -> None:
    assert list(data("1: a\ntrue: b\n16:9: c\n")) == ["1", "true", "16:9"]


def test_positions() -> None:
    document, _ = read("specs/x.yaml", "a: 1\nb:\n  - c: [x, y]\n  - {d: é, e: 2}\n".encode())
    assert str(document.location(("b",))) == "specs/x.yaml:2:1"
    assert str(document.location(("b", 0))) == "specs/x.yaml:3:5"
    assert str(document.location(("b", 0, "c"))) == "specs/x.yaml:3:5"
    assert str(document.location(("b", 0, "c"), value=True)) == "specs/x.yaml:3:8"
    assert str(document.location(("b", 0, "c", 1))) == "specs/x.yaml:3:12"
    assert str(document.location(("b", 1, "e"), value=True)) == "specs/x.yaml:4:15"
    assert str(document.location(("b", 1, "absent"))) == "specs/x.yaml:4:5", "what is absent is where it would stand"
    assert document.get(("b", 1, "d")) == "é"
    assert document.get(("b", 7)) is None
    assert document.get(("a", "b")) is None


@pytest.mark.parametrize("name", ["api.yaml", "models/paint.yaml"])
def test_crlf_changes_no_value_and_no_place(name: str) -> None:
    content = (BASE / name).read_bytes()
    plain, ends = read("specs/x.yaml", content), read("specs/x.yaml", content.replace(b"\n", b"\r\n"))
    assert ends == plain


def test_crlf_changes_no_place_of_a_problem() -> None:
    for text in (b"a: 1\n\n\nb: [1,\nc: 2\n", b"a: 1\nb: |\n  x\n  y\nc: \x07\n", b"a: 1\nb: \xff\n"):
        assert problem(text.replace(b"\n", b"\r\n")) == problem(text)


def test_a_duplicate_key_names_both_places() -> None:
    document, problems = read("specs/x.yaml", b"a: 1\nb: {c: 1,\n  c: {d: 2}}\n")
    (found,) = problems
    assert (str(found.location), found.found) == ("specs/x.yaml:3:3", "first given at specs/x.yaml:2:5")
    assert document.data == {"a": 1, "b": {"c": 1}}


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        (b"", "1:1", "empty"),
        (b"- a\n", "1:1", "no mapping"),
        (b"a: [1\n", "1:4", "this [ is not closed"),
        (b"a:\n\tb: 1\n", "2:1", "tab"),
        (b"a: 1\nb: \xff\n", "2:4", "not UTF-8"),
        (b"a: \x07\n", "1:4", "not allowed"),
        (b"a: &x 1\nb: *x\n", "1:4", "anchors and aliases"),
        (b"a: *x\n", "1:4", "anchors and aliases"),
        (b"a: {<<: {b: 1}}\n", "1:5", "merge keys"),
        (b"a: !!str 1\n", "1:4", "tags"),
        (b"a: 1\n---\nb: 2\n", "2:1", "second documents"),
        (b"%YAML 1.1\n---\na: no\n", "2:1", "directives"),
        (b"? [a]\n: 1\n", "1:3", "key must be text"),
        (b"a: .nan\n", "1:4", "finite"),
        (b'a: "\\ud800"\n', "1:4", "half a character"),
        (b"a: " + b"[" * 5000, "1:44", "deeper than 40"),
    ],
)
def test_what_cannot_be_read_is_a_located_problem(content: bytes, place: str, said: str) -> None:
    found = problem(content)
    assert str(found.location) == f"specs/x.yaml:{place}"
    assert said in found.message


def test_a_folder_without_specs(tmp_path: Path) -> None:
    places = [str(each.location) for each in load(tmp_path).problems]
    assert places == ["specs/api.yaml:1:1", "specs/errors.yaml:1:1", "specs/sources.yaml:1:1", "specs/models:1:1"]


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").mkdir()
    assert "cannot read" in load(tmp_path).problems[0].message


def test_the_caret_stands_under_wide_characters() -> None:
    document, problems = read("x", "中文: {中: 1, 中: 2}\n".encode())
    lines = render(problems, {"x": document.lines}).splitlines()
    assert lines[1:3] == ["    1 | 中文: {中: 1, 中: 2}", "      | " + " " * 14 + "^"]


def test_a_long_line_is_cut_around_the_caret() -> None:
    document, problems = read("x", b"a: {" + b"b: 1, " * 200 + b"}\n")
    excerpt = render(problems[-1:], {"x": document.lines}).splitlines()[1:3]
    assert max(len(line) for line in excerpt) < 180
    assert excerpt[0][excerpt[1].index("^")] == "b"


@pytest.mark.parametrize(("name", "close"), [("sise", "size"), ("SIZE", "size"), ("wan2.7", "wan2.6"), ("xyz", None)])
def test_nearest(name: str, close: str | None) -> None:
    assert nearest(name, ["size", "seed", "wan2.6"]) == close


_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=20)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | _text,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(_text.filter(lambda key: key != "<<"), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(_text, _json, min_size=1, max_size=4))
def test_json_is_read_as_it_stands(value: dict[str, Json]) -> None:
    assert data(json.dumps(value)) == value


@given(st.binary(max_size=60) | st.text(st.sampled_from("ab:-[]{}&*!|>'\"#%@?, \n\t~<"), max_size=40).map(str.encode))
def test_no_content_raises(content: bytes) -> None:
    document, problems = read("x", content)
    assert document.readable or problems
    render(problems, {"x": document.lines})


@pytest.mark.parametrize("file", sorted((ROOT / "specs").rglob("*.yaml")) + sorted((ROOT / "tests").rglob("*.yaml")))
def test_both_parsers_read_the_same(file: Path) -> None:
    """But for where nothing stands."""

    def seen(found: Iterable[Event]) -> list[Event]:
        return [each if each.text or not each.plain else each._replace(line=0, column=0, end=(0, 0)) for each in found]

    text = file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    quick = quickly(text)
    if quick is not None:
        assert seen(quick) == seen(thoroughly(text))
    elif file.is_relative_to(ROOT / "specs"):
        pytest.skip("PyYAML without libyaml")
