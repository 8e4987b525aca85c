"""An image of the IR as a JSON Schema: its address in a body, and what a call may name."""

from __future__ import annotations

from generator.ir import Images
from generator.schema.keywords import VISIBLE, Schema

_CHINESE = r"\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_SCHEMES = {"url": "[Hh][Tt][Tt][Pp][Ss]?", "oss": "[Oo][Ss][Ss]"}
_DATA = r"data:image/[A-Za-z0-9.+-]+;base64,[A-Za-z0-9+/=]+"


def image_schema(images: Images) -> Schema:
    """The address of an image, in the forms that the input takes."""
    taken = [form for form in ("url", "oss", "data") if not images.accepts or form in images.accepts]
    unseen = f"{VISIBLE}{_CHINESE}" if images.no_chinese_in_urls else VISIBLE
    schemes = "|".join(_SCHEMES[form] for form in taken if form in _SCHEMES)
    forms = [rf"({schemes})://[{unseen}/][{unseen}]*"] if schemes else []
    return {"type": "string", "pattern": f"^({'|'.join([*forms, *([_DATA] if 'data' in taken else [])])})$"}


def given_schema(images: Images) -> Schema:
    """What a call may name: a path, or an address in the forms that the input takes."""
    refused = [
        f"{scheme}:"
        for form, scheme in (*_SCHEMES.items(), ("data", "data"))
        if images.accepts and form not in images.accepts
    ]
    if images.no_chinese_in_urls:
        refused.append(rf"({'|'.join(_SCHEMES.values())})://.*[{_CHINESE}]")
    schema: Schema = {"type": "string", "minLength": 1}
    return schema | ({"not": {"pattern": f"^({'|'.join(refused)})"}} if refused else {})
