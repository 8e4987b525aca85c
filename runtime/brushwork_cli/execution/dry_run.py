"""`--dry-run`: what would be sent, and what it would cost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from brushwork_cli import streams
from brushwork_runtime import tr

if TYPE_CHECKING:
    from brushwork_runtime import Prepared


def show(prepared: Prepared[Any, Any], *, as_json: bool) -> None:
    """Print the request; local images appear as placeholders, and the key does not appear."""
    estimate = prepared.estimate()
    if as_json:
        streams.document(
            {
                "method": prepared.method,
                "url": prepared.url,
                "headers": prepared.headers,
                "body": prepared.body,
                "estimate": estimate.to_dict(),
            }
        )
        return
    headers = "\n".join(f"{name}: {value}" for name, value in prepared.headers.items())
    body = json.dumps(prepared.body, ensure_ascii=False, indent=2)
    streams.data(
        f"{prepared.method} {prepared.url}\n{headers}\n\n{body}\n\n{tr('estimate: {estimate}', estimate=estimate)}"
    )
