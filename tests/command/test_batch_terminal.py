"""`brushwork batch run` at a terminal: the line that tells how far it is, and what one Ctrl-C does, and two."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from brushwork.batch import Journal
from brushwork.testing import Emulator

TASK = "wan2.6-t2i"
PATIENCE = 60.0


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    with Emulator(latency=0.5, limits=True) as made:
        monkeypatch.setenv("BRUSHWORK_BASE_URL", made.url)
        monkeypatch.setenv("BRUSHWORK_API_KEY", made.key)
        monkeypatch.setenv("BRUSHWORK_REGION", "ap-southeast-1")
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setenv("COLUMNS", "120")
        monkeypatch.delenv("NO_COLOR", raising=False)
        yield made


class Terminal:
    """A run of a batch at a terminal, and what that has shown so far."""

    def __init__(self, *words: str) -> None:
        self._leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "brushwork", "batch", *words],
            stdin=follower,
            stdout=subprocess.DEVNULL,
            stderr=follower,
            start_new_session=True,
        )
        os.close(follower)
        self.shown = ""

    def until(self, pattern: str | None) -> None:
        """Read on until it shows this, or until it ends."""
        end = time.monotonic() + PATIENCE
        while pattern is None or re.search(pattern, self.shown) is None:
            assert time.monotonic() < end, self.shown
            if not select.select([self._leader], [], [], 0.1)[0]:
                continue
            try:
                self.shown += os.read(self._leader, 65536).decode(errors="replace")
            except OSError:  # the last one with the terminal open has gone
                assert pattern is None, self.shown
                return

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)

    def ended(self) -> int:
        self.until(None)
        os.close(self._leader)
        return self.process.wait(PATIENCE)


def cats(work: Path, count: int) -> str:
    rows = ({"key": f"k{n}", "model": TASK, "prompt": f"cat {n}"} for n in range(count))
    (work / "jobs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return "jobs.jsonl"


def test_a_line_tells_how_far_it_is_and_one_interrupt_collects(api: Emulator, work: Path) -> None:
    run = Terminal("run", cats(work, 60), "--budget", "2")
    run.until(r"[1-9]\d* of 60 jobs.*USD [\d.]+ spent.*of 2\b.*a (second|minute).*done at \d\d:\d\d")
    run.interrupt()
    assert run.ended() == 130
    assert "interrupted; what is under way is collected" in run.shown
    assert "brushwork batch resume jobs.jsonl.journal" in run.shown
    with Journal(work / "jobs.jsonl.journal") as journal:
        states = journal.summary().states
    assert states.keys() == {"done", "planned"}
    assert len(api.ledger) == states["done"] == len(list((work / "jobs-out").iterdir()))


def test_a_second_interrupt_leaves_and_tells_what_runs_on(api: Emulator, work: Path) -> None:
    api.faults.add("slow-answer:20", endpoint="task", times=None)  # nothing can be collected for long
    run = Terminal("run", cats(work, 20), "--budget", "2")
    with_journal = work / "jobs.jsonl.journal"
    run.until("0 of 20 jobs")
    with Journal(with_journal) as journal:
        while not journal.count("submitted"):
            time.sleep(0.02)
        run.interrupt()
        run.until("Interrupt again to leave it")
        run.interrupt()
        assert run.ended() == 130
        count = journal.count("sending", "submitted")
        assert re.search(rf"{count} jobs? (are|is) under way and go(es)? on: [0-9a-f-]{{36}}", run.shown), run.shown
        assert len(api.ledger) == count
    api.faults.clear()
    again = Terminal("resume", "jobs.jsonl")
    assert again.ended() == 0, again.shown
    assert len(api.ledger) == 20
