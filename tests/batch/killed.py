"""A process that works on a batch, to be killed: python -m tests.batch.killed JOURNAL URL KEY [BEGUN].

With BEGUN it lives by a `FastClock` of that beginning, waits for the file JOURNAL.go, and ends with 4 where it was
throttled.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from brushwork import Client
from brushwork.batch import Batch, Journal
from brushwork_batch import runner
from brushwork_runtime import ResponseEvent
from tests.batch.servers import until
from tests.batch.support import FastClock


def main() -> None:
    place, url, key, *begun = sys.argv[1:]
    options: dict[str, Any] = {"base_url": url, "region": "ap-southeast-1", "timeout": 20}
    journal = Journal(place)
    statuses: set[int] = set()

    def answered(event: ResponseEvent) -> None:
        statuses.add(event.status)

    if begun:
        runner.SOON, runner.LOOK = runner.SOON / FastClock.SPEED, runner.LOOK / FastClock.SPEED
        clock = FastClock(float(begun[0]))
        options |= {"clock": clock, "timeout": 600, "on_response": answered}
        journal = Journal(place, now=clock.now)
        Path(f"{place}.{os.getpid()}.ready").touch()
        until(Path(f"{place}.go").exists)
    summary = Batch(journal=journal, client=Client(key, **options)).run()
    sys.exit(4 if 429 in statuses else 0 if summary.open == 0 else 3)


if __name__ == "__main__":
    main()
