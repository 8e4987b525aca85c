"""What the tests of files and uploads share: a store without a service around it, and its calls."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from typing import Any
from urllib.parse import urlsplit

from brushwork_emulator.clock import VirtualClock
from brushwork_emulator.store.files import Results
from brushwork_emulator.store.uploads import STORE, Uploads
from brushwork_emulator.wire import Call, Reply
from brushwork_runtime.tables.spec import Mode, Model
from tests.runtime.brushes import BRUSH

ORIGIN = "http://emulator.example"


class Order:
    """An order of pictures, as the service hands it over."""

    def __init__(
        self, prompt: str = "a cat", *, seed: int | None = 7, count: int = 1, images: tuple[str, ...] = ()
    ) -> None:
        self.model: Model = BRUSH
        self.model_id = BRUSH.id
        self.mode: Mode = BRUSH.modes["edit" if images else "generate"]
        self.results = self.mode.results
        self.prompt = prompt
        self.images = images
        self.values: dict[str, object] = {}
        self.width, self.height = 64, 48
        self.count = count
        self.seed = seed
        self.watermark = False


class Store:
    """Uploads and results under one clock that stands still."""

    def __init__(self) -> None:
        self.clock = VirtualClock(1_800_000_000)
        self.uploads = Uploads(ORIGIN, clock=self.clock)
        self.results = Results(ORIGIN, clock=self.clock, uploads=self.uploads)

    def get(self, url: str, method: str = "GET", **headers: str) -> Reply:
        """The reply to a request for a result file; `_` in a header's name is `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.results.reply(Call(method, url.removeprefix(ORIGIN), named))

    def policy(self, model: str = "brush-1.0") -> dict[str, Any]:
        """The data of a policy."""
        found: dict[str, dict[str, Any]] = json.loads(
            self.uploads.policy(Call("GET", f"/api/v1/uploads?action=getPolicy&model={model}", {})).content
        )
        return found["data"]

    def post(self, fields: dict[str, str | bytes], headers: dict[str, str] | None = None) -> Reply:
        """The reply to a form of these fields."""
        parts = [
            b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
            % (name.encode(), value if isinstance(value, bytes) else value.encode())
            for name, value in fields.items()
        ]
        head = {"Content-Type": "multipart/form-data; boundary=x", **(headers or {})}
        return self.uploads.store(Call("POST", STORE, head, b"".join([*parts, b"--x--\r\n"])))


def form(policy: dict[str, Any], content: bytes = b"picture", name: str = "a.png") -> dict[str, str | bytes]:
    """The fields that a policy wants."""
    return {
        "OSSAccessKeyId": policy["oss_access_key_id"],
        "Signature": policy["signature"],
        "policy": policy["policy"],
        "key": f"{policy['upload_dir']}/{name}",
        "x-oss-object-acl": policy["x_oss_object_acl"],
        "x-oss-forbid-overwrite": policy["x_oss_forbid_overwrite"],
        "success_action_status": "200",
        "file": content,
    }


def refusal(reply: Reply) -> tuple[int, str, str]:
    """Status, code and message of an error in XML."""
    assert reply.headers["Content-Type"] == "application/xml"
    error = ElementTree.fromstring(reply.content)
    assert error.tag == "Error"
    assert error.findtext("RequestId") == reply.headers["x-oss-request-id"]
    return reply.status, error.findtext("Code") or "", error.findtext("Message") or ""


def without(url: str, name: str) -> str:
    """A URL with one field of its query left out."""
    parts = urlsplit(url)
    query = "&".join(pair for pair in parts.query.split("&") if not pair.startswith(f"{name}="))
    return f"{ORIGIN}{parts.path}?{query}"
