"""What a call costs beside the network: building a request, and a synchronous call on loopback."""

from __future__ import annotations

import json
import os
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

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
    yield from edit_of_files(runs, number // 4)
    yield from sync_call(runs, max(number // 5, 50))
    yield from call_with_a_file(runs, max(number // 20, 20))


def edit_of_files(runs: int, number: int) -> Iterator[Figure]:
    """The same edit of two files of this machine, which are looked at before anything is sent."""
    with TemporaryDirectory() as folder, Client(api_key="sk-bench") as client:
        names = [f"{folder}/clock.png", f"{folder}/room.png"]
        for name in names:
            Path(name).write_bytes(png(name))

        def by_hand() -> bytes:
            content: list[dict[str, object]] = [{"text": PROMPT}]
            for name in names:
                os.stat(name)
                with open(name, "rb") as stream:
                    width, height = struct.unpack(">II", stream.read(33)[16:24])
                assert width * height
                content.append({"image": f"oss://{name}"})
            messages = [{"role": "user", "content": content}]
            parameters = {"size": "2048*1152", "n": 1, "bbox_list": [[], [[9, 5, 38, 81]]], "watermark": False}
            return json.dumps(
                {"model": "wan2.7-image-pro", "input": {"messages": messages}, "parameters": parameters}
            ).encode()

        def ours() -> bytes:
            return client.wan2_7_image_pro.edit.prepare(
                PROMPT, names, size="2048*1152", n=1, bbox_list=[[], [(9, 5, 38, 81)]], watermark=False
            ).content

        plainly, checked = in_turns(runs, lambda: cpu_per_call(by_hand, number), lambda: cpu_per_call(ours, number))
    yield Figure(
        what="the same with two local files, CPU",
        measured=ratio(checked, plainly),
        target=3.0,
        unit="x by hand",
        detail=f"{middle(checked) * 1e6:.1f} us of {middle(plainly) * 1e6:.1f} us",
    )


def png(seed: str) -> bytes:
    """A picture of 512 x 512, of other bytes for each `seed`."""
    rows = random.Random(seed).randbytes(1) * (512 * 513)
    head = struct.pack(">IIBBBBB", 512, 512, 8, 0, 0, 0, 0)
    text = b"seed\0" + seed.encode()
    parts = ((b"IHDR", head), (b"tEXt", text), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data)) for name, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


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


def call_with_a_file(runs: int, number: int) -> Iterator[Figure]:
    """A call with a file that is uploaded first: leave to upload, the file as a form, the call."""
    with (
        TemporaryDirectory() as folder,
        CannedServer() as store,
        CannedServer(f"http://127.0.0.1:{store.port}") as server,
        CannedServer() as other_store,
        CannedServer(f"http://127.0.0.1:{other_store.port}") as other,
        Client(api_key="sk-bench", base_url=f"http://127.0.0.1:{other.port}") as client,
    ):
        api, uploads = (urllib3.HTTPConnectionPool("127.0.0.1", each.port) for each in (server, store))
        headers = {"Content-Type": "application/json", "Authorization": "Bearer sk-bench"}
        names, fresh = count(), list[str]()

        def timed(call: Callable[[], object]) -> float:
            """CPU of a call with a file of its own, whose content nobody has uploaded yet."""
            for _ in range(number):
                path = Path(folder, f"{next(names)}.png")
                path.write_bytes(png(path.name))
                fresh.append(str(path))
            return cpu_per_call(call, number)

        def by_hand() -> object:
            query = "/api/v1/uploads?action=getPolicy&model=wan2.7-image-pro"
            leave = json.loads(api.urlopen("GET", query, headers=headers, retries=False).data)["data"]
            name = fresh.pop()
            key = f"{leave['upload_dir']}/{os.path.basename(name)}"
            with open(name, "rb") as stream:
                form = {
                    "OSSAccessKeyId": leave["oss_access_key_id"],
                    "Signature": leave["signature"],
                    "policy": leave["policy"],
                    "x-oss-object-acl": leave["x_oss_object_acl"],
                    "x-oss-forbid-overwrite": leave["x_oss_forbid_overwrite"],
                    "key": key,
                    "success_action_status": "200",
                    "file": (os.path.basename(name), stream.read(), "image/png"),
                }
            assert uploads.request("POST", "/", fields=form, retries=False).status == 200
            content = [{"text": PROMPT}, {"image": f"oss://{key}"}]
            body = {
                "model": "wan2.7-image-pro",
                "input": {"messages": [{"role": "user", "content": content}]},
                "parameters": {"n": 1, "watermark": False},
            }
            resolve = {**headers, "X-DashScope-OssResourceResolve": "enable"}
            return json.loads(
                api.urlopen("POST", PATH, body=json.dumps(body).encode(), headers=resolve, retries=False).data
            )

        def ours() -> object:
            return client.wan2_7_image_pro.edit(PROMPT, [fresh.pop()], watermark=False)

        theirs, full = in_turns(runs, lambda: timed(by_hand), lambda: timed(ours))
        api.close()
        uploads.close()
    yield Figure(
        what="a call with a local file, CPU",
        measured=ratio(full, theirs),
        target=1.2,
        unit="x by hand",
        detail=f"{middle(full) * 1e6:.0f} us of {middle(theirs) * 1e6:.0f} us",
    )
