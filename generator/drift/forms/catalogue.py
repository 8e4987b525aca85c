"""The catalogue of the vendor: JSON of models with prices, limits, dates and sample calls, as a page would say them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.drift.forms.openapi import Node, loaded
from generator.drift.passage import Block, passage

_KEYS = ('"prices"', '"qpmInfo"', '"inferenceMetadata"')
_PER_IMAGE = ("image_number",)
"""Types of prices that are of one picture, whatever it is like."""


def catalogue_blocks(text: str) -> list[Block] | None:
    """The blocks of a catalogue; None where the text is none."""
    root = loaded(text, 1) if any(key in text[:8000] for key in _KEYS) else None
    items = root.get("items").items() if root is not None else []
    return [block for item in items if item.get("model").value for block in _model(item)] or None


def _model(item: Node) -> Iterator[Block]:
    yield Block(kind="heading", text=passage(str(item.get("model").value), item.get("model").line), level=2)
    for price in item.get("prices").items():
        if price.get("type").value in _PER_IMAGE:
            yield _said(price.get("price"), "服务部署范围: 中国内地, 输出单价: {}元/张")
    limits = item.get("qpmInfo", "model-default")
    if limits.get("count_limit_period").value == "1":
        yield _said(limits.get("count_limit"), "任务下发接口RPS限制: {}")
    if limits.get("async_user_concurrency_limit").value is not None:
        yield _said(limits.get("async_user_concurrency_limit"), "同时处理中任务数量: {}")
    for key in ("offlineInfo", "offlineExtendInfo"):
        if item.get(key, "offlineTime").value is not None:
            yield _said(item.get(key, "offlineTime"), "该模型计划于 {} 下线")
    for sample in item.get("samples", "dashscope").entries().values():
        if isinstance(sample.get("curl").value, str):
            yield Block(kind="code", text=passage(str(sample.get("curl").value), sample.get("curl").line))


def _said(node: Node, words: str) -> Block:
    return Block(kind="prose", text=passage(words.format(node.value), node.line))
