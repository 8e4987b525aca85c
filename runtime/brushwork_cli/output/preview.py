"""Images within the terminal, where it can show them: kitty's protocol, iTerm2's, or sixel. Else the path is enough."""

from __future__ import annotations

import io
import os
from base64 import b64encode
from typing import TYPE_CHECKING

from brushwork_cli import streams
from brushwork_cli.streams import both_terminals
from brushwork_runtime import sniff

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Literal

    Protocol = Literal["kitty", "iterm2", "sixel"]

COLUMNS = 40
"""Width of a picture, in columns of the terminal."""

MOST_PIXELS = 20_000_000
"""A larger image is not shown, since its pixels may take gigabytes; the models make 16,777,216 at most."""

_MOST_BYTES = 64 * 1024 * 1024

_CHUNK = 4096
"""Bytes of base64 that kitty accepts at once."""

_PNG = b"\x89PNG\r\n\x1a\n"


def protocol(environment: Mapping[str, str]) -> Protocol | None:
    """The way in which this terminal shows pictures, by its variables; None in tmux and screen, and where unknown."""
    get = environment.get
    term, program = get("TERM", ""), get("TERM_PROGRAM", "")
    if get("TMUX") or term.startswith(("screen", "tmux", "dumb")):
        return None
    if get("KITTY_WINDOW_ID") or term == "xterm-kitty" or program == "ghostty" or term == "xterm-ghostty":
        return "kitty"
    if program in ("iTerm.app", "WezTerm", "mintty", "vscode") or get("LC_TERMINAL") == "iTerm2":
        return "iterm2"
    if "sixel" in term or term.startswith(("foot", "mlterm", "contour", "yaft")):
        return "sixel"
    return None


def show(paths: Iterable[Path]) -> None:
    """Draw the pictures, if stderr is a terminal that can show them; stdout is left alone."""
    way = protocol(os.environ) if both_terminals() else None
    if way is None:
        return
    for path in paths:
        with path.open("rb") as stream:
            drawn = escape(stream.read(_MOST_BYTES + 1), way)
        if drawn is not None and not streams.draw(drawn + "\n"):
            return


def escape(content: bytes, way: Protocol) -> str | None:
    """The escape sequence that draws an image file; None if it is too large or needs a missing package."""
    header = sniff(io.BytesIO(content))
    if header is None or header.width * header.height > MOST_PIXELS or len(content) > _MOST_BYTES:
        return None
    if way == "iterm2":
        size = len(content)
        encoded = b64encode(content).decode("ascii")
        return f"\x1b]1337;File=inline=1;size={size};width={COLUMNS}:{encoded}\x07"
    if way == "sixel":
        from brushwork_cli.output.sixel import encode

        return encode(content)
    return "".join(_kitty(content)) if content.startswith(_PNG) else None


def _kitty(content: bytes) -> Iterable[str]:
    """A PNG, in pieces: all but the last say that more comes."""
    encoded = b64encode(content).decode("ascii")
    pieces = [encoded[start : start + _CHUNK] for start in range(0, len(encoded), _CHUNK)]
    for number, piece in enumerate(pieces):
        head = f"a=T,f=100,c={COLUMNS}," if number == 0 else ""
        yield f"\x1b_G{head}m={int(number < len(pieces) - 1)};{piece}\x1b\\"


def view(paths: Sequence[Path]) -> None:
    """Open the images in the viewer of this machine."""
    import click

    for path in paths:
        click.launch(str(path))
