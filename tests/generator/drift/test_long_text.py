"""A document takes time in proportion to its length, whatever it repeats: documents come from elsewhere."""

from __future__ import annotations

import gc
import math
import time
from pathlib import Path

import pytest

from generator.drift.editions import Reviewed, page_of
from generator.drift.judge import judge
from tests.generator.drift.reading import HERE, document, first, specs

SHORT, TIMES = 3_000, 4
MOST = 2.2 * TIMES
"""What a text of TIMES the length may take of the short one's time: quadratic would be TIMES * TIMES."""
FENCE = "```\n"
TABLE = "| Parameter | Default | Description |\n|---|---|---|\n"
ONE_LINE = " ".join((HERE / "documents" / "guide.md").read_text("utf-8").split())

REPEATED = (
    "a", "1", "(", ")", "[", "`", "|", "<", "<!--", "。",
    "!? ", "1. ", "12 - ", "漢", "图", "像素", "seq", "\n", " ", "\\",
    "wan9.1-image ", "qwen-image-nine, ", "wan9.1-image (1-3 images), ",
    "wan9.1-image/plus/", "wan9.7-video ", "wan-",
    "1K ", "3 MB ", "1-3 images ", "最多3张",
    "1-3 images (vs wan9.1-image 5) ", "valid for 24 hours ", "$1 ", "$1 image ",
    "PNG (", "(no alpha", "common ", "111,", "1:", "1*", "a_", "a-", "/-", "x.", "as ", "cn-beijing ", "(n=true ",
    "does not support n ", "async only ", "/api/v1/services/a/b ",
    "https://a.example/ ", "/services/a", "a/a endpoint ",
    "| a | b |\n", "|a|b|\n|---|---|\n", "- x\n  - y\n",
    "# a\n", "# wan9.1-image\n", "# #", "curl -X POST\n", FENCE, "> ",
    ONE_LINE,
)  # fmt: skip
WITHIN = (
    (TABLE, "| n | 1 | Images: 1–3. |\n"),
    (TABLE, "| n | a(b "), ("| Ratio | Size |\n|---|---|\n", "| 3:2 | 1536*1024 |\n"),
    ("| a | b | | --- | --- | ", "| c | d | "),
    ("| Scenario | Recommended model |\n|---|---|\n", "| x | wan9.1-image |\n"),
    ("|a|\n", " "), (FENCE, "{"), (FENCE + "{", "\\\""),
    (FENCE + "{", " 'a"), (FENCE, '{"model": '), (FENCE, "{} \"model\": "),
    (FENCE, '{"model": "wan9.1-image", "input": {"prompt": "x"}}\n'), (FENCE, "ImageSynthesis.call(model="),
    (FENCE + '{"model": "wan9.1-image", "input": ', "["), (FENCE + '{"model": "wan9.1-image", "n": ', "1"),
    (FENCE, "https://a.example/ "),
)  # fmt: skip
PAGES = (
    ("", "<!--"), ("", "<![CDATA["), ("", "<![x"), ("", "<?"),
    ("", "<"), ("", "<a"), ("", "</"), ("", "&"), ("", "&#1"),
    ("", "<p>a</p>"), ("", "<div>"), ("", "<table>"),
    ("", "<svg>"), ("<a ", 'b="'), ("<a ", "b "), ("<script>", "</"),
    ("<table><tr>", "<td>a</td>"), ("<table>", "<tr><td>a</td></tr>"), ("<pre>", "<br>"),
    ("<table>", "<tr><td rowspan=50 colspan=50>a</td></tr>"),
)  # fmt: skip


def seconds(name: str, text: str, folder: Path) -> float:
    """The CPU time of a reading."""
    (folder / name).write_text(text, "utf-8")
    gc.disable()  # its rounds go over whatever else the process holds
    try:
        begun = time.process_time()
        judge(specs(), document(name, (folder / name).read_text("utf-8")), Reviewed(folder), "book")
        return time.process_time() - begun
    finally:
        gc.enable()


def held(name: str, before: str, piece: str, folder: Path) -> None:
    """Measure until it holds, a few times at most: what a busy machine adds is not always there."""
    times = SHORT // len(piece) + 1
    few = many = math.inf
    for _ in range(8):
        few = min(few, seconds(name, before + piece * times, folder))
        many = min(many, seconds(name, before + piece * times * TIMES, folder))
        if many < MOST * max(few, 0.005):
            return
    raise AssertionError((few, many))


@pytest.mark.parametrize("piece", REPEATED, ids=lambda piece: repr(piece[:20]))
def test_what_is_repeated_is_read_in_linear_time(piece: str, tmp_path: Path) -> None:
    held("guide.md", "# wan9.1-image\n\n", piece, tmp_path)


@pytest.mark.parametrize(("before", "piece"), WITHIN, ids=lambda text: repr(text[-20:]))
def test_tables_and_code_are_read_in_linear_time(before: str, piece: str, tmp_path: Path) -> None:
    held("guide.md", before, piece, tmp_path)


@pytest.mark.parametrize(("before", "piece"), PAGES, ids=lambda text: repr(text[-20:]))
@pytest.mark.parametrize("end", ["", ">"], ids=["open", "closed"])
def test_pages_are_read_in_linear_time(before: str, piece: str, end: str, tmp_path: Path) -> None:
    held("page.html", f"<html>{before}", piece + end, tmp_path)


@pytest.mark.parametrize("piece", ["()", "( )", "(a)", "(", ")", "and ", "series ", "系列", "和,", "(and)"])
def test_what_stands_between_two_names_is_read_in_linear_time(piece: str, tmp_path: Path) -> None:
    held("guide.md", "# qwen-image-nine\n\nqwen-image-nine ", f"{piece * 20} x qwen-image-nine: images 1–3\n", tmp_path)


def test_many_unknown_parameters_of_one_request(tmp_path: Path) -> None:
    def request(count: int) -> str:
        given = ", ".join(f'"p{number}": {number}' for number in range(count))
        return f'{FENCE}{{"model": "wan9.1-image", "input": {{"prompt": "x"}}, "parameters": {{{given}}}}}\n'

    few, many = (seconds("guide.md", request(count), tmp_path) for count in (300, 300 * TIMES))
    assert many < MOST * max(few, 0.005), (few, many)


def test_a_paragraph_of_any_length_is_read_to_its_end(tmp_path: Path) -> None:
    """It is read in pieces, each place that of the document."""
    said = "# wan9.1-image\n\n" + "All is well. " * 1_000 + "Prompts: 3,100 characters. qwen-image-nine takes 9 images."
    drift = first("guide.md", said, "book")
    limit = next(one for one in drift.news if "prompt.max_characters" in one.about)
    assert (limit.place.line, limit.place.column) == (3, 13_000 + 10)


@pytest.mark.parametrize(
    "text", ["1" * 6_000, '{"model": ' + "[" * 3_000, '{"model": 1, [1]: 2}', "ImageSynthesis.call(model=\0)"]
)
def test_what_cannot_be_read_is_no_fault(text: str) -> None:
    drift = first("guide.md", FENCE + text + "\n```\n" + text, "book")
    assert all(one.kind == "new" for one in drift.findings)


def test_a_section_that_the_parser_does_not_know_is_text() -> None:
    drift = first("page.html", "<html><![x[a]]><![]><h1>wan9.1-image</h1><p>Up to 9 reference images.</p>", "site")
    assert [one.about for one in drift.news] == ["wan9.1-image edit images.count"]


def test_a_review_of_a_long_document_is_compared_in_linear_time() -> None:
    text = (HERE / "documents" / "guide.md").read_text("utf-8")
    times: list[float] = []
    for count in (4, 16):
        whole = "\n".join(text.replace("24 hours", f"{number} hours") for number in range(count))
        drift = first("guide.md", whole, "book")
        reviewed = Reviewed.of([page_of(drift.read, "book", "2026-11-01", None)])
        begun = time.process_time()
        judge(specs(), drift.document, reviewed)
        times.append(time.process_time() - begun)
    assert times[1] < MOST * max(times[0], 0.01), times
