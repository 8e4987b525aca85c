"""Result files, which only know their own signature, and the temporary store for uploads."""

from __future__ import annotations

import email
import email.policy
import threading

from .pictures import draw
from .wire import Refused, Reply, answer, new_id, xml_error

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from .orders import Order
    from .wire import Call

RESULTS = "/results/"
STORE = "/oss"
_FORM = ("OSSAccessKeyId", "Signature", "policy", "key", "x-oss-object-acl", "x-oss-forbid-overwrite")


class Results:
    """The pictures made, drawn when they are first fetched."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._orders: dict[str, tuple[Order, int, int]] = {}
        self._drawn: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._made = 0

    def make(self, order: Order) -> list[str]:
        """URLs of the pictures of an order. Without a seed each order has a seed of its own."""
        with self._lock:
            self._made += 1
            seed = self._made if order.seed is None else order.seed
        urls: list[str] = []
        for index in range(order.count):
            name = f"{new_id()}-{index}.png"
            self._orders[name] = (order, seed, index)
            urls.append(
                f"{self._origin}{RESULTS}{name}?Expires=4102444800&OSSAccessKeyId=EMULATOR&Signature=a%2fb%3D{index}"
            )
        return urls

    def reply(self, call: Call) -> Reply:
        """The file; a request that carries a key is refused, as signed URLs do."""
        name = call.path.removeprefix(RESULTS)
        if "authorization" in call.headers:
            return xml_error(400, "InvalidArgument", "Only one auth mechanism allowed")
        if name not in self._orders:
            return xml_error(404, "NoSuchKey", "The specified key does not exist.")
        if not call.query.get("Signature"):
            return xml_error(403, "AccessDenied", "You have no right to access this object.")
        with self._lock:
            if name not in self._drawn:
                order, seed, index = self._orders[name]
                self._drawn[name] = draw(order.width, order.height, order.prompt, order.model_id, seed, index)
        return Reply(200, self._drawn[name], "image/png")


class Uploads:
    """The temporary store: policies, and the files sent with them. `files` maps a key to the bytes."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._models: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.policies = 0

    def policy(self, call: Call) -> Reply:
        """Leave to upload for a model; the folder is bound to it."""
        model = call.query.get("model")
        if call.query.get("action") != "getPolicy" or not model:
            raise Refused(400, "InvalidParameter", "action and model are required")
        folder = f"dashscope-instant/{new_id()}"
        self._models[folder] = model
        self.policies += 1
        data = {
            "policy": "ZW11bGF0b3I=",
            "signature": "emulator",
            "upload_dir": folder,
            "upload_host": self._origin + STORE,
            "expire_in_seconds": 300,
            "max_file_size_mb": 100,
            "capacity_limit_mb": 999999999,
            "oss_access_key_id": "EMULATOR",
            "x_oss_object_acl": "private",
            "x_oss_forbid_overwrite": "true",
        }
        return answer({"request_id": new_id(), "data": data})

    def store(self, call: Call) -> Reply:
        """A form upload: no key in the headers, the file last, a name that is new."""
        if "authorization" in call.headers:
            return xml_error(400, "InvalidArgument", "Only one auth mechanism allowed")
        fields = _fields(call)
        if not fields or fields[-1][0] != "file":
            return xml_error(400, "InvalidArgument", "The file must be the last field of the form.")
        values = {name: content.decode("utf-8", "replace") for name, content in fields[:-1]}
        missing = [name for name in _FORM if name not in values]
        if missing:
            return xml_error(400, "InvalidArgument", f"The form has no {missing[0]}.")
        key = values["key"]
        if key.rpartition("/")[0] not in self._models:
            return xml_error(403, "AccessDenied", "Invalid according to Policy: Policy expired.")
        if key in self.files:
            return xml_error(
                409, "FileAlreadyExists", "The object you specified already exists and can not be overwritten."
            )
        self.files[key] = fields[-1][1]
        return Reply(int(values.get("success_action_status", "204")), b"", "application/xml")

    def check(self, urls: list[str], model: str, call: Call) -> None:
        """Refuse `oss://` addresses that are unknown, of another model, or without the header that resolves them."""
        for url in urls:
            if not url.startswith("oss://"):
                continue
            key = url.removeprefix("oss://")
            resolved = call.headers.get("x-dashscope-ossresourceresolve") == "enable"
            if not resolved or key not in self.files or self._models.get(key.rpartition("/")[0]) != model:
                raise Refused(400, "InvalidParameter.DataInspection", "Unable to download the media resource.")


def _fields(call: Call) -> list[tuple[str, bytes]]:
    """The fields of a multipart form in their order."""
    head = f"Content-Type: {call.headers.get('content-type', '')}\r\n\r\n".encode()
    form = email.message_from_bytes(head + call.content, policy=email.policy.HTTP)
    found: list[tuple[str, bytes]] = []
    for part in form.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        found.append((str(name), payload if isinstance(payload, bytes) else b""))
    return found
