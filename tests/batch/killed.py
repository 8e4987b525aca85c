"""A process that works on a batch, to be killed: python -m tests.batch.killed JOURNAL URL KEY."""

from __future__ import annotations

import sys

from brushwork import Client
from brushwork.batch import Batch


def main() -> None:
    journal, url, key = sys.argv[1:]
    client = Client(key, base_url=url, region="ap-southeast-1", timeout=20)
    summary = Batch(journal=journal, client=client).run()
    sys.exit(0 if summary.open == 0 else 3)


if __name__ == "__main__":
    main()
