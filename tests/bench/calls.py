"""What a call costs beside the network: building a request, and a synchronous call on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator

import urllib3
from measure import Figure, cpu_per_call, in_turns, middle, ratio
from server import CannedServer

from brushwork import Client

PROMPT = "Place the clock from image 1 at the marked location in image 2"
PATH = "/api/v1/services/aigc/multimodal-generation/generation"
CLOCK, ROOM = "https://example.com/clock.jpg", "https://example.com/room.jpg"


def plain() -> bytes:
    """The same request by hand: a dict and json.dumps, with no check at all."""
    return json.dumps(
        {
            "model": "wan2.7-image-pro",
            "input": {"messages": [{"role": "user", "content": [{"text": PROMPT}, {"image": CLOCK}, {"image": ROOM}]}]},
            "parameters": {"size": "2048*1152", "n": 1, "bbox_list": [[], [[989, 515, 1138, 681]]], "watermark": False},
        }
    ).encode()


def figures(runs: int, number: int) -> Iterator[Figure]:
    client = Client(api_key="sk-bench")

    def ours() -> bytes:
        return client.wan2_7_image_pro.edit.prepare(
            PROMPT,
            [CLOCK, ROOM],
            size="2048*1152",
            n=1,
            bbox_list=[[], [(989, 515, 1138, 681)]],
            watermark=False,
        ).content

    assert json.loads(ours()) == json.loads(plain())
    by_hand, checked = in_turns(runs, lambda: cpu_per_call(plain, number), lambda: cpu_per_call(ours, number))
    yield Figure(
        what="validate + build + serialise a wan2.7 edit, CPU",
        measured=ratio(checked, by_hand),
        target=3.0,
        unit="x plain",
        detail=f"{middle(checked) * 1e6:.1f} us of {middle(by_hand) * 1e6:.1f} us",
    )
    yield from sync_call(runs, max(number // 5, 50))


def sync_call(runs: int, number: int) -> Iterator[Figure]:
    with CannedServer() as server, CannedServer() as other:
        body = plain()
        pool = urllib3.HTTPConnectionPool("127.0.0.1", server.port)
        headers = {"Content-Type": "application/json", "Authorization": "Bearer sk-bench"}

        def bare() -> object:
            return json.loads(pool.urlopen("POST", PATH, body=body, headers=headers, retries=False).data)

        with Client(api_key="sk-bench", base_url=f"http://127.0.0.1:{other.port}") as client:

            def ours() -> object:
                return client.wan2_7_image_pro.generate(PROMPT, size="2K", watermark=False)

            bare()
            ours()
            theirs, full = in_turns(runs, lambda: cpu_per_call(bare, number), lambda: cpu_per_call(ours, number))
        pool.close()
    yield Figure(
        what="a synchronous call, CPU",
        measured=ratio(full, theirs),
        target=1.2,
        unit="x urlopen",
        detail=f"{middle(full) * 1e6:.0f} us of {middle(theirs) * 1e6:.0f} us",
    )
