"""A server on loopback: a playground page for people, and the images endpoints of OpenAI for programs.

What it buys is admitted by the journal of `brushwork_batch.orders` and carried outside of its handlers, so that a
client that gives up cancels nothing and one that asks again gets the first one's pictures. Needs the extra `serve`.
"""

from __future__ import annotations

import importlib.util


def check_packages() -> None:
    """Report at once that a package of the extra is missing. Raises `ImportError`."""
    missing = [name for name in ("starlette", "uvicorn", "python_multipart") if importlib.util.find_spec(name) is None]
    if missing:
        raise ImportError(f"the server needs {' and '.join(missing)}: pip install 'brushwork[serve]'")
