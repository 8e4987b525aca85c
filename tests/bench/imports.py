"""What importing costs, and the first call."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence

from measure import Figure, cpu_of, in_turns, middle, python, ratio
from server import CannedServer

BODY = '{"model":"wan2.6-t2i","input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{"n":1}}'
PATH = "/api/v1/services/aigc/multimodal-generation/generation"


def figures(runs: int) -> Iterator[Figure]:
    bare, urllib3, brushwork = in_turns(
        runs,
        lambda: cpu_of(python("pass")),
        lambda: cpu_of(python("import urllib3")),
        lambda: cpu_of(python("import brushwork")),
    )
    yield Figure(
        what="import brushwork, CPU over a bare interpreter",
        measured=ratio(brushwork, urllib3, bare),
        target=0.1,
        unit="x urllib3",
        detail=beside(brushwork, urllib3, bare),
    )
    count = "import sys; a = set(sys.modules); import brushwork; print(len(set(sys.modules) - a))"
    modules = subprocess.run(python(count), capture_output=True, text=True, check=True).stdout
    yield Figure(what="modules that import brushwork loads", measured=int(modules), target=15, unit="modules")
    with CannedServer() as server:
        theirs = (
            "import urllib3, json\n"
            f"pool = urllib3.HTTPConnectionPool('127.0.0.1', {server.port})\n"
            f"json.loads(pool.urlopen('POST', {PATH!r}, body={BODY!r}.encode(), retries=False,"
            " headers={'Content-Type': 'application/json', 'Authorization': 'Bearer sk-bench'}).data)\n"
        )
        ours = (
            "from brushwork import Client\n"
            f"client = Client(api_key='sk-bench', base_url='http://127.0.0.1:{server.port}')\n"
            "client.wan2_6_t2i.generate('a cat')\n"
        )
        bare, urllib3, brushwork = in_turns(
            runs, lambda: cpu_of(python("pass")), lambda: cpu_of(python(theirs)), lambda: cpu_of(python(ours))
        )
    yield Figure(
        what="import, construct, first call, CPU",
        measured=ratio(brushwork, urllib3, bare),
        target=1.15,
        unit="x urllib3",
        detail=beside(brushwork, urllib3, bare),
    )


def beside(ours: Sequence[float], theirs: Sequence[float], idle: Sequence[float]) -> str:
    """Both in milliseconds, over an idle interpreter."""
    none = middle(idle)
    return f"{(middle(ours) - none) * 1000:.1f} ms of {(middle(theirs) - none) * 1000:.1f} ms"
