"""What the command says in Chinese, with click's own refusals: no English sentence is left in it."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from brushwork_cli import refusals
from tests.command.running import Command

HAN = re.compile(r"[\u4e00-\u9fff]")
COMMAND = re.compile(r"(?:brushwork|chmod|chown|pip install|export) [^。，；`\n]*")
"""What is to be typed."""
SENTENCE = re.compile(r"\b[a-z]{2,}(?: [a-z]{2,}){2,}\b|\b(?:not known|is not|must be)\b")


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUSHWORK_LANG", "zh")


def english(text: str) -> list[str]:
    """The lines with English sentences."""
    return [line for line in text.splitlines() if SENTENCE.search(COMMAND.sub("", line))]


REFUSED = (
    *("gen", "gen -n", "gen -n x cat", "gen cat --sise 1:1", "gen cat --protocol x", "gen cat --json=1", "nosuch"),
    *("gen cat --guidance-scale 7", "gen cat --negative-prompt blur", "gen cat --prompt_exten false", "gen cat --nix"),
    *("gen cat --timeout x", "gen cat --max-cost x", "gen cat -p foo", "gen cat -p n=1 -p n=2", "gen a red cat"),
    *("gen cat --file none.json", "gen cat --file .", "gen --request {", 'gen --request {"promt":"x","modle":"y"}'),
    *(
        "gen cat -m wan2.8",
        "gen cat -m z-image-turbo -i none.png",
        "edit cat",
        "edit cat -m z-image-turbo -i oss://b/c",
    ),
    *("gen cat --mode x", "gen cat -n 9", "gen cat --seed -1", "gen cat -s 1x1 -n 9", "gen cat --region x"),
    *("gen cat --emulator --no-wait", "gen cat --emulator --base-url http://127.0.0.1:1", "gen cat --base-url x"),
    *("models list --mode x", "models list --images -1", "models list --max-price x", "models show", "models schema x"),
    *("models schema z-image-turbo edit", "task wait", "task wait -- !!", "task list --page 0", "history show 1 2"),
    *("history show 7", "history open", "config set", "config set x 1", "config set api_key x", "config get x"),
    *(
        "config set timeout x",
        "config set max_cost x",
        "config set history x",
        "config set region x",
        "login --region x",
    ),
    *("emulator --port 99999", "explain-curl none.sh", "explain-curl curl", "demo --nix", "completion x"),
    *("batch plan none.jsonl", "batch run", "batch status none.jsonl", "batch plan . -m z-image-turbo"),
)


@pytest.mark.parametrize("line", REFUSED)
def test_a_refusal_is_in_chinese(line: str, command: Command) -> None:
    done = command(*line.split(" "))
    assert done.code != 0
    assert HAN.search(done.err), done.err
    assert english(done.err) == []


@pytest.mark.parametrize(
    "line",
    [
        *("models", "models show z-image-turbo", "cost cat -n 4", "config", "history", "gen cat", "history show"),
        *(
            "gen cat --dry-run",
            "gen cat -v --overwrite",
            "task list",
            "batch plan jobs.jsonl -m z-image-turbo",
        ),
        'explain-curl curl https://dashscope.aliyuncs.com/api/v1/x -d {"model":"z-image-turbo"}',
    ],
)
def test_what_is_shown_is_in_chinese(line: str, online: Command, work: Path) -> None:
    (work / "jobs.jsonl").write_text('{"prompt": "cat"}\n{"prompt": "cat", "size": "1*1"}\n[]\n{\n', "utf-8")
    done = online(*line.split(" "))
    said = done.out + done.err
    assert HAN.search(said), said
    if line.startswith("models show"):
        said = said.partition("文档之间的分歧")[0]  # who states what, and what was decided, is kept in English
    assert english(said) == []


INPUTS = {
    "twice.csv": "a,a\n1,2\n",
    "nameless.csv": ",\n1,2\n",
    "wide.csv": "prompt\ncat,dog\n",
    "semicolons.csv": "prompt;size\ncat;1:1\n",
    "quote.csv": 'prompt\n"cat\n',
    "table.xlsx": "PK",
    "whole.json": '[\n{"prompt": "cat"}\n]\n',
    "rows.jsonl": '{\n[]\n{"prompt": 1}\n{"a": NaN}\n{"key": 3, "prompt": "x"}\n{"key": "a", "custom_id": "b"}\n{}\n'
    '{"custom_id": "a", "body": 1}\n{"custom_id": "b", "method": "GET", "body": {}}\n{"prompt": "{x}"}\n'
    '{"custom_id": "c", "url": "/v1/x", "body": {}}\n{"prompt": "x", "prompt": "y"}\n{"prompt": "{prompt!r}"}\n',
}


@pytest.mark.parametrize("name", INPUTS)
def test_what_is_wrong_with_an_input_is_said_in_chinese(name: str, command: Command, work: Path) -> None:
    (work / name).write_text(INPUTS[name], "utf-8")
    done = command("batch", "plan", name, "-m", "z-image-turbo", "--region", "intl", "--set", "n=1")
    assert HAN.search(done.err), done
    assert english(done.err) == []


def test_a_settings_file_is_refused_in_chinese(command: Command, work: Path) -> None:
    for text in ("x = 1\n", "output = '../{n}/x'\n", "output = '/x'\n", "[profiles.x]\n", "=\n"):
        (work / "brushwork.toml").write_text(text, "utf-8")
        done = command("gen", "cat", "--dry-run")
        assert done.code != 0, text
        assert HAN.search(done.err)
        assert english(done.err) == []


def test_the_texts_of_click_are_those_that_it_has() -> None:
    """Of the version that is pinned: one that it says otherwise stays in English."""
    place = Path(click.__file__).parent
    source = "".join((place / f"{name}.py").read_text("utf-8") for name in ("core", "exceptions", "parser", "types"))
    source = re.sub(r'"\s+"', "", source)
    for text in refusals.TEXTS:
        if (
            "param_hint}." in text
            or text.startswith("{message}")
            or text == "No such option: {name}"
            or " " not in text
        ):
            continue  # put together by click from several texts, or of another version
        assert f'"{text}"' in source, text
