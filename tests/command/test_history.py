"""`history`: what this machine made, and `task list`, which knows it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from PIL import Image

from brushwork.testing import Emulator
from brushwork_cli.settings import records
from tests.command.conftest import KEY
from tests.command.running import Command

CAT = ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512")


def test_it_shows_what_was_made(online: Command, work: Path) -> None:
    online(*CAT, "-o", "cat.png")
    online("gen", "two dogs", "-m", "qwen-image-2.0", "-s", "512*512", "-n", "2", "-o", "out")
    first, second = online("history", "--json").json["records"][::-1]
    assert (first["prompt"], first["model"], first["images"]) == ("a cat", "z-image-turbo", 1)
    assert first["paths"] == [str(work / "cat.png")]
    assert second["cost"] == "USD 0.070"
    lines = online("history").out.splitlines()
    assert "two dogs" in lines[1]
    assert "a cat" in lines[2]
    told = online("history", "show", "1").out
    assert str(work / "cat.png") in " ".join(told.split())
    assert "two dogs" in online("history", "show").out


def test_it_is_private_and_holds_no_key(online: Command) -> None:
    online(*CAT[:1], f"a cat {KEY}", *CAT[2:])
    path = records.path()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert KEY not in path.read_text()


@pytest.mark.parametrize("way", ["variable", "setting"])
def test_nobody_has_to_keep_one(way: str, online: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "variable":
        monkeypatch.setenv("BRUSHWORK_HISTORY", "0")
    else:
        online("config", "set", "history", "false")
    assert online(*CAT).code == 0
    assert not records.path().exists()
    assert "Nothing yet" in online("history").err


def test_a_call_is_made_again(online: Command, api: Emulator, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("RGB", (512, 512), "navy").save(work / "room.png")
    online("edit", "night", "-m", "qwen-image-edit", "-i", "room.png", "-o", "a.png")
    (work / "elsewhere").mkdir()
    monkeypatch.chdir(work / "elsewhere")
    done = online("history", "rerun", "1", "-o", "b.png")
    assert done.code == 0, done.err
    assert api.ledger.images == 2
    dry = online("history", "rerun", "1", "at dawn", "--dry-run", "--json").json["body"]
    assert dry["model"] == "qwen-image-edit"
    assert {"text": "at dawn"} in dry["input"]["messages"][0]["content"]
    assert api.ledger.images == 2


def test_the_images_of_a_call_are_opened(online: Command, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    online(*CAT, "-o", "cat.png")
    assert online("history", "open").out == f"{work / 'cat.png'}\n"
    assert opened == [str(work / "cat.png")]
    (work / "cat.png").unlink()
    done = online("history", "open", "1")
    assert done.code == 2
    assert "brushwork history rerun 1" in done.err


@pytest.mark.parametrize("arguments", [("show",), ("open", "7"), ("rerun", "7"), ("rerun", "1", "--request", "{}")])
def test_what_is_not_there_is_told(arguments: tuple[str, ...], command: Command) -> None:
    records.add(records.Record(model="z-image-turbo", mode="generate", request={"model": "z-image-turbo"}))
    if arguments == ("show",):
        assert command("history", "clear", "--json").json == {"removed": 1}
    done = command("history", *arguments)
    assert done.code == 2
    assert "history" in done.err


def test_it_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST", 20)
    for number in range(60):
        records.add(records.Record(prompt=f"cat {number}"))
    found = records.read()
    assert len(found) <= 22
    assert (found[-1].number, found[-1].prompt) == (60, "cat 59")
    assert [each.number for each in found] == list(range(found[0].number, 61))


def test_a_damaged_file_disturbs_no_call(online: Command) -> None:
    records.add(records.Record(prompt="a cat"))
    with records.path().open("ab") as stream:
        stream.write(b'{"number": "x"}\n\xff\xfe{{{\n[]\n')
    assert online(*CAT).code == 0
    assert [each.prompt for each in records.read()] == ["a cat", "a cat"]
    records.path().unlink()
    records.path().mkdir()
    assert online(*CAT).code == 0
    assert online("history").code == 0


def test_the_list_of_tasks_knows_prompt_time_and_cost(online: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    submit = ("gen", "a poster", "-m", "wan2.2-t2i-flash", "-s", "512*512", "--no-wait", "-q")
    task = online(*submit).out.strip()
    row = online("task", "list", "--json").json["tasks"][0]
    assert (row["task_id"], row["prompt"], row["cost"]) == (task, "a poster", "USD 0.025")
    assert row["time"].startswith("20")
    assert online("task", "list").out.splitlines()[0].split() == ["task", "status", "time", "model", "cost", "prompt"]
    online("task", "wait", task)
    assert online("history", "show", "--json").json["prompt"] == "a poster"
    records.clear()
    assert online("task", "list", "--json").json["tasks"][0]["prompt"] is None
