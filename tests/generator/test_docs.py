"""The Markdown reference."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from syrupy.assertion import SnapshotAssertion

from generator.check.request_body import request_body
from generator.docs.examples import COMMANDS, mode_example
from generator.docs.markdown import anchor, md, plain, table
from generator.docs.render import docs
from generator.naming import file_name
from generator.package.signatures import positional_inputs, prompt_is_positional
from generator.pipeline import planned
from generator.schema.arguments import arguments_schema
from generator.schema.requests import request_schema
from generator.schema.validation import arguments_errors, request_errors
from tests.generator.planned import find, real, tiny


@cache
def pages() -> dict[str, str]:
    return docs(real())


@pytest.mark.parametrize(
    "page",
    ["docs/models/paint-1.0-pro.md", "docs/index.md", "docs/errors.md", "docs/zh/models/paint-1.0-pro.md"],
)
def test_page_of_a_tiny_model(page: str, snapshot: SnapshotAssertion) -> None:
    assert docs(tiny())[page] == snapshot


def test_a_page_per_model() -> None:
    models = [model.id for family in real().families for model in family.models]
    both = {"index.md", "errors.md", "comparison.md", *(f"models/{file_name(model)}.md" for model in models)}
    assert set(pages()) == {
        "docs/schemas.md",
        "docs/models.json",
        *(f"docs/{page}" for page in both),
        *(f"docs/zh/{page}" for page in both),
    }


def test_pages_are_tidy() -> None:
    for path, text in pages().items():
        assert re.search(r"[ \t]$", text, re.MULTILINE) is None, path
        assert "\n\n\n" not in text
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert "None" not in text.replace("None of", ""), path


class Translated(dict[str, str]):
    """The Chinese of every text of the specs."""

    def get(self, key: str, default: object = None, /) -> str:
        return "译文"


def test_every_text_of_the_pages_is_there_in_chinese() -> None:
    """What is left in English are names: of families, codes and publishers, and what stands in code.

    A text of the specs needs no Chinese; here each has some, so that what is left would be the generator's own.
    """
    names = {family.title for family in real().families} | {source.publisher for source in real().sources}
    names |= {source.edition for source in real().sources} | {error.code for error in real().errors}
    names |= {"Model not exist"}  # a message of the service
    for path, text in docs(replace(real(), chinese=Translated())).items():
        if path.startswith("docs/zh/"):
            words = re.sub(r"\[[^]]*\]\([^)]*\)", "", prose(text))
            for name in sorted(names, key=len, reverse=True):
                words = words.replace(name, "")
            assert re.findall(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}", words) == [], path


def test_the_list_for_programs_has_every_model_and_parameter() -> None:
    listed = {model["id"]: model for model in json.loads(pages()["docs/models.json"])["models"]}
    for family in real().families:
        for model in family.models:
            modes = listed[model.id]["modes"]
            assert list(modes) == [mode.name for mode in model.modes]
            for mode in model.modes:
                free = [each.name for each in mode.parameters if each.constant is None]
                assert list(modes[mode.name].get("parameters", {})) == free
                assert modes[mode.name]["summary"].get("zh") == real().chinese.get(mode.summary)


def prose(text: str) -> str:
    """A page without its code."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))


def test_tables_are_tables() -> None:
    """A head, a line of dashes, and as many cells in every row."""
    for path, text in pages().items():
        for block in prose(text).split("\n\n"):
            if block.startswith("|"):
                rows = [len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()]
                assert len(set(rows)) == 1, (path, block)
                assert re.fullmatch(r"\|(?: -+ \|)+", block.splitlines()[1]), (path, block)
                assert len(rows) > 2, (path, block)


def test_nothing_is_slanted_by_an_asterisk_of_a_size() -> None:
    for path, text in pages().items():
        assert not path.endswith(".md") or re.search(r"(?<!\\)\*", prose(text)) is None, path


def test_links_lead_somewhere() -> None:
    for path, text in pages().items():
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
            file, _, fragment = target.partition("#")
            steps = list(PurePosixPath(path).parent.parts)
            for step in PurePosixPath(file).parts:
                steps = steps[:-1] if step == ".." else [*steps, step]
            page = "/".join(steps) if file else path
            assert page in pages(), (path, target)
            if fragment:
                headings = re.findall(r"^#+ (.+)$", pages()[page], re.MULTILINE)
                assert [anchor(heading) for heading in headings].count(fragment) == 1, (path, target)


def test_every_code_has_a_section() -> None:
    for error in real().errors:
        assert f"\n### {error.code}\n" in pages()["docs/errors.md"]


def test_every_conflict_is_told() -> None:
    for family in real().families:
        for model in family.models:
            page = pages()[f"docs/models/{file_name(model.id)}.md"].replace("`", "")
            told = [conflict.decision for conflict in model.region_conflicts]
            for mode in model.modes:
                told += [conflict.decision for each in mode.parameters for conflict in each.conflicts]
                told += [conflict.decision for route in mode.routes for conflict in route.conflicts]
                told += [conflict.decision for conflict in (mode.prompt.conflicts if mode.prompt else ())]
            for decision in told:
                assert decision.rstrip(".") in page.replace("\\", ""), (model.id, decision)


def test_bodies_are_those_of_the_examples() -> None:
    for family in real().families:
        for example in family.examples:
            model, mode = find(real(), example.model, example.mode)
            way = example.endpoint, example.protocol
            route = next(each for each in mode.routes if (each.endpoint, each.protocol) == way)
            made = request_body(model.id_in(example.region), mode, route, example.call)
            assert made == example.body, example.name


def test_every_example_of_the_pages_is_right() -> None:
    """Python that parses with arguments that the schema takes, a command that splits, a body that the route takes."""
    for family in real().families:
        for model in family.models:
            for mode in model.modes:
                example = mode_example(real(), model, mode)
                (statement,) = ast.parse(example.python).body
                assert isinstance(statement, ast.Assign)
                call = statement.value
                assert isinstance(call, ast.Call)
                inputs = [each.name for each in positional_inputs(mode.inputs)]
                names = [*(["prompt"] if prompt_is_positional(mode) else []), *inputs][: len(call.args)]
                given = {name: ast.literal_eval(each) for name, each in zip(names, call.args, strict=True)}
                named = {each.arg or "": ast.literal_eval(each.value) for each in call.keywords}
                given |= {name: value for name, value in named.items() if name not in ("protocol", "route")}
                assert arguments_errors(arguments_schema(model, mode), given) == []
                command = shlex.split(example.command)
                own = ["--mode", mode.name] if mode.name not in COMMANDS else []
                assert command[:2] == ["brushwork", COMMANDS.get(mode.name, "gen")]
                assert not own or own == command[command.index("--mode") :][:2]
                words = shlex.split(example.curl)
                body = json.loads(words[words.index("-d") + 1])
                assert any(request_errors(request_schema(model, mode, route), body) == [] for route in mode.routes)


def test_the_smallest_call_of_a_mode_keeps_its_rules(tmp_path: Path) -> None:
    """No example shows these modes, whose rules want one of several arguments, or one more where another is given."""
    here = Path(__file__).parent
    shutil.copytree(here / "tiny_specs", tmp_path / "specs")
    shutil.copy(here / "made_up/tools-1.yaml", tmp_path / "specs/models")
    spec = planned(tmp_path / "specs").spec
    (found,) = (each for each in spec.families if each.id == "tools-1")
    for model in found.models:
        for mode in model.modes:
            words = shlex.split(mode_example(spec, model, mode).curl)
            body = json.loads(words[words.index("-d") + 1])
            assert request_errors(request_schema(model, mode, mode.routes[0]), body) == [], mode.name


def test_markdown_of_plain_text() -> None:
    text = "768*768 to 2048*2048 of bbox_list in wan2.7-image, a*b | <c>"
    assert md(text) == r"`768*768` to `2048*2048` of `bbox_list` in `wan2.7-image`, a\*b \| &lt;c>"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# one", r"\# one"),
        ("- one", r"\- one"),
        ("1. one", r"1\. one"),
        ("[a](b)", r"\[a\](b)"),
        ("_a_ b_c", r"\_a\_ b_c"),
        ("<b> &lt; a|b", r"&lt;b> &amp;lt; a\|b"),
        ("a ~~b~~ `c` \\", r"a \~\~b\~\~ \`c\` \\"),
        ("4 - 5 > 3. It is #1", "4 - 5 > 3. It is #1"),
    ],
)
def test_plain_text_is_not_read_as_markdown(text: str, written: str) -> None:
    assert plain(text) == written


def test_a_column_that_says_nothing_is_left_out() -> None:
    assert (
        table(["A", "B", "C"], [["1", "", ""], ["2", "", "x"]])
        == "| A   | C   |\n| --- | --- |\n| 1   | -   |\n| 2   | x   |"
    )
