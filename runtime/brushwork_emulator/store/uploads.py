"""The temporary store for reference images: upload policies, forms, and files that expire after two days."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from brushwork_emulator.store import forms
from brushwork_emulator.store.objectstore import (
    ACCESS_KEY,
    both_signatures,
    moment,
    sign,
    signed,
    stored,
    wrong_access_key,
    wrong_signature,
    xml_refusal,
)
from brushwork_emulator.wire import answer, mapping, new_id, sequence

if TYPE_CHECKING:
    from brushwork_emulator.store.objectstore import Ticking
    from brushwork_emulator.wire import Call, Document, Reply

STORE = "/oss"
"""The path that forms are posted to."""

SCHEME = "oss://"
"""What an address in the store begins with."""

_FORM = ("key", "OSSAccessKeyId", "policy", "Signature", "x-oss-object-acl", "x-oss-forbid-overwrite")
_MEGABYTE = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the store: whose model may read it, until when."""

    model: str
    end: float
    content: bytes


class Uploads:
    """The temporary store. Safe for threads.

    A policy is valid for `policy_seconds` and allows files of up to `megabytes`, which expire after `lifetime` seconds.
    """

    def __init__(
        self,
        origin: str,
        *,
        clock: Ticking,
        lifetime: float = 48 * 3600,
        policy_seconds: int = 300,
        megabytes: int = 100,
    ) -> None:
        self.origin = origin
        self.lifetime = lifetime
        self.policy_seconds = policy_seconds
        self.megabytes = megabytes
        self.policies = 0
        self._clock = clock
        self._models: dict[str, str] = {}
        self._files: dict[str, File] = {}
        self._lock = threading.Lock()

    def policy(self, call: Call) -> Reply:
        """An upload policy for a model: a signed document that names the folder and the expiry."""
        model = call.query.get("model")
        if call.query.get("action") != "getPolicy" or not model:
            message = "action=getPolicy and model are required"
            return answer({"code": "InvalidParameter", "message": message, "request_id": new_id()}, 400)
        day = time.strftime("%Y-%m-%d", time.gmtime(self._clock.now()))
        folder = f"dashscope-instant/emulator/{day}/{new_id()}"
        with self._lock:
            self._models[folder] = model
            self.policies += 1
        policy = self._document(folder)
        data = {
            "policy": policy,
            "signature": sign(policy),
            "upload_dir": folder,
            "upload_host": self.origin + STORE,
            "expire_in_seconds": self.policy_seconds,
            "max_file_size_mb": self.megabytes,
            "capacity_limit_mb": 999999999,
            "oss_access_key_id": ACCESS_KEY,
            "x_oss_object_acl": "private",
            "x_oss_forbid_overwrite": "true",
        }
        return answer({"request_id": new_id(), "data": data})

    def _document(self, folder: str) -> str:
        conditions = [
            ["content-length-range", 0, self.megabytes * _MEGABYTE],
            ["starts-with", "$key", folder],
            {"x-oss-object-acl": "private"},
            {"x-oss-forbid-overwrite": "true"},
        ]
        document = {"expiration": moment(self._clock.now() + self.policy_seconds), "conditions": conditions}
        return base64.b64encode(json.dumps(document).encode()).decode()

    def store(self, call: Call) -> Reply:
        """A form upload: no key in the headers, the file last, a policy that lives, a name that is new."""
        if "authorization" in call.headers:
            return both_signatures()
        fields = forms.fields(call.headers.get("content-type", ""), call.content)
        if not fields:
            message = "The body of your POST request is not well-formed multipart/form-data"
            return xml_refusal(400, "MalformedPOSTRequest", message)
        files = [field for field in fields if field.name == "file"]
        if len(files) != 1:
            message = "POST requires exactly one file upload per request."
            return xml_refusal(400, "IncorrectNumberOfFilesInPOSTRequest", message)
        if fields[-1] is not files[0]:
            return xml_refusal(400, "InvalidArgument", "The file must be the last field of the form.")
        values = {field.name: field.content.decode("utf-8", "replace") for field in fields[:-1]}
        return self._refused(values, files[0].content) or self._keep(values, files[0].content)

    def _refused(self, values: dict[str, str], content: bytes) -> Reply | None:
        """The refusal of a well-formed form, if there is a reason for one."""
        missing = [name for name in _FORM if name not in values]
        if missing:
            return xml_refusal(400, "InvalidArgument", f"The form has no {missing[0]}.", ArgumentName=missing[0])
        if values["OSSAccessKeyId"] != ACCESS_KEY:
            return wrong_access_key(values["OSSAccessKeyId"])
        if not signed(values["policy"], values["Signature"]):
            return wrong_signature(values["Signature"], values["policy"])
        document = _opened(values["policy"])
        if moment(self._clock.now()) >= str(document["expiration"]):
            return xml_refusal(403, "AccessDenied", "Invalid according to Policy: Policy expired.")
        return _against(document, values, len(content))

    def _keep(self, values: dict[str, str], content: bytes) -> Reply:
        key = values["key"]
        model = self._models[_folder(_opened(values["policy"]))]
        file = File(model=model, end=self._clock.now() + self.lifetime, content=content)
        with self._lock:
            if self._alive(key) is not None:
                message = "The object you specified already exists and can not be overwritten."
                return xml_refusal(409, "FileAlreadyExists", message)
            self._files[key] = file
        status = values.get("success_action_status", "204")
        reply = stored(int(status) if status in ("200", "201") else 204)
        reply.headers["ETag"] = f'"{hashlib.md5(content, usedforsecurity=False).hexdigest().upper()}"'
        return reply

    def _alive(self, key: str) -> File | None:
        file = self._files.get(key)
        return file if file is not None and self._clock.now() < file.end else None

    @property
    def files(self) -> dict[str, bytes]:
        """The files that have not expired, by key."""
        return {key: file.content for key, file in tuple(self._files.items()) if self._alive(key) is not None}

    def owner(self, key: str) -> str | None:
        """The model that may read the file `key` (the address without `oss://`); None if it no longer exists."""
        file = self._alive(key)
        return None if file is None else file.model

    def content(self, key: str) -> bytes | None:
        """The bytes of the file `key`; None if it no longer exists."""
        file = self._alive(key)
        return None if file is None else file.content


def _opened(policy: str) -> Document:
    """What a policy says; its signature has been checked, so it was written here and can be read."""
    return cast("Document", json.loads(base64.b64decode(policy)))


def _folder(document: Document) -> str:
    conditions = cast("list[list[str]]", document["conditions"])
    return next(condition[2] for condition in conditions if condition[0] == "starts-with")


def _against(document: Document, values: dict[str, str], size: int) -> Reply | None:
    """The refusal of a form that breaks a condition of its policy."""
    for condition in sequence(document["conditions"]):
        kind, name, *more = sequence(condition) or ["eq", ""]
        if kind == "content-length-range" and size > cast("int", more[0]):
            return xml_refusal(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
        broken = kind == "starts-with" and not values[str(name).removeprefix("$")].startswith(f"{more[0]}/")
        broken = broken or any(values.get(field) != value for field, value in mapping(condition).items())
        if broken:
            shown = json.dumps(condition)
            return xml_refusal(403, "AccessDenied", f"Invalid according to Policy: Policy Condition failed: {shown}")
    return None
