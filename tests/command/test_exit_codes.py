"""Every exit code, made to happen on the emulator, and what is said with it, plain and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork.testing import Emulator
from brushwork_cli.exit_codes import MEANINGS
from tests.command.running import Command, steady

SYNC = ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512")
TASK = ("gen", "a cat", "-m", "wan2.2-t2i-flash", "-s", "512*512")
PAIR = ("gen", "a cat", "-m", "qwen-image-2.0", "-s", "512*512", "-n", "2")

CASES = {
    "done": (0, SYNC, "", ""),
    "the task fails": (1, TASK, "task-failed", "text2image"),
    "the file cannot be written": (2, (*SYNC, "-o", "/dev/null/cat.png"), "", ""),
    "an option that there is not": (2, ("gen", "a cat", "--colour", "red"), "", ""),
    "no model": (2, ("gen", "a hat", "--mode", "try_on"), "", ""),
    "no prompt": (2, ("gen", "-m", "z-image-turbo"), "", ""),
    "a value that is no number": (2, (*SYNC, "-n", "many"), "", ""),
    "the rules refuse it": (3, (*SYNC, "-p", "seed=-1", "-p", "colour=red"), "", ""),
    "a model that there is not": (3, ("gen", "a cat", "-m", "z-imag"), "", ""),
    "the service refuses it": (3, SYNC, "error", "multimodal"),
    "another key": (4, SYNC, "key-echoed", "multimodal"),
    "a region that there is not": (4, (*SYNC, "--region", "mars"), "", ""),
    "moderation": (5, SYNC, "moderated", "multimodal"),
    "too many requests": (6, SYNC, "rate-limited", "multimodal"),
    "out of credit": (7, SYNC, "bill-overdue", "multimodal"),
    "over the budget": (7, (*SYNC, "--max-cost", "0.01"), "", ""),
    "the connection drops on a query": (8, ("task", "list"), "drop-before-accepting", "tasks"),
    "the download is no image": (8, SYNC, "html-file", "file"),
    "no answer": (9, SYNC, "drop-after-accepting", "multimodal"),
    "no answer of a task": (9, TASK, "drop-after-accepting", "text2image"),
    "an answer that breaks off": (9, SYNC, "truncated-body", "multimodal"),
    "an answer that is none": (9, SYNC, "html-page", "multimodal"),
    "some images": (10, PAIR, "partial-failure", "multimodal"),
    "the wait is over": (124, (*TASK, "--timeout", "3"), "task-never-ends", "text2image"),
}


def strike(api: Emulator, fault: str, endpoint: str) -> None:
    """Let `fault` hit every request of the endpoint that its name begins with `endpoint`."""
    names = {
        "multimodal": "multimodal-generation",
        "text2image": "text2image",
        "tasks": "task-list",
        "file": "result",
    }
    if fault:
        api.faults.add(fault, endpoint=names[endpoint], times=None)


@pytest.mark.parametrize("case", CASES)
def test_exit_code(case: str, online: Command, api: Emulator, work: Path, snapshot: SnapshotAssertion) -> None:
    code, arguments, fault, endpoint = CASES[case]
    strike(api, fault, endpoint)
    plain = online(*arguments)
    assert plain.code == code, plain.err
    assert str(plain) == snapshot(name="plain")
    (work / "json").mkdir()
    where = () if "-o" in arguments or arguments[0] == "task" else ("-o", "json")
    as_json = online(*arguments, *where, "--json", "-q")
    assert as_json.code == code
    assert as_json.err == ""
    assert steady(as_json.out) == snapshot(name="json")
    if code:
        assert as_json.json["error"]["exit_code"] == code


def test_every_exit_code_happens() -> None:
    """130 has tests of its own, with a signal."""
    assert {code for code, *_ in CASES.values()} | {130} == set(MEANINGS)


@pytest.mark.parametrize("case", [case for case, (code, *_) in CASES.items() if code])
def test_no_key_is_ever_shown(case: str, online: Command, api: Emulator) -> None:
    _, arguments, fault, endpoint = CASES[case]
    strike(api, fault, endpoint)
    done = online(*arguments, "-vv")
    assert api.key not in done.out + done.err


def test_what_is_not_sent_is_not_billed(online: Command, api: Emulator) -> None:
    for code, arguments, fault, _ in CASES.values():
        if code and not fault:
            online(*arguments)
    assert api.ledger.images == 0
