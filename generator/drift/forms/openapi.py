"""OpenAPI documents, alone or inside a page: their fields as the definitions that a page of reference would give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import yaml

from generator.drift.passage import Block, joined, passage, plain, unified

_IS_OPENAPI = re.compile(r"\s{0,20}\{?\s{0,20}[\"']?openapi[\"']?\s{0,4}:\s{0,4}[\"']?3")
_SAID = ("description", "title", "summary", "x-description")
_DEEPEST = 24
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """A value, and the line of its key."""

    value: Any
    line: int

    def get(self, *keys: str) -> Node:
        """What stands below these keys, a node without a value where nothing does."""
        node = self
        for key in keys:
            node = node.entries().get(key, Node(None, node.line))
        return node

    def entries(self) -> dict[str, Node]:
        """Those of a mapping."""
        held: object = self.value
        return cast("dict[str, Node]", held) if isinstance(held, dict) else {}

    def items(self) -> list[Node]:
        """Those of a list."""
        held: object = self.value
        return cast("list[Node]", held) if isinstance(held, list) else []


def openapi_blocks(text: str, line: int, *, fixed: bool = False) -> list[Block] | None:
    """The blocks of an OpenAPI document whose first line is `line`; None where it is none or cannot be read."""
    root = loaded(text, line, fixed=fixed) if _IS_OPENAPI.match(text) else None
    return list(_Schema(root).blocks()) if root is not None else None


def loaded(text: str, line: int, *, fixed: bool = False) -> Node | None:
    """YAML or JSON whose first line is `line`, each value with its line; None where it cannot be read."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return _plain(node, line, 0, fixed)


def _plain(node: yaml.Node | None, line: int, depth: int, fixed: bool) -> Node | None:
    if node is None or depth > _DEEPEST * 2:
        return None
    at = line if fixed else line + node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        made: dict[str, Node] = {}
        for key, value in node.value:
            inner = _plain(value, line, depth + 1, fixed)
            if inner is not None and isinstance(key, yaml.ScalarNode):
                made[str(key.value)] = Node(inner.value, line if fixed else line + key.start_mark.line)
        return Node(made, at)
    if isinstance(node, yaml.SequenceNode):
        found = (_plain(each, line, depth + 1, fixed) for each in node.value)
        return Node([each for each in found if each is not None], at)
    return Node(node.value, at)


class _Schema:
    def __init__(self, root: Node) -> None:
        self.root = root
        self.path: list[str] = []

    def blocks(self) -> Iterator[Block]:
        """Each path with its request, then its answers."""
        for server in self.root.get("servers").items():
            yield _prose(f"{server.get('url').value or ''} {server.get('description').value or ''}", server.line)
        for path, item in self.root.get("paths").entries().items():
            for method, operation in item.entries().items():
                if method in ("get", "post", "put", "delete"):
                    yield _prose(f"{method.upper()} {path}", item.line)
                    yield from self._said(operation)
                    yield from self._contents(operation.get("requestBody"))
                    answers = operation.get("responses")
                    if answers.value:
                        yield Block(kind="heading", text=passage("Response", answers.line), level=3)
                        for answer in answers.entries().values():
                            yield from self._contents(answer)

    def _contents(self, body: Node) -> Iterator[Block]:
        for content in self._resolved(body).get("content").entries().values():
            yield from self._object(content.get("schema"), 0)

    def _resolved(self, node: Node) -> Node:
        for _ in range(_DEEPEST):
            name = node.get("$ref").value
            if not isinstance(name, str) or not name.startswith("#/"):
                break
            node = self.root.get(*name[2:].split("/"))
        return node

    def _object(self, node: Node, depth: int) -> Iterator[Block]:
        node = self._resolved(node)
        if depth > _DEEPEST:
            return
        required = {str(each.value) for each in node.get("required").items()}
        for name, field in node.get("properties").entries().items():
            yield from self._field(name, field, name in required, depth)
        for key in ("oneOf", "anyOf", "allOf"):
            for each in node.get(key).items():
                yield from self._object(each, depth + 1)
        if node.get("items").value is not None:
            yield from self._object(node.get("items"), depth + 1)

    def _field(self, name: str, field: Node, required: bool, depth: int) -> Iterator[Block]:
        line = field.line
        node = self._resolved(field)
        kind = node.get("type").value or ("object" if node.get("properties").value else "string")
        told = passage(f"{kind} ({'required' if required else 'optional'})", node.get("type").line)
        yield Block(kind="prose", text=joined((passage(name, line), told)))
        enum = [str(each.value) for each in node.get("enum").items()]
        if enum:
            yield _prose(f"enum: {', '.join(enum)}", node.get("enum").line)
        low, high = node.get("minimum"), node.get("maximum")
        if low.value is not None and high.value is not None:
            yield _prose(f"range: [{low.value}, {high.value}]", high.line)
        least, most = node.get("minItems"), node.get("maxItems")
        if most.value is not None:
            yield _prose(
                f"{least.value or 0}-{most.value} images"
                if "image" in name
                else f"items: {least.value or 0}-{most.value}",
                most.line,
            )
        for key, words in (("default", "default: {}"), ("maxLength", "at most {} characters"), ("const", "must be {}")):
            if not isinstance(node.get(key).value, None | dict | list):
                yield _prose(words.format(node.get(key).value), node.get(key).line)
        yield from self._said(node)
        yield from self._object(node, depth + 1)

    def _said(self, node: Node) -> Iterator[Block]:
        for key in _SAID:
            said = node.get(key)
            if isinstance(said.value, str):
                yield from (_prose(line, said.line) for line in said.value.split("\n") if line.strip())


def _prose(text: str, line: int) -> Block:
    return Block(kind="prose", text=unified(plain(passage(text.strip(), line))))
