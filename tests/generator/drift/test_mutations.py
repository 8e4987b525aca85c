"""Documents of our own, as they are and with one thing changed: no false news, and every change at its line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.drift.drift import Drift, Specs
from generator.drift.passage import Document
from generator.drift.reading import read_document
from generator.pipeline import planned

HERE = Path(__file__).parent
SOURCES = {"guide.md": "book", "lost.txt": "copy", "page.html": "site"}


@cache
def specs() -> Specs:
    return Specs(planned(HERE / "specs"))


def read(name: str, text: str, folder: Path) -> Document:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_document(path, name)


def held(name: str, text: str, folder: Path) -> Drift:
    return specs().drift(read(name, text, folder), SOURCES[name])


@pytest.mark.parametrize("name", SOURCES)
def test_no_false_news(name: str) -> None:
    drift = specs().drift(read_document(HERE / "documents" / name, name))
    assert [
        (one.place.line, one.about, one.said) for one in drift.findings if one.kind not in ("agrees", "known")
    ] == []
    assert drift.source == SOURCES[name]
    assert drift.count("agrees") >= 25
    assert drift.count("known") >= 1


class Change(NamedTuple):
    """One edit of a document and what has to come of it; `at` is on the line to be named, `new` where it is None."""

    name: str
    old: str
    new: str
    kind: str
    about: str
    at: str | None = None


G, L, H = SOURCES
PARAMETERS = "| Parameter | Default | Description |"
CHANGES = (
    # ranges
    Change(G, "Non-sequential: 1–5. Sequential", "Non-sequential: 1–8. Sequential", "differs", "n.range"),
    Change(G, "Sequential: 1–10. |", "Sequential: 1–16. |", "differs", "sequence n.range"),
    Change(G, "| Images: 1–3. |", "| Images: 1–6. |", "differs", "qwen-image-nine generate n.range"),
    Change(G, "Range: [0, 99999]", "Range: [0, 123456]", "differs", "seed.range"),
    Change(G, "2048\\*2048], aspect", "4096\\*4096], aspect", "differs", "size.pixels"),
    Change(G, "aspect ratio [1:6, 6:1]", "aspect ratio [1:8, 8:1]", "differs", "size.aspect"),
    Change(L, "Non-sequential: 1–5. Sequential", "Non-sequential: 1–4. Sequential", "differs", "n.range"),
    Change(L, "[768768, 20482048]", "[768768, 40964096]", "differs", "size.pixels"),
    Change(L, "| Images: 1–3. |", "| Images: 1–2. |", "differs", "n.range"),
    Change(H, "取值范围：1～5", "取值范围：1～6", "differs", "n.range"),
    Change(H, "[0,&nbsp;99999]", "[0,&nbsp;100]", "differs", "seed.range"),
    Change(H, "[768*768, 2048*2048]", "[512*512, 2048*2048]", "differs", "size.pixels"),
    # defaults
    Change(G, "| `size` | `2K` |", "| `size` | `1K` |", "differs", "size.default"),
    Change(G, "| 5 (non-seq) /", "| 3 (non-seq) /", "differs", "n.default"),
    Change(G, "/ 10 (seq) |", "/ 8 (seq) |", "differs", "sequence n.default"),
    Change(G, "| `watermark` | false |", "| `watermark` | true |", "differs", "watermark.default"),
    Change(G, "| `size` | `1664*928` |", "| `size` | `1328*1328` |", "differs", "size.default"),
    Change(L, "| prompt_extend | true |", "| prompt_extend | false |", "differs", "prompt_extend.default"),
    Change(L, "| size | 10241024 |", "| size | 12801280 |", "differs", "z-image-mini generate size.default"),
    Change(L, "| size | 13281328 |", "| size | 1664*928 |", "differs", "size.default"),
    Change(H, "<td>integer</td><td>1</td>", "<td>integer</td><td>3</td>", "differs", "n.default"),
    Change(H, "<td>false</td>", "<td>true</td>", "differs", "watermark.default"),
    # limits
    Change(G, "Max 400 characters", "Max 800 characters", "differs", "negative_prompt.max_characters"),
    Change(G, "15MB per image", "20MB per image", "differs", "images.max_megabytes"),
    Change(G, "300–7000px", "240–8000px", "differs", "images.sides"),
    Change(G, "- Max 6 images per request", "- Max 9 images per request", "differs", "images.count"),
    Change(G, "PNG (no alpha), BMP, WEBP", "PNG (no alpha), BMP, WEBP, TIFF", "differs", "images.formats"),
    Change(G, "PNG (no alpha), BMP", "PNG (alpha ignored), BMP", "differs", "images.alpha"),
    Change(L, "≤8MB", "≤12MB", "differs", "images.max_megabytes"),
    Change(L, "≤8MB", "≤15MB", "differs", "images.max_megabytes"),
    Change(H, "不超过 15MB", "不超过 30MB", "differs", "images.max_megabytes"),
    Change(H, "[300, 7000] 像素", "[300, 9000] 像素", "differs", "images.sides"),
    # prose
    Change(G, "draw, edit (0–6 references)", "draw, edit (0–9 references)", "differs", "images.count"),
    Change(G, "a sequence of 1–10 images", "a sequence of 1–12 images", "differs", "n.range"),
    Change(G, "(2–7 colors)", "(2–9 colors)", "differs", "color_palette.colors"),
    Change(G, "Maximum 3,000 characters", "Maximum 3,500 characters", "differs", "wan9.1-image generate prompt.max"),
    Change(G, "3,000 characters for wan9.1-image, 700", "3,000 characters for wan9.1-image, 900",
           "differs", "nine generate prompt"),
    Change(G, "task_id is valid for 24 hours", "task_id is valid for 48 hours", "differs", "lifetime:task"),
    Change(G, "only 24 hours", "only 12 hours", "differs", "lifetime:result_url"),
    Change(G, "(every 12s)", "(every 30s)", "differs", "poll"),
    Change(G, "| 3 fixed resolutions", "| 5 fixed resolutions", "differs", "size.sizes"),
    Change(G, "takes max 6 reference images", "takes max 4 reference images", "differs", "images.count"),
    Change(G, "supports up to 3 (vs", "supports up to 4 (vs", "differs", "qwen-image-nine generate n.range"),
    Change(G, "(vs wan9.1-image's 5)", "(vs wan9.1-image's 7)", "differs", "wan9.1-image generate n.range"),
    Change(G, "max 2K resolution", "max 4K resolution", "differs", "size.largest"),
    Change(G, "does not support `seed`", "does not support `n`", "differs", "n.supported"),
    Change(G, "qwen-image-nine is async only", "qwen-image-nine is sync only", "differs", "protocols"),
    Change(G, "(`ap-southeast-1`) only", "(`cn-beijing`) only", "differs", "regions"),
    Change(G, "adds 3–5 seconds", "adds 3–9 seconds", "differs", "prompt_extend.seconds"),
    Change(L, "- Sync-only.", "- Async-only.", "differs", "protocols"),
    Change(L, "700 characters for", "750 characters for", "differs", "prompt.max_characters"),
    Change(H, "最多传入 6 张", "最多传入 8 张", "differs", "images.count"),
    Change(H, "仅支持同步", "仅支持异步", "differs", "protocols"),
    Change(H, "有效期为 24 小时", "有效期为 48 小时", "differs", "lifetime:result_url"),
    # addresses and examples
    Change(G, "**Sync**: `POST /api/v1/services/aigc/multimodal-generation/generation`",
           "**Sync**: `POST /api/v1/services/aigc/multimodal-generation/generate-next`", "new", "endpoint"),
    Change(G, "**Endpoint**: `POST /api/v1/services/aigc/text2image/image-synthesis`",
           "**Endpoint**: `POST /api/v1/services/aigc/multimodal-generation/generation`", "differs", "route"),
    Change(G, 'https://dashscope-intl.example.com/api/v1"', 'https://dashscope-eu.example.com/api/v1"', "new", "host"),
    Change(G, 'https://dashscope-intl.example.com/api/v1"', 'https://dashscope.example.com/api/v1"', "differs", "host"),
    Change(G, '"parameters": {"size": "4K", "n": 2,', '"parameters": {"size": "4K", "n": 9,',
           "differs", "parameters.n"),
    Change(G, '"parameters": {"n": 1}', '"parameters": {"n": 1, "strength": 3}', "new", "parameter"),
    Change(G, 'size="1664*928",', 'size="1328*1328",', "differs", "size"),
    Change(L, "-H 'X-DashScope-Async: enable' \\\n", "", "differs", "headers", at="-X POST 'https"),
    Change(H, '"n": 2, "seed"', '"n": 7, "seed"', "differs", "parameters.n"),
    Change(H, '"model"</span>: "wan9.1-image"', '"model"</span>: "wan9.2-image"', "new", "model"),
    # rows of sizes
    Change(G, "| 3:2 | 1536×1024 |", "| 3:2 | 1440×960 |", "differs", "size.ratio:3:2"),
    Change(G, "| 2:3 | 1024×1536 |\n", "| 2:3 | 1024×1536 |\n| 21:9 | 1792×768 |\n",
           "new", "size.ratio:21:9", at="21:9"),
    Change(G, "| 9:16 | 928×1664 |\n", "", "gone", "size.ratio:9:16", at="Aspect ratio"),
    Change(L, "| 3:2 | 15361024 |", "| 3:2 | 14401024 |", "differs", "size.ratio:3:2"),
    Change(L, "Common: 10241024, 1280720", "Common: 10241024, 1536864", "new", "size.sizes"),
    Change(H, "<td>1536*1024</td>", "<td>1600*1024</td>", "differs", "size.ratio:3:2"),
    # models and parameters
    Change(G, "| Quick sketches | `z-image-mini`", "| Quick sketches | `z-image-nano`", "new", "model"),
    Change(G, "is async only; wan9.1-image supports", "is async only; wan9.3-video supports", "new", "model"),
    Change(H, "<td>wan9.1-image-pro</td>", "<td>wan9.1-image-pro-2026-04-01</td>", "new", "model"),
    Change(G, "| `seed` | random |", "| `style` | auto | How it looks. |\n| `seed` | random |",
           "new", "style.supported", at="`style`"),
    Change(L, "| watermark | false | Adds", "| strength | 3 | 1–9. |\n| watermark | false | Adds",
           "new", "strength", at="strength"),
    Change(H, "<td><code>seed</code></td>", "<td><code>guidance</code></td>", "new", "guidance.supported"),
    Change(G, "| `watermark` | false | Adds a mark. |\n", "", "gone", "watermark.supported", at="Parameter"),
    Change(L, "| n | 1 | Images: 1–3. |\n", "", "gone", "n.supported", at="Then ask for the task"),
    Change(H, "<tr><td><code>watermark</code></td><td>boolean</td><td>false</td><td>水印。</td></tr>\n", "", "gone",
           "watermark.supported", at="<th>参数</th>"),
    Change(G, "| Posters of fixed sizes | `qwen-image-nine`", "| Posters of fixed sizes | `wan9.1-image`",
           "differs", "use"),
    # prices
    Change(G, "$0.08/image", "$0.09/image", "differs", "price:ap-southeast-1:USD"),
    Change(L, "$0.04/image", "$0.05/image", "differs", "wan9.1-image price"),
    Change(H, "0.55 元/张", "0.65 元/张", "differs", "wan9.1-image-pro price:cn-beijing:CNY"),
)  # fmt: skip


def expected_line(change: Change, before: str, after: str) -> int:
    """The line that holds `at`, the one nearest above or at the change; of the change itself where there is none."""
    place = before.index(change.old)
    lines = after[: place + len(change.new)].splitlines() or [""]
    if change.at is None:
        same = next((n for n, (a, b) in enumerate(zip(change.old, change.new, strict=False)) if a != b), 0)
        return after[: place + same].count("\n") + 1
    return max(number for number, line in enumerate(lines, 1) if change.at in line)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.name}-{change.new[:30]}")
def test_a_change_is_reported_at_its_line(change: Change, tmp_path: Path) -> None:
    before = (HERE / "documents" / change.name).read_text("utf-8")
    assert before.count(change.old) >= 1
    after = before.replace(change.old, change.new, 1)
    line = expected_line(change, before, after)
    news = held(change.name, after, tmp_path).news
    found = [(one.kind, one.about) for one in news if one.place.line == line]
    assert any(kind == change.kind and change.about in about for kind, about in found), (
        line,
        [(one.place.line, one.kind, one.about, one.said) for one in news],
    )


def test_there_are_enough_changes() -> None:
    assert len(CHANGES) >= 40
    assert {change.kind for change in CHANGES} == {"differs", "new", "gone"}
    assert {change.name for change in CHANGES} == set(SOURCES)


def test_a_lost_asterisk_is_no_news(tmp_path: Path) -> None:
    before = (HERE / "documents" / G).read_text("utf-8")
    after = before.replace("\\*", "").replace("`1664*928`", "`1664928`").replace("1536×1024", "15361024")
    assert after != before
    assert held(G, after, tmp_path).news == ()
