"""`brushwork curl`: the complete request for a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.options.common import shared
from brushwork_cli.options.request import RequestOptions, request_options
from brushwork_cli.session import current

if TYPE_CHECKING:
    from typing import Any

    from brushwork_runtime import Prepared


@click.command("curl")
@request_options
@shared
def curl(options: RequestOptions) -> None:
    """A request as a curl command.

    It runs as printed; the key appears as the name of its variable. Local images are embedded.

    \b
      brushwork curl "a cat" -m z-image-turbo -s 16:9 | sh
    """
    from brushwork_cli.execution.prepare import prepare

    session = current()
    with session.client() as client:
        command = _command(prepare(session, client, options))
    if session.json:
        streams.document({"command": command})
    else:
        streams.data(command)


def _command(prepared: Prepared[Any, Any]) -> str:
    """The command; with local images their bytes come as a here document, since an argument has no room for them."""
    if not prepared.local:
        return prepared.curl()
    from base64 import b64encode

    urls: dict[int, str] = {}
    for index in prepared.local:
        image = prepared.images[index]
        with image.open() as stream:
            urls[index] = f"data:{image.media_type};base64,{b64encode(stream.read()).decode('ascii')}"
    own = prepared.curl()
    head = own[own.index("curl -") : own.rindex("-d '")]
    return f"{head}--data-binary @- <<'JSON'\n{prepared.filled(urls).decode('ascii')}\nJSON"
