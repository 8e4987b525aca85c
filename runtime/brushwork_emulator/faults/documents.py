"""Faults of the answer's text, under a status that says that all is well: no JSON, odd JSON, or not what was meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from brushwork_emulator.wire import mapping

from .edits import edited, items, with_body
from .kinds import kind

if TYPE_CHECKING:
    from brushwork_emulator.wire import Document

    from .kinds import Hit, Made

_PORTAL = b"<!DOCTYPE html><html><head><title>Log in</title></head><body>Please log in to the network.</body></html>"


@kind("malformed-json")
def malformed_json(hit: Hit) -> Made:
    """The document is cut in half and its length is right, so that only a parser notices."""
    return with_body(hit.reply, hit.reply.content[: len(hit.reply.content) // 2])


@kind("empty-body")
def empty_body(hit: Hit) -> Made:
    """200 with no body at all."""
    return with_body(hit.reply, b"")


@kind("html-page")
def html_page(hit: Hit) -> Made:
    """200 with the HTML page of a captive portal."""
    return with_body(hit.reply, _PORTAL, "text/html; charset=utf-8")


@kind("json-value", default="null")
def json_value(hit: Hit) -> Made:
    """200 whose body is the argument: null, [], "x", 5, {}, {"output": 7}."""
    return with_body(hit.reply, hit.argument.encode())


@kind("wrong-types")
def wrong_types(hit: Hit) -> Made:
    """Every value of `output` and `usage` is of another type: texts for lists, lists for numbers."""
    return edited(hit.reply, lambda document: document.update(output=["text"], usage="7", request_id=7))


@kind("business-error", default="InvalidParameter")
def business_error(hit: Hit) -> Made:
    """200 with `code` (the argument) and `message`, and no `output`."""
    document = {"code": hit.argument, "message": "The request failed.", "request_id": _request_id(hit)}
    return with_body(hit.reply, json.dumps(document).encode())


@kind("invalid-utf-8")
def invalid_utf_8(hit: Hit) -> Made:
    """A text of the document contains a byte that is not UTF-8."""
    return with_body(hit.reply, hit.reply.content.replace(b'"', b'"\xff', 1))


@kind("encoded-as", default="utf-16")
def encoded_as(hit: Hit) -> Made:
    """The document in another encoding: utf-16, or "utf-8-sig" for UTF-8 with a byte order mark."""
    return with_body(hit.reply, hit.reply.content.decode().encode(hit.argument))


@kind("number", default="NaN")
def number(hit: Hit) -> Made:
    """A further field `emulator_number` holds a number that JSON does not have: NaN, or Infinity by argument."""
    return with_body(hit.reply, _inside(hit, f'"emulator_number": {hit.argument}'))


@kind("huge-integer", default="400")
def huge_integer(hit: Hit) -> Made:
    """A further field `emulator_number` holds 1 with so many (400) noughts."""
    return with_body(hit.reply, _inside(hit, f'"emulator_number": 1{"0" * int(hit.number)}'))


@kind("duplicate-keys")
def duplicate_keys(hit: Hit) -> Made:
    """The key `output` comes twice, the first one empty."""
    return with_body(hit.reply, _inside(hit, '"output": {}'))


@kind("nested-arrays", default="200000")
def nested_arrays(hit: Hit) -> Made:
    """A further field holds so many (200,000) arrays within each other."""
    depth = int(hit.number)
    return with_body(hit.reply, _inside(hit, f'"emulator_nested": {"[" * depth}{"]" * depth}'))


@kind("unknown-fields")
def unknown_fields(hit: Hit) -> Made:
    """Fields that no document has named stand at every level."""
    extra: dict[str, object] = {"emulator_new": {"a": [1, None]}}
    return edited(
        hit.reply,
        lambda document: (mapping(document.get("output")).update(extra), document.update(extra)),
    )


@kind("new-values")
def new_values(hit: Hit) -> Made:
    """Values that no document has named: another `finish_reason`, another `type` of content."""
    return with_body(hit.reply, hit.reply.content.replace(b'"stop"', b'"paused"').replace(b'"image",', b'"picture",'))


@kind("missing-field", default="usage")
def missing_field(hit: Hit) -> Made:
    """A field of the top level or of `output` (the argument; usage, request_id, choices, task_id) is left out."""
    name = hit.argument
    return edited(
        hit.reply, lambda document: (document.pop(name, None), mapping(document.get("output")).pop(name, None))
    )


@kind("no-urls")
def no_urls(hit: Hit) -> Made:
    """The items of the results are there, without `url` or `image`."""
    return edited(
        hit.reply, lambda document: [(item.pop("url", None), item.pop("image", None)) for item in items(document)]
    )


@kind("result-url", default="http://169.254.169.254/latest/meta-data/")
def result_url(hit: Hit) -> Made:
    """Every result's address is the argument: a private one, one with "%2e%2e%2f", one of another scheme."""
    return edited(hit.reply, lambda document: _readdress(document, hit.argument))


def _readdress(document: Document, address: str) -> None:
    for item in items(document):
        for name in item.keys() & {"url", "image"}:
            item[name] = address


def _inside(hit: Hit, field: str) -> bytes:
    """The document with one more field, ahead of all others."""
    _, brace, rest = hit.reply.content.partition(b"{")
    return brace + field.encode() + b", " + rest if brace else hit.reply.content


def _request_id(hit: Hit) -> str:
    return hit.reply.headers.get("x-request-id", "")
