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

    from brushwork_cli.options.pasted import Pasted
    from brushwork_cli.session import Session
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


@click.command("explain-curl")
@click.argument("command", default="-", metavar="[FILE]")
@shared
def explain_curl(command: str) -> None:
    """What a curl command does, what it costs, and what is wrong with it. Nothing is sent.

    FILE holds the command, - is stdin; the command itself will do too, in quotes. The key in it is never shown.

    \b
      brushwork explain-curl < command.sh
    """
    from brushwork_cli.options.pasted import pasted
    from brushwork_cli.options.request import read

    session = current()
    text = command if command.lstrip().startswith(("curl ", "$ curl ")) else read(command, "FILE", session)
    told = _explained(session, pasted(text))
    if session.json:
        streams.document(told)
        return
    wrong: list[str] = told.pop("wrong")
    lines = [f"{name:<9} {value}" for name, value in told.items() if value is not None]
    lines += ["wrong     nothing that can be told from here"] if not wrong else [f"wrong     {each}" for each in wrong]
    streams.data("\n".join(lines))


def _explained(session: Session, command: Pasted) -> dict[str, Any]:
    """The facts by name, in the order in which they are shown."""
    from brushwork_runtime import ConfigError, InvalidRequest, redact, session_of

    wrong = list[str]()
    told: dict[str, Any] = {"address": redact.url(command.url), "region": None, "key": _key(command, wrong)}
    prepared = None
    try:
        with session.package.make_client(base_url=command.url) as client:
            told["region"] = session_of(client).settings.region
            protocol = {"protocol": command.protocol} if command.protocol else {}
            try:
                prepared = client.prepare({**command.body, **protocol})
            except InvalidRequest as error:
                wrong += [each.message for each in error.violations]
    except ConfigError as error:
        wrong.append(f"{error.message}. {error.hint or ''}".strip())
    if prepared is not None:
        told |= {
            "model": prepared.model_id,
            "mode": prepared.mode.name,
            "route": prepared.route.protocol,
            "images": len(prepared.images),
            "costs": str(prepared.estimate()),
        }
        if (
            command.url.rstrip("/").partition("://")[2].partition("/")[2]
            != prepared.url.partition("://")[2].partition("/")[2]
        ):
            wrong.append(f"the path is not that of {prepared.model_id} as {prepared.route.protocol}: {prepared.url}")
        for name, value in prepared.headers.items():
            if name.lower() not in ("authorization", "user-agent", "accept") and name.lower() not in command.headers:
                wrong.append(f"the header {name}: {value} is missing")
    if command.method != "POST":
        wrong.append(f"the method is {redact.value(command.method)}; it must be POST")
    return {**told, "wrong": wrong}


def _key(command: Pasted, wrong: list[str]) -> str:
    """Where the key comes from; never the key."""
    said = command.headers.get("authorization", "")
    scheme, _, token = said.partition(" ")
    if not said:
        wrong.append("the header Authorization: Bearer KEY is missing")
        return "none"
    if scheme != "Bearer":
        wrong.append("Authorization must be the word Bearer, a blank and the key")
    if token.lstrip("\"'{").startswith("$"):
        return "from a variable"
    wrong.append("the key stands in the command itself, where the history of the shell keeps it; export it instead")
    return "in the command (not shown)"
