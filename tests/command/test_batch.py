"""`brushwork batch`: the plan in words, runs on the emulator, how they end, and what they leave."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from syrupy.assertion import SnapshotAssertion

from brushwork.testing import Emulator
from brushwork_cli import streams
from tests.command.running import Command, steady

SYNC, TASK = "z-image-turbo", "wan2.6-t2i"


def rows(work: Path, *given: dict[str, Any], name: str = "jobs.jsonl") -> str:
    (work / name).write_text("".join(json.dumps(row) + "\n" for row in given), "utf-8")
    return name


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def cats(work: Path, count: int, model: str = TASK, **values: Any) -> str:
    return rows(work, *({"key": f"k{n}", "model": model, "prompt": f"cat {n}", **values} for n in range(count)))


def test_a_plan_tells_cost_time_disk_and_faults(online: Command, work: Path, snapshot: SnapshotAssertion) -> None:
    many = [{"key": f"q{n}", "model": "qwen-image-2.0-pro", "prompt": "a cat"} for n in range(600)]
    sequence = {"model": "wan2.7-image", "prompt": "four seasons", "mode": "sequence", "n": 4}
    file = rows(work, *many, sequence, {"model": SYNC, "prompt": "a", "n": 2}, {"prompt": ""})
    done = online("batch", "plan", file, "--budget", "20")
    assert done.code == 3
    assert steady(str(done)) == snapshot
    assert not (work / "jobs.jsonl.journal").exists()


def test_a_plan_as_json(online: Command, work: Path, api: Emulator) -> None:
    done = online("batch", "plan", cats(work, 3, n=2), "--json")
    assert done.code == 0
    assert (done.json["jobs"], done.json["images"], done.json["faults"]) == (3, 6, [])
    assert done.json["cost"]["upper"] == {"USD": "0.18"}
    assert not api.ledger


def test_a_run_saves_every_picture_and_a_second_one_sends_nothing(online: Command, work: Path, api: Emulator) -> None:
    file = cats(work, 3)
    first = online("batch", "run", file)
    assert first.code == 0, first.err
    assert sorted(first.out.splitlines()) == [f"jobs-out/k{n}-0.png" for n in range(3)]
    assert all((work / path).is_file() for path in first.out.splitlines())
    again = online("batch", "run", file, "--json")
    assert again.code == 0
    assert again.json["states"] == {"done": 3}
    assert again.json["money"]["USD"] == {"spent": "0.09", "reserved": "0", "budget": None}
    assert len(api.ledger) == 3
    status = online("batch", "status", file, "--json")
    assert (status.json["images"], status.json["open"], status.json["working"]) == (3, 0, 0)
    assert "3 done" in online("batch", "status", "jobs.jsonl.journal").out


def test_changed_input_adds_what_is_new(online: Command, work: Path, api: Emulator) -> None:
    online("batch", "run", cats(work, 1))
    done = online("batch", "run", cats(work, 2))
    assert done.out.splitlines() == ["jobs-out/k1-0.png"]
    changed = online("batch", "run", rows(work, {"key": "k0", "model": TASK, "prompt": "another"}))
    assert changed.code != 0
    assert "'k0'" in changed.err
    assert len(api.ledger) == 2


def test_bad_rows_stop_no_others_and_are_listed(online: Command, work: Path, api: Emulator) -> None:
    (work / "jobs.jsonl").write_text('{"model": "z-image-turbo", "prompt": "a cat"}\nno JSON\n{"prompt": 3}\n', "utf-8")
    done = online("batch", "run", "jobs.jsonl", "-o", "out")
    assert done.code == 10
    assert "line 2: it is not valid JSON" in done.err
    assert [line["_error"]["line"] for line in lines(work / "out/rejected.jsonl")] == [2, 3]
    assert len(api.ledger) == 1
    nothing = online("batch", "run", rows(work, {"prompt": ""}, name="bad.jsonl"))
    assert nothing.code == 3


def test_a_faulty_row_may_be_mended_in_steps(online: Command, work: Path, api: Emulator) -> None:
    row = {"key": "a", "model": SYNC, "prompt": "a cat"}
    for fault in ({"n": 9}, {"size": "1*1"}):
        assert online("batch", "run", rows(work, {**row, **fault}, {**row, **fault, "seed": -1})).code == 3
        assert len(lines(work / "jobs-out/rejected.jsonl")) == 2
    done = online("batch", "run", rows(work, row))
    assert (done.code, done.out, len(api.ledger)) == (0, "jobs-out/a-0.png\n", 1)
    assert not (work / "jobs-out/rejected.jsonl").exists()


def test_a_dear_batch_is_not_sent_unasked(
    online: Command, work: Path, api: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = cats(work, 200)
    refused = online("batch", "run", file)
    assert refused.code == 7
    assert "USD 6" in refused.err
    assert "--budget" in refused.err
    monkeypatch.setattr(streams, "both_terminals", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert online("batch", "run", file).code == 7  # it is typed in full
    assert not api.ledger
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    small = rows(work, {"model": "qwen-image-2.0-pro", "prompt": "a", "n": 1}, name="small.jsonl")
    assert online("batch", "run", small).code == 0


def test_a_limit_of_the_settings_holds_for_each_job(online: Command, work: Path, api: Emulator) -> None:
    assert online("config", "set", "max_cost", "0.02").code == 0
    file = cats(work, 1)
    done = online("batch", "run", file, "--budget", "5")
    assert done.code == 7
    assert "a job may cost USD 0.03, and max_cost of" in done.err
    assert not api.ledger
    assert online("batch", "run", file, "--yes").code == 0


def test_a_budget_ends_the_run_and_a_higher_one_goes_on(online: Command, work: Path, api: Emulator) -> None:
    file = cats(work, 4)
    done = online("batch", "run", file, "--budget", "0.07USD")
    assert done.code == 7
    assert len(api.ledger) == 2
    status = online("batch", "status", file, "--json").json
    assert status["states"] == {"planned": 2, "done": 2}
    assert status["money"]["USD"]["budget"] == "0.07"
    assert online("batch", "resume", file, "--budget", "1").code == 0
    assert len(api.ledger) == 4


def test_a_budget_in_another_currency_sends_and_skips_nothing(online: Command, work: Path, api: Emulator) -> None:
    file = cats(work, 2)
    for way in ("plan", "run"):
        done = online("batch", way, file, "--budget", "5CNY")
        assert done.code == 1
        assert "the budget is in CNY, and the prices of the rows are in USD" in done.err
    assert online("batch", "status", file, "--json").json["states"] == {"planned": 2}
    assert online("batch", "run", file, "--budget", "5USD").code == 0
    assert len(api.ledger) == 2


def test_what_failed_is_the_next_input(online: Command, work: Path, api: Emulator) -> None:
    api.faults.add("moderated", endpoint="multimodal-generation", times=1)
    done = online("batch", "run", cats(work, 2, SYNC))
    assert done.code == 10
    report = online("batch", "report", "jobs.jsonl")
    assert report.code == 0
    assert "jobs-out/errors.jsonl" in report.out.splitlines()
    assert online("batch", "run", "jobs-out/errors.jsonl").code == 0
    assert len(api.ledger) == 2
    figures = online("batch", "report", "jobs.jsonl", "--json").json
    assert (figures["states"], figures["images"]) == ({"done": 1, "failed": 1}, 1)


def test_what_is_unknown_is_sent_again_by_name_only(online: Command, work: Path, api: Emulator) -> None:
    api.faults.add("drop-after-accepting", endpoint="multimodal-generation", times=1)
    file = cats(work, 1, SYNC)
    assert online("batch", "run", file).code == 9
    assert online("batch", "resume", file).code == 9
    assert "k0" in online("batch", "status", file).err
    assert len(api.ledger) == 1
    assert online("batch", "resume", file, "--resend", "k0").code == 0
    assert len(api.ledger) == 2


def test_a_cancelled_batch_sends_nothing_more(online: Command, work: Path, api: Emulator) -> None:
    file = cats(work, 3)
    online("batch", "run", file, "--budget", "0.03")
    done = online("batch", "cancel", file, "--json")
    assert (done.json["cancelled"], done.json["states"]) == (2, {"done": 1, "skipped": 2})
    online("batch", "resume", file, "--budget", "5")
    assert len(api.ledger) == 1


def test_work_carries_what_is_planned_once(online: Command, work: Path, api: Emulator) -> None:
    file = cats(work, 3)
    online("batch", "run", file, "--budget", "0")
    assert not api.ledger
    online("batch", "resume", file, "--budget", "0.03")
    planned = [f"k{n}" for n in range(3) if f"k{n}-0.png" not in {path.name for path in work.glob("jobs-out/*")}]
    assert len(planned) == 2
    from brushwork.batch import Journal

    with Journal(work / "jobs.jsonl.journal") as journal:
        journal.set_budget("USD", None)
    for _ in range(2):
        done = online("batch", "work", file, "--key", planned[0])
        assert done.code == 0, done.err
    assert len(api.ledger) == 2
    assert online("batch", "work", file).code == 0
    assert len(api.ledger) == 3
    assert online("batch", "work", file, "--key", "nobody").code == 1


def test_a_matrix_is_compared_side_by_side(online: Command, work: Path) -> None:
    file = rows(work, {"key": "a", "prompt": "a cat"}, {"key": "b", "prompt": "a dog"})
    done = online("batch", "run", file, "--matrix", f"model={TASK},{SYNC}", "-o", "out/{model}/{key}-{i}.{ext}")
    assert done.code == 0, done.err
    assert f"out/{SYNC}/a.model_{SYNC}-0.png" in done.out.splitlines()
    online("batch", "report", file)
    page = (work / "out/report.html").read_text("utf-8")
    assert page.count('<table class="matrix">') == 1
    names = [line["file_name"] for line in lines(work / "out/metadata.jsonl")]
    assert len(names) == 4
    assert all((work / "out" / name).is_file() for name in names)


def test_a_folder_is_edited(online: Command, work: Path, api: Emulator) -> None:
    (work / "photos").mkdir()
    Image.new("RGB", (640, 512), "navy").save(work / "photos/room.png")
    done = online("batch", "run", "photos", "-m", "wan2.7-image", "--set", "prompt=make it night", "--repeat", "2")
    assert done.code == 0, done.err
    assert sorted(Path(path).name for path in done.out.splitlines()) == ["room.1-0.png", "room.2-0.png"]
    assert len(api.ledger) == 2


def test_rows_from_stdin_need_a_journal(online: Command, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert online("batch", "run", "-").code == 2
    line = json.dumps({"key": "a", "model": SYNC, "prompt": "a {animal}", "animal": "cat"}).encode()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(line), isatty=lambda: False))
    done = online("batch", "run", "-", "--journal", "j.journal", "--template", "-o", "out")
    assert (done.code, done.out) == (0, "out/a-0.png\n"), done.err


def test_the_emulator_of_the_command_needs_no_key(command: Command, work: Path) -> None:
    done = command("batch", "run", cats(work, 2), "--emulator")
    assert (done.code, len(done.out.splitlines())) == (0, 2), done.err


@pytest.mark.parametrize("name", ["status", "resume", "report", "cancel", "work"])
def test_a_batch_that_was_never_run_is_told(online: Command, work: Path, name: str) -> None:
    done = online("batch", name, cats(work, 1))
    assert done.code == 1
    assert "brushwork batch run" in done.err


def test_an_input_that_cannot_be_read_is_told(online: Command, work: Path) -> None:
    (work / "a.jsonl").write_text("[\n", "utf-8")
    for name, code in (("a.jsonl", 3), ("none.jsonl", 3)):
        for way in ("plan", "run"):
            done = online("batch", way, name)
            assert done.code == code, done
            assert "hint" in done.err
