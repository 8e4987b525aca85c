"""A request as a curl command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork_runtime.request.request import Request


def curl(prepared: Request) -> str:
    """A command for a POSIX shell that sends the same bytes; the key stands in it as an environment variable.

    Where there are local images, a comment says which places of the body are still to be filled.
    """
    import shlex

    stream = prepared.route.protocol == "stream"
    lines = [f"curl -sS{'N' if stream else ''} -X {prepared.method} {shlex.quote(prepared.url)}"]
    for name, value in prepared.headers.items():
        if name == "Authorization":
            lines.append(f'-H "Authorization: Bearer ${prepared.settings.key_variable}"')
        else:
            lines.append(f"-H {shlex.quote(f'{name}: {value}')}")
    lines.append(f"-d {shlex.quote(prepared.content.decode('ascii'))}")
    notes = [
        f"# Image {index + 1} is a local file: put its oss:// address or data: URI in the place of its placeholder.\n"
        for index in prepared.local
    ]
    return "".join(notes) + " \\\n  ".join(lines)
