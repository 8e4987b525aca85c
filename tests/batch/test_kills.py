"""Killed at any moment and resumed, a batch makes every picture once: the emulator's ledger equals the plan."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from brushwork import Client
from brushwork.batch import Batch, Journal
from brushwork.testing import Chaos, Emulator
from brushwork_batch.leases import orphans
from tests.batch.support import worker

LONG = int(os.environ.get("BRUSHWORK_FUZZ", "0"))
MODELS = ("wan2.6-t2i", "wan2.7-image", "qwen-image-plus")
"""All of them have tasks."""

FAULTS = [
    "error-500",
    "error-500-after-accepting",
    "html-502-after-accepting",
    "drop-before-accepting",
    "drop-after-accepting",
    "reset",
    "truncated-body",
    "malformed-json",
    "rate-limited:0",
    "slow-answer:0.3",
    "error-503",
]


def in_doubt(journal: Journal) -> Counter[str]:
    """How many jobs of each model are in doubt."""
    return Counter(job.model for job in journal.jobs("sending"))


@pytest.mark.timeout(170 if not LONG else 36_000)
@pytest.mark.parametrize("place", ["file", "server"] if LONG else ["file"], indirect=True)
@pytest.mark.parametrize("seed", range(4 if LONG else 1))
def test_a_batch_that_is_killed_again_and_again(tmp_path: Path, place: str, seed: int) -> None:
    jobs, kills, chance = (500, 50, random.Random(seed)) if LONG else (60, 5, random.Random(1))
    chaos = Chaos(0.06, FAULTS, seed=seed, endpoint="*generation*")
    with Emulator(latency=0.4, chaos=chaos) as api:
        api.faults.add("slow-answer:0.2", endpoint="task", nth=20, times=3)
        client = Client(api.key, base_url=api.url, region="ap-southeast-1")
        rows = [{"key": f"k{n}", "model": MODELS[n % len(MODELS)], "prompt": f"picture {n}"} for n in range(jobs)]
        batch = Batch(rows, journal=place, out=tmp_path / "out", client=client, settle=1.0)
        batch.load()
        killed, most_in_doubt = 0, 0
        while True:
            process = worker(place, api)
            if killed < kills:
                wait_for_work(batch.journal, process, chance.uniform(0.05, 0.7 if not LONG else 2.5))
                if process.poll() is None:
                    process.kill()
                    killed += 1
                process.wait(60)
                found = in_doubt(batch.journal)
                most_in_doubt = max([most_in_doubt, *found.values()])
                assert max(found.values(), default=0) <= 1, found
                if batch.status().open == 0:
                    break
            elif process.wait(600 if LONG else 120) == 0 or killed > kills + 30:
                break
            else:
                killed += 1
        summary = batch.status()
        made = Counter(str(entry["body"]["input"]) for entry in api.ledger if entry["images"])
        assert summary.states == {"done": jobs}, [str(job.error) for job in batch.journal.jobs("failed", "unknown")]
        assert set(made.values()) == {1}
        assert len(made) == jobs == api.ledger.images
        assert not in_doubt(batch.journal)
        assert len(list((tmp_path / "out").iterdir())) == jobs
        assert not orphans(batch.journal)
        client.close()


def wait_for_work(journal: Journal, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Until the process has taken jobs, and then so many seconds more."""
    while process.poll() is None and not journal.summary().working:
        time.sleep(0.01)
    time.sleep(seconds)
