"""Parameter tables: which tables are some, which columns they have, and the rows one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.drift.cells import PAYLOAD, Cells, Row
from generator.drift.claims import Claim
from generator.drift.subject import Context, modes_in

_NAME = re.compile(r"[\W_]{0,20}(?:(?:input|parameters)\s*[.>/]\s*)?([a-z][a-z0-9_]*)(?![A-Za-z0-9./-])")
_IS_NAME = re.compile(
    r"^(?:\w+\s*)?(?:parameter|param|name|field|argument|property|参数|参数名|参数名称|字段|名称|属性)s?$",
    re.IGNORECASE,
)
_IS_DEFAULT = re.compile(r"default|默认", re.IGNORECASE)


def is_parameter_table(context: Context, rows: tuple[Row, ...]) -> bool:
    """Whether the rows are parameters: by the header, or because most first cells name one."""
    names = [name_of(row) for row in rows[1:]]
    known = sum(name in context.kinds or name in PAYLOAD for name in names)
    titled = bool(_IS_NAME.match(rows[0][0].text.strip(" *`")))
    return bool(names) and (known * 2 >= len(names) or (titled and known > 0))


def name_of(row: Row) -> str:
    """The parameter that a row is about, "" where its first cell holds no name."""
    found = _NAME.match(row[0].clean.text)
    return found[1] if found else ""


def row_claims(context: Context, header: Row, row: Row, models: tuple[str, ...]) -> Iterator[Claim]:
    """What a row says about the parameter of these models."""
    cells = Cells(context, name_of(row), models)
    if not cells.name:
        return
    if cells.name not in PAYLOAD:
        claim = cells.claim(row[0], f"{cells.name}.supported", (True,), said=cells.name, sure=True)
        yield replace(claim, row="|".join(cell.clean.text.strip() for cell in row))
    if cells.name not in context.kinds and cells.name not in PAYLOAD:
        return  # what is said of an unknown parameter is about nothing that the specs hold
    has_default = False
    for title, cell in zip(header[1:], row[1:], strict=False):
        modes = modes_in(title.clean.text)
        if _IS_DEFAULT.search(title.text):
            has_default = True
            yield from cells.default(cell)
        elif modes:
            yield from cells.of_mode(cell, modes)
        else:
            yield from cells.described(cell, frozenset())
    if not has_default:
        for cell in row[1:]:
            yield from cells.said_default(cell)
