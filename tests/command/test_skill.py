"""The skill: in the format of agentskills.io, true of the command, and copied to where an agent looks for it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from ruamel.yaml import YAML

from brushwork.registry import REGISTRY
from brushwork_cli.exit_codes import MEANINGS
from tests.command.running import Command
from tests.package.facts import ROOT

FOLDER = ROOT / "generated/brushwork/skills/brushwork"
SKILL = (FOLDER / "SKILL.md").read_text("utf-8")
_, HEAD, BODY = SKILL.split("---\n", 2)
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", BODY, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if "MODEL" not in line
]


def test_it_is_in_the_format_of_skills() -> None:
    yaml: Any = YAML(typ="safe")
    head = yaml.load(HEAD)
    assert set(head) <= {"name", "description", "license", "compatibility", "metadata", "allowed-tools"}
    assert head["name"] == FOLDER.name
    assert head["description"].startswith("Use when ")
    assert len(head["description"]) <= 1024
    assert len(head["compatibility"]) <= 500
    assert all(isinstance(value, str) for value in head["metadata"].values())
    assert len(BODY.splitlines()) < 500


def test_it_allows_by_itself_only_what_costs_nothing() -> None:
    allowed = re.findall(r"Bash\(brushwork (\w+):\*\)", HEAD)
    assert set(allowed) == {"models", "cost", "curl"}


def test_every_model_has_its_page_and_every_link_leads_somewhere() -> None:
    pages = {path.stem for path in (FOLDER / "references").glob("*.md")}
    assert pages == {*(model.id.replace("/", "_") for model in REGISTRY.tables()), "models", "errors"}
    for path in FOLDER.rglob("*.md"):
        for link in re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8")):
            assert (path.parent / link).is_file(), f"{path.name}: {link}"


def test_its_exit_codes_are_those_of_the_command() -> None:
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", BODY, re.MULTILINE)} == set(MEANINGS)


@pytest.mark.parametrize("line", COMMANDS)
def test_each_command_works(line: str, knowing_all: Command, work: Path) -> None:
    Image.new("RGB", (1280, 720), "navy").save(work / "room.jpg")
    (work / "jobs.jsonl").write_text('{"key": "cat", "model": "wan2.6-t2i", "prompt": "a cat"}\n', "utf-8")
    words = shlex.split(line)[1:]
    if words[:2] == ["batch", "resume"]:
        assert knowing_all("batch", "run", "jobs.jsonl", "--emulator").code == 0
    done = knowing_all(*words, "--emulator")
    assert done.code == 0, done.err


def test_what_it_says_of_the_answers_is_so(knowing_all: Command) -> None:
    made = knowing_all("gen", "a cat", "-m", "z-image-turbo", "-o", "cat.png", "--emulator", "--json").json
    assert {"paths", "urls", "cost", "request_id", "task_id"} <= set(made)
    wrong = knowing_all("gen", "a cat", "-m", "wan2.6-t2i", "-n", "9", "--dry-run", "--json").json["error"]
    assert {"type", "message", "hint", "exit_code", "task_id", "code"} <= set(wrong)
    assert {"nearest", "accepted_by"} <= set(wrong["faults"][0])
    looked = ("models", "list", "--mode", "edit", "--images", "2", "--max-price", "0.05", "--json")
    assert knowing_all(*looked).json["models"]


def test_it_is_copied_and_copied_anew(command: Command, work: Path) -> None:
    done = command("skill", "install")
    assert (done.code, done.out) == (0, ".agents/skills/brushwork\n")
    target = work / ".agents/skills/brushwork"
    assert (target / "SKILL.md").read_text("utf-8") == SKILL
    (target / "references/of-an-old-model.md").write_text("old", "utf-8")
    assert command("skill", "install", "--json").json == {"path": ".agents/skills/brushwork"}
    assert not (target / "references/of-an-old-model.md").exists()


@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_what_is_somebody_elses_stays(there: str, command: Command, work: Path) -> None:
    target = work / "skills/brushwork"
    target.parent.mkdir()
    if there == "file":
        target.write_text("mine", "utf-8")
    elif there == "folder":
        target.mkdir()
        (target / "notes.md").write_text("mine", "utf-8")
    else:
        (work / "elsewhere").mkdir()
        (work / "elsewhere/SKILL.md").write_text(SKILL, "utf-8")
        target.symlink_to(work / "elsewhere")
    done = command("skill", "install", "--to", "skills")
    assert done.code == 2
    assert "is there already, and is not this skill" in done.told
    assert (work / "elsewhere/SKILL.md").exists() or target.is_file() or (target / "notes.md").exists()


def test_it_is_printed_whole_and_by_page(command: Command) -> None:
    assert command("skill", "print").out == SKILL
    page = command("skill", "print", "kling/kling-v3-image-generation")
    assert page.out.startswith("# kling/kling-v3-image-generation\n")
    wrong = command("skill", "print", "wan2.7-imag")
    assert (wrong.code, "wan2.7-image" in wrong.err) == (2, True)
    assert command("skill", "print", "errors", "--json").json["page"] == "errors"
