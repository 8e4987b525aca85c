"""Messages in another language than English: the catalogue is whole and true, and messages are said in it."""

from __future__ import annotations

import ast
import gettext
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork import Client, ConfigError, InvalidRequest, OutcomeUnknown, RateLimited
from brushwork.__main__ import PACKAGE
from brushwork.testing import Emulator
from brushwork_cli import run
from brushwork_cli.hints import hint_of
from brushwork_cli.output.help import explained, paragraphs
from brushwork_cli.output.table import width
from brushwork_runtime.client.client import session_of
from tests import messages
from tests.package.facts import without_others

HAN = re.compile(r"[\u4e00-\u9fff]")
ENTRIES = {str(entry.id): str(entry.string) for entry in messages.entries(messages.catalogue())}


def places(text: str) -> set[tuple[str, str | None, str | None]]:
    """What is filled in, and how it is written: {count:,}, {value!r}."""
    return {(name, form, how) for _, name, form, how in Formatter().parse(text) if name is not None}


def test_the_catalogue_has_what_code_says_and_nothing_else() -> None:
    assert list(ENTRIES) == [str(entry.id) for entry in messages.entries(messages.updated(messages.catalogue()))], (
        "run: make messages"
    )


def test_what_is_compiled_is_the_catalogue() -> None:
    with messages.COMPILED.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {text: compiled.gettext(text) for text in ENTRIES} == ENTRIES, "run: make messages"


@pytest.mark.parametrize("text", ENTRIES)
def test_a_translation_is_there_and_keeps_what_is_filled_in(text: str) -> None:
    chinese = ENTRIES[text]
    assert chinese, "no translation"
    words = re.sub(r"\{[^}]*\}", "", text)
    assert HAN.search(chinese) or not re.search(r"[A-Za-z]{2}", re.sub(r"\b(data|key|oss|URI|PNG)\b", "", words))
    assert places(chinese) == places(text)


def test_every_message_is_a_literal_with_all_its_values() -> None:
    """So that it gets into the catalogue, and can be said."""
    for file in sorted(messages.CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "later")):
                continue
            (text,) = node.args
            assert not isinstance(text, (ast.JoinedStr, ast.BinOp)), f"{file.name}:{node.lineno}"
            if isinstance(text, ast.Constant) and node.func.id == "tr":
                assert isinstance(text.value, str)
                given = {keyword.arg for keyword in node.keywords}
                assert {name for name, _, _ in places(text.value)} == given, f"{file.name}:{node.lineno}"


FOR_PROGRAMS = ("brushwork_emulator/", "brushwork_mcp/", "brushwork_web/")
UNSAID = {
    "demo/prompts.py",  # what pictures are made of
    "brushwork_cli/exit_codes.py",  # for the docs; the help has them in brief
    "commands/config.py",  # the comments of a file that is written once
    "client/tools.py",  # for language models
    "results/image.py",  # written into pictures
    "results/converting.py",  # for the log, and written into pictures
    "retry.py",  # names of what happened, for the log
    "brushwork_runtime/__init__.py",  # names
    "brushwork_runtime/fixtures.py",  # for pytest
    "brushwork_cli/hints.py",  # patterns
    *("demo/calls.py", "output/clipboard.py"),  # scripts
}
"""Where English stays English."""
UNSAID_TEXTS = re.compile(
    r"brushwork [a-z]|chown |make it night|.* ORDER BY "  # to be typed, or read by a database
    r"|PyCapsule_Import |Tunnel connection failed:|does not support"  # what others say, to be known again
    r"|it is converted|%s came without a length|not known: neither the server"  # for the log, and beside pictures
)
"""Sentences elsewhere that stay English."""
_QUIET = frozenset(("tr", "later", "debug", "info", "warning", "compile", "TypeVar", "AssertionError"))
_SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|CREATE|ALTER|DELETE|PRAGMA|WHERE|BEGIN)\b")


def unsaid(file: Path) -> Iterator[tuple[int, str]]:
    """The sentences of a module that are not in the catalogue, with their lines."""
    tree = ast.parse(file.read_text("utf-8"))
    passed = set[ast.AST]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in _QUIET:
            passed.update(part for each in (*node.args, *node.keywords) for part in ast.walk(each))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)
        elif isinstance(node, ast.FunctionDef) and node.name == "__repr__":
            passed.update(ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node not in passed:
            passed.update(part for part in node.values if isinstance(part, ast.Constant))
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
            yield node.lineno, node.value


def test_every_sentence_of_the_command_and_the_core_is_in_the_catalogue() -> None:
    """All but those of the emulator, which speaks as the service does, and of the server that speaks to agents."""
    told: list[str] = []
    for file in sorted(messages.CODE.rglob("*.py")):
        place = file.relative_to(messages.CODE).as_posix()
        if place.startswith(FOR_PROGRAMS) or any(place.endswith(each) for each in UNSAID):
            continue
        told += [
            f"{place}:{line}: {text}"
            for line, text in unsaid(file)
            if re.search(r"\b[a-z]{2,}(?: [a-z]+){2,}\b", text.lower()) and not _SQL.search(text)
            if not UNSAID_TEXTS.match(text)
            if not {*map(explained, paragraphs(text))} & {*ENTRIES}
        ]
    assert told == [], "wrap these in tr(), or say in UNSAID why they stay English"


def refusal() -> str:
    client = Client("sk-test", region="intl")
    calls: list[Callable[[], object]] = [
        lambda: client.wan2_6_t2i.generate("a cat", size="512*512", n=12, seed=True),
        lambda: client.generate("", model="wan2.6-t2i", sise="1:1", max_images=3, thinking_mode=True),
        lambda: client.wan2_7_image.edit("swap", ["none.png"], bbox_list=[[(10, 10, 5, 90)]]),
        lambda: client.wan2_7_image.generate("a cat", color_palette=[{"hex": "#12", "ratio": "10%"}]),
    ]
    told: list[str] = []
    for call in calls:
        with pytest.raises(InvalidRequest) as caught:
            call()
        told.append(str(caught.value))
    return "\n\n".join(told)


def test_refusals_in_chinese(monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion) -> None:
    monkeypatch.setenv("BRUSHWORK_LANG", "zh")
    assert without_others(refusal()) == snapshot


@pytest.mark.parametrize(
    ("environment", "chinese"),
    [
        ({}, False),
        ({"BRUSHWORK_LANG": "zh"}, True),
        ({"BRUSHWORK_LANG": "zh-CN"}, True),
        ({"BRUSHWORK_LANG": "ZH_hans"}, True),
        ({"BRUSHWORK_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, False),
        ({"BRUSHWORK_LANG": "fr", "LANG": "zh_CN.UTF-8"}, False),
        ({"BRUSHWORK_LANG": "", "LANG": "zh_CN.UTF-8"}, True),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, False),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, True),
        ({"LC_ALL": "zha_CN.UTF-8"}, False),  # the language of the Zhuang
    ],
    ids=str,
)
def test_the_environment_chooses_the_language(
    environment: dict[str, str], chinese: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BRUSHWORK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (HAN.search(refusal()) is not None) == chinese


def test_codes_names_and_values_are_the_same_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client("sk-test", region="intl")
    found: list[list[object]] = []
    for language in ("en", "zh"):
        monkeypatch.setenv("BRUSHWORK_LANG", language)
        with pytest.raises(InvalidRequest) as caught:
            client.wan2_6_t2i.generate("a cat", size="512*512", n=12)
        violations = caught.value.violations
        found.append([(each.parameter, each.value, each.nearest, each.accepted_by) for each in violations])
    assert found[0] == found[1]


def test_nothing_of_it_is_loaded_before_it_is_said() -> None:
    code = (
        "import os, sys\n"
        "from brushwork import Client, ConfigError, InvalidRequest\n"
        "client = Client('sk-test', region='intl')\n"
        "client.wan2_6_t2i.generate.prepare('a cat', size='16:9')\n"
        "assert 'gettext' not in sys.modules\n"
        "try:\n"
        "    client.wan2_6_t2i.generate.prepare('a cat', n=9)\n"
        "except InvalidRequest as error:\n"
        "    print(error)\n"
        "print('gettext' in sys.modules)\n"
    )
    for language, loaded in (("en", "False"), ("zh", "True")):
        command = [sys.executable, "-c", f"import os; os.environ['BRUSHWORK_LANG'] = {language!r}\n{code}"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=60)
        assert done.stdout.split()[-1] == loaded, done.stdout


def test_a_foreign_text_with_braces_is_said_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client("sk-test", region="intl")
    for language in ("en", "zh"):
        monkeypatch.setenv("BRUSHWORK_LANG", language)
        with pytest.raises(InvalidRequest, match=re.escape("{n:,} {0} {")):
            client.generate("a cat", model="wan2.6-t2i", size="{n:,} {0} {")


def test_what_the_command_prints_for_programs_is_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BRUSHWORK_LANG", "zh")
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-test")
    words = ["gen", "a cat", "-m", "wan2.6-t2i", "-s", "512*512", "--dry-run"]
    assert run(PACKAGE, words) == run(PACKAGE, [*words, "--json"]) != 0
    printed = capsys.readouterr()
    assert HAN.search(printed.err)
    assert "below the minimum" in printed.out
    assert not HAN.search(printed.out)


def test_what_is_said_of_money_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUSHWORK_LANG", "zh")
    with Emulator() as api, Client(api.key, base_url=api.url) as client:
        api.faults.add("drop-after-accepting", endpoint="multimodal-generation")
        with pytest.raises(OutcomeUnknown) as caught:
            client.wan2_6_t2i.generate("a cat")
        assert api.ledger.images == 1
    hint = caught.value.hint or ""
    assert hint.startswith("图像可能已经生成并计费。该请求没有重发。")


def test_what_the_specs_advise_about_a_code_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    with Emulator() as api, Client(api.key, base_url=api.url, retries=0) as client:
        hints: list[str] = []
        for language in ("en", "zh"):
            monkeypatch.setenv("BRUSHWORK_LANG", language)
            api.faults.add("throttled", nth=1)
            with pytest.raises(RateLimited) as caught:
                client.z_image_turbo.generate("a cat")
            hints.append(caught.value.hint or "")
    assert not HAN.search(hints[0])
    assert hints[1].startswith("降低速度；请求在执行前就被拒绝，因此可以重发。")
    assert all(error.hint_zh for error in session_of(client).api.errors)


def test_what_the_command_says_of_money_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BRUSHWORK_LANG", "zh")
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-test")
    assert run(PACKAGE, ["gen", "a cat", "-m", "wan2.6-t2i", "-n", "2", "--region", "intl", "--max-cost", "0.01"]) != 0
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "错误：该请求的费用可能达到 USD 0.06（2 x 0.03 USD，ap-southeast-1 地域的目录价），"
        "而 --max-cost 为 0.01；未发送任何请求",
        "  提示：调高 --max-cost 即可发送；--yes 则不限费用。",
    ]


def test_the_command_turns_hints_in_chinese_into_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUSHWORK_LANG", "zh")
    with Emulator() as api, Client(api.key, base_url=api.url) as client:
        api.faults.add("drop-after-accepting", endpoint="text2image")
        with pytest.raises(OutcomeUnknown) as caught:
            client.wan2_2_t2i_flash.generate("a cat")
        with pytest.raises(ConfigError) as lacking:
            Client(region="intl").z_image_turbo.generate("a cat")
    hints = [hint_of(caught.value) or "", hint_of(lacking.value) or ""]
    assert "brushwork task list" in hints[0]
    assert hints[1].startswith("export ")
    assert [hint for hint in hints if re.search(r"err\.|client\.|Client\(", hint)] == []


def test_the_help_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], snapshot: SnapshotAssertion
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(PACKAGE, ["batch", "--help"]) == 0
    english = capsys.readouterr().out
    monkeypatch.setenv("BRUSHWORK_LANG", "zh")
    for words in ([], ["batch"], ["batch", "run"], ["emulator"]):
        assert run(PACKAGE, [*words, "--help"]) == 0
    chinese = capsys.readouterr().out
    assert chinese == snapshot
    prose = [line for line in chinese.splitlines() if not line.startswith("    brushwork ")]
    assert max(map(width, prose)) <= 80
    assert [
        line for line in prose if re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", line) and "brushwork" not in line
    ] == []
    monkeypatch.setenv("BRUSHWORK_LANG", "en")
    assert run(PACKAGE, ["batch", "--help"]) == 0
    assert capsys.readouterr().out == english


def test_long_messages_in_chinese_fold_by_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"BRUSHWORK_LANG": "zh", "FORCE_COLOR": "1", "COLUMNS": "40"}.items():
        monkeypatch.setenv(name, value)
    assert run(PACKAGE, ["gen", "a cat", "-m", "wan2.6-t2i", "-n", "2", "--region", "intl", "--max-cost", "0.01"]) != 0
    lines = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().err).splitlines()
    assert len(lines) > 4
    assert max(map(width, lines)) <= 40


def test_a_batch_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], snapshot: SnapshotAssertion
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRUSHWORK_LANG", "zh")
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-test")
    Path("jobs.jsonl").write_text('{"prompt": "a cat"}\n{"prompt": "a dog", "size": "1*1"}\n', "utf-8")
    words = ["batch", "plan", "jobs.jsonl", "-m", "wan2.6-t2i", "--region", "intl", "--budget", "0.01"]
    assert run(PACKAGE, words) == 3
    said = capsys.readouterr()
    assert re.sub(r"，而可用空间为 .*", "", said.out) == snapshot
    assert said.err.startswith("第 2 行：")
    assert run(PACKAGE, [*words, "--json"]) == 3
    assert not HAN.search(capsys.readouterr().out)
    Path("dear.jsonl").write_text('{"prompt": "a cat", "n": 4, "key": "cat"}\n', "utf-8")
    command = ["batch", "run", "dear.jsonl", "-m", "wan2.6-t2i", "--region", "intl"]
    assert run(PACKAGE, [*command, "--repeat", "50"]) == 7
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "错误：该批次可能产生以下费用：USD 6，而没有给出 --budget；未发送任何请求",
        "  提示：--budget 限制花费；--yes 则不限费用。日志文件已保留：用同一命令可继续进行。",
    ]


def test_the_doctor_in_chinese(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BRUSHWORK_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "400")  # wherever Python lies, and however long the path of it
    assert run(PACKAGE, ["doctor", "--emulator"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not HAN.search(line[:5])] == []
    assert {width(line[: line.index(text)]) for line, text in zip(lines, ("brushwork", "sk-"), strict=False)} == {22}


def test_base_urls_and_journals_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BRUSHWORK_LANG", "zh")
    with pytest.raises(ConfigError) as caught:
        Client("sk-test", base_url="ftp://example.com")
    assert str(caught.value).startswith("基础 URL 'ftp://example.com'（参数）不是 http(s) 地址")
    monkeypatch.chdir(tmp_path)
    assert run(PACKAGE, ["batch", "status", "none.jsonl"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "错误：没有日志文件 none.jsonl.journal",
        "  提示：`brushwork batch run` 会在输入旁建立日志文件；可用 --journal 或 journal= 另行指定。",
    ]
