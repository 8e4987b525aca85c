"""What a batch costs beside its pictures: planning, resuming, admission, at 100,000 rows."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from measure import ENVIRONMENT, Figure, python

from brushwork import Client
from brushwork.batch import Batch, Journal
from brushwork_batch.admission import Limit, admit, open_gates

ROWS = 100_000

PLAN = f"""
import resource, sys, time
from pathlib import Path
from brushwork import Client
from brushwork.batch import Batch

def peak():
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # of this program alone: the other figure begins with that of whoever started it
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024

rows = ({{"key": f"k{{n}}", "model": "wan2.6-t2i", "prompt": f"a cat, number {{n}}", "seed": n}} for n in range({ROWS}))
begun = time.process_time()
batch = Batch(rows, journal=sys.argv[1], client=Client("sk-bench-0123456789"))
assert batch.load() == {ROWS}
print(time.process_time() - begun, peak())
"""


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal"
        done = subprocess.run([*python(PLAN), str(path)], capture_output=True, text=True, check=True, env=ENVIRONMENT)
        seconds, megabytes = map(float, done.stdout.split())
        what = f"a batch of {ROWS:,} rows"
        yield Figure(what=f"{what}: planned, CPU", measured=seconds, target=5.0, unit="s")
        yield Figure(what=f"{what}: planned, memory of the process", measured=megabytes, target=80, unit="MB")
        yield Figure(what=f"{what}: admission, median", measured=admission(path) * 1000, target=5.0, unit="ms")
        yield Figure(what=f"{what}: finished, resumed, CPU", measured=resuming(path), target=2.0, unit="s")


def admission(path: Path, number: int = 300) -> float:
    """Seconds of the transaction before each request, with a budget."""
    seconds: list[float] = []
    with Journal(path) as journal:
        open_gates(journal, [Limit(model="wan2.6-t2i", shared="wan2.6-t2i", step=0.0, most=ROWS)])
        for _ in range(number):
            begun = time.perf_counter()
            found = admit(journal, "bench", model="wan2.6-t2i")
            seconds.append(time.perf_counter() - begun)
            journal.move(str(found.key), "submitted", expect=("sending",))
    return median(seconds)


def resuming(path: Path) -> float:
    """Seconds of a run of a batch that has ended, its input read again."""
    with Journal(path) as journal, journal.transaction() as connection:
        connection.execute("UPDATE jobs SET state = 'done', finished_at = 1, billed = 1")
    rows = ({"key": f"k{n}", "model": "wan2.6-t2i", "prompt": f"a cat, number {n}", "seed": n} for n in range(ROWS))
    begun = time.process_time()
    summary = Batch(rows, journal=path, client=Client("sk-bench-0123456789")).run()
    seconds = time.process_time() - begun
    assert summary.images == ROWS
    return seconds
