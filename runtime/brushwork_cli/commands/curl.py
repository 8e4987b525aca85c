"""`brushwork curl`: the complete request for a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.options.common import shared
from brushwork_cli.options.request import RequestOptions, request_options
from brushwork_cli.output.table import width
from brushwork_cli.session import current
from brushwork_runtime import later, tr

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
    rows = [(tr(name), str(value)) for name, value in told.items() if value is not None]
    rows += [(tr("wrong"), each) for each in wrong or [tr("nothing that can be told from here")]]
    columns = max(width(name) for name, _ in rows) + 2
    streams.data("\n".join(f"{name}{' ' * (columns - width(name))}{text}" for name, text in rows))


FACTS = (
    *(later("address"), later("region"), later("key"), later("model")),
    *(later("mode"), later("route"), later("images"), later("costs")),
)
"""What is told of a command, by name."""


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
        wrong.append(tr("{message}. {hint}", message=error.message, hint=error.hint or "").strip())
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
            wrong.append(
                tr(
                    "the path is not that of {model} as {protocol}: {url}",
                    model=prepared.model_id,
                    protocol=prepared.route.protocol,
                    url=prepared.url,
                )
            )
        for name, value in prepared.headers.items():
            if name.lower() not in ("authorization", "user-agent", "accept") and name.lower() not in command.headers:
                wrong.append(tr("the header {name}: {value} is missing", name=name, value=value))
    if command.method != "POST":
        wrong.append(tr("the method is {method}; it must be POST", method=redact.value(command.method)))
    return {**told, "wrong": wrong}


def _key(command: Pasted, wrong: list[str]) -> str:
    """Where the key comes from; never the key."""
    said = command.headers.get("authorization", "")
    scheme, _, token = said.partition(" ")
    if not said:
        wrong.append(tr("the header Authorization: Bearer KEY is missing"))
        return tr("none")
    if scheme != "Bearer":
        wrong.append(tr("Authorization must be the word Bearer, a blank and the key"))
    if token.lstrip("\"'{").startswith("$"):
        return tr("from a variable")
    wrong.append(tr("the key stands in the command itself, where the history of the shell keeps it; export it instead"))
    return tr("in the command (not shown)")
