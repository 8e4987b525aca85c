"""Bodies as JSON: whole, with addresses filled in, or in pieces around the images that are streamed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from brushwork_runtime.request.body import with_images

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brushwork_runtime.images.inputs import Input
    from brushwork_runtime.spec import Json

_encode = json.JSONEncoder(check_circular=False, allow_nan=False).encode
"""One encoder for all: `json.dumps` with any option makes a new one for each call."""


def encode(body: Json) -> bytes:
    """A body, or a part of one, as JSON in ASCII."""
    return _encode(body).encode("ascii")


def filled(body: dict[str, Json], images: Sequence[Input], urls: Mapping[int, str]) -> bytes:
    """The JSON with `urls` in the places of the images at their indices."""
    return encode(with_images(body, [urls.get(index, image.url or "") for index, image in enumerate(images)]))


def segments(body: dict[str, Json], images: Sequence[Input], local: Sequence[int]) -> list[bytes | int]:
    """The JSON cut at the places of the local images, whose indices stand in the gaps."""
    from secrets import token_hex

    marks = {index: f"brushwork:{token_hex(16)}" for index in local}
    rest = filled(body, images, marks)
    pieces: list[bytes | int] = []
    for index in local:
        before, _, rest = rest.partition(marks[index].encode("ascii"))
        pieces += [before, index]
    return [*pieces, rest]
