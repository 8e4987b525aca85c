"""Bodies as JSON: whole, or in pieces around the images that are streamed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from brushwork_runtime.spec import Json

_encode = json.JSONEncoder(check_circular=False, allow_nan=False).encode
"""One encoder for all: `json.dumps` with any option makes a new one for each call."""


def encode(body: Json) -> bytes:
    """A body, or a part of one, as JSON in ASCII."""
    return _encode(body).encode("ascii")


def segments(body_with: Callable[[Mapping[int, str]], bytes], local: Sequence[int]) -> list[bytes | int]:
    """The JSON cut at the places of the local images, whose indices stand in the gaps.

    `body_with` gives the JSON with texts of ours in the places of the images at their indices.
    """
    from secrets import token_hex

    marks = {index: f"brushwork:{token_hex(16)}" for index in local}
    rest = body_with(marks)
    pieces: list[bytes | int] = []
    for index in local:
        before, _, rest = rest.partition(marks[index].encode("ascii"))
        pieces += [before, index]
    return [*pieces, rest]
