"""Edits of the documents: those that change a fact, and those that change none."""

from __future__ import annotations

from typing import NamedTuple


class Edit(NamedTuple):
    """One edit, what has to come of it, and a part of the line where, if not on that of the edit."""

    name: str
    old: str
    new: str
    about: str
    kind: str = "differs"
    model: str = ""
    at: str = ""


R, C, A, P = "reference.zh.md", "cells.md", "openapi.md", "prices.md"
J = "catalogue.json"
WAN = "wan9.1-image"

EDITS = (
    # ranges and counts
    Edit(R, "取值范围 1-5", "取值范围 1-6", "n.range", model=WAN),
    Edit(R, "取值范围 1-10", "取值范围 1-12", "sequence n.range", model=WAN),
    Edit(R, "`[0,99999]`", "`[0,2147483647]`", "seed.range", model=WAN),
    Edit(R, "必须传入1-6张图片", "必须传入1-9张图片", "images.count", model=WAN),
    Edit(R, "需要包含 2 至 7 种颜色", "需要包含 2 至 9 种颜色", "color_palette.colors", model=WAN),
    Edit(C, "from 1 to 3. The default", "from 1 to 4. The default", "n.range", model="qwen-image-nine"),
    Edit(C, "| 1 | Images: 1-3. |", "| 1 | Images: 1-6. |", "n.range", model="qwen-image-nine"),
    Edit(A, "maximum: 99999", "maximum: 100000", "seed.range", model="z-image-mini"),
    # sizes and ratios
    Edit(R, "4096\\*4096\\] 之间", "3072\\*3072\\] 之间", "size.pixels", model="wan9.1-image-pro"),
    Edit(R, "wan9.1-image：总像素在 \\[768\\*768", "wan9.1-image：总像素在 \\[512\\*512", "size.pixels", model=WAN),
    Edit(
        R,
        "文生图的总像素在 \\[768\\*768, 4096\\*4096\\] 之间，宽高比范围为 \\[1:6, 6:1\\]",
        "文生图的总像素在 \\[768\\*768, 4096\\*4096\\] 之间，宽高比范围为 \\[1:8, 8:1\\]",
        "size.aspect",
        model="wan9.1-image-pro",
    ),
    Edit(R, "3:2：1536\\*1024", "3:2：1620\\*1080", "size.ratio:3:2", model=WAN),
    Edit(
        R,
        "-   2:3：1024\\*1536\n",
        "-   2:3：1024\\*1536\n    \n-   21:9：1792\\*768\n",
        "size.ratio:21:9",
        "new",
        WAN,
        "21:9",
    ),
    Edit(C, "1:1: 1328\\*1328", "1:1: 1440\\*1440", "size.ratio:1:1", model="qwen-image-nine"),
    Edit(A, "512*512 to 2048*2048", "512*512 to 1536*1536", "size.pixels", model="z-image-mini"),
    Edit(R, "快速版，最高2K分辨率", "快速版，最高4K分辨率", "size.largest", model=WAN),
    # lengths, formats, files
    Edit(R, "长度不超过3000个字符", "长度不超过5000个字符", "prompt.max_characters", model=WAN),
    Edit(R, "长度不超过400个字符", "长度不超过500个字符", "negative_prompt.max_characters", model=WAN),
    Edit(C, "At most 700 characters", "At most 800 characters", "prompt.max_characters", model="qwen-image-nine"),
    Edit(A, "maxLength: 600", "maxLength: 800", "prompt.max_characters", model="z-image-mini"),
    Edit(R, "不支持透明通道）、BMP、WEBP。", "不支持透明通道）、BMP、WEBP、TIFF。", "images.formats", model=WAN),
    Edit(R, "\\[300, 7000\\]像素", "\\[240, 8000\\]像素", "images.sides", model=WAN),
    Edit(R, "不超过15MB", "不超过20MB", "images.max_megabytes", model=WAN),
    Edit(R, "不超过15MB", "不超过15KB", "images.max_megabytes", model=WAN),
    Edit(R, "不超过15MB", "不超过8MB", "images.max_megabytes", model=WAN),  # what the specs know of another document
    # defaults
    Edit(R, "**默认为 5**", "**默认为 4**", "n.default", model=WAN),
    Edit(R, "默认值为`2K`", "默认值为`1K`", "size.default", model=WAN),
    Edit(
        R,
        "-   false：默认值，不添加水印。\n    \n-   true：添加水印。",
        "-   false：不添加水印。\n    \n-   true：默认值，添加水印。",
        "watermark.default",
        model=WAN,
        at="true：默认值，添加",
    ),
    Edit(
        C, "The default value is `1664*928`", "The default value is `928*1664`", "size.default", model="qwen-image-nine"
    ),
    Edit(
        C,
        "3 to 5 seconds. Default: true.",
        "3 to 5 seconds. Default: false.",
        "prompt_extend.default",
        model="qwen-image-nine",
    ),
    Edit(C, "| boolean | No | true |", "| boolean | No | false |", "prompt_extend.default", model="qwen-image-nine"),
    Edit(A, "default: 1024*1024", "default: 1280*1280", "size.default", model="z-image-mini"),
    # whether it must be given, and types
    Edit(R, "**seed** `_integer_` （可选）", "**seed** `_integer_` **（必选）**", "seed.required", model=WAN),
    Edit(R, "**seed** `_integer_` （可选）", "**seed** `_string_` （可选）", "seed.type", model=WAN),
    Edit(C, "| n | integer | No |", "| n | integer | Yes |", "n.required", model="qwen-image-nine"),
    # parameters and models
    Edit(
        R,
        "**seed** `_integer_` （可选）\n",
        "**style\\_strength** `_float_` （可选）\n\n风格强度。\n\n**seed** `_integer_` （可选）\n",
        "style_strength.supported",
        "new",
        WAN,
        "style\\_strength",
    ),
    Edit(
        R,
        "**watermark** `_bool_` （可选）\n\n是否添加水印标识。\n\n"
        "-   false：默认值，不添加水印。\n    \n-   true：添加水印。\n    \n\n",
        "",
        "watermark.supported",
        "gone",
        WAN,
        "**seed**",
    ),
    Edit(
        R,
        "可选值：`wan9.1-image-pro`、`wan9.1-image`。",
        "可选值：`wan9.1-image-pro`、`wan9.1-image`、`wan9.1-image-max`。",
        "model",
        "new",
    ),
    Edit(R, '"model": "wan9.1-image-pro"', '"model": "wan9.2-image-pro"', "model", "new"),
    Edit(
        C,
        "**prompt\\_extend**`boolean` (optional)",
        "**seed**`integer` (optional)<br>Same again.<br>**prompt\\_extend**`boolean` (optional)",
        "seed.supported",
        "new",
        "qwen-image-nine",
    ),
    Edit(
        A,
        "            seed:\n              type: integer\n",
        "            steps:\n              type: integer\n            seed:\n              type: integer\n",
        "steps.supported",
        "new",
        "z-image-mini",
        "steps:",
    ),
    # abilities, both ways
    Edit(R, "仅支持同步调用，不支持异步调用", "支持同步调用，也支持异步调用", "protocols", model=WAN),
    Edit(C, "does not support synchronous calls", "supports synchronous calls", "protocols", model="qwen-image-nine"),
    Edit(
        C,
        "It does not support `negative_prompt`",
        "It supports `negative_prompt`",
        "negative_prompt.supported",
        "new",
        "qwen-image-nine",
    ),
    Edit(
        R,
        "wan9.1-image 不支持 prompt\\_extend",
        "wan9.1-image 不支持 negative\\_prompt",
        "negative_prompt.supported",
        model=WAN,
    ),
    # lifetimes, addresses, answers
    Edit(R, "**链接有效期为24小时**", "**链接有效期为12小时**", "lifetime:result_url"),
    Edit(C, "the URL is valid for 24 hours", "the URL is valid for 7 days", "lifetime:result_url"),
    Edit(C, "A task\\_id is valid for 24 hours", "A task\\_id is valid for 24 minutes", "lifetime:task"),
    Edit(
        R,
        "`POST https://dashscope-intl.example.com/api/v1/services",
        "`POST https://dashscope-tokyo.example.com/api/v1/services",
        "host",
        "new",
    ),
    Edit(
        C,
        "`POST https://dashscope.example.com/api/v1/services/aigc/text2image/image-synthesis`",
        "`POST https://dashscope.example.com/api/v1/services/aigc/text2image/draw`",
        "endpoint",
        "new",
    ),
    Edit(
        C,
        "`output.results[0].url`",
        "`output.choices[0].message.content[0].image`",
        "results.images",
        model="qwen-image-nine",
    ),
    Edit(
        R,
        '"content": [{"image": "https://result',
        '"content": [{"picture_url": "https://result',
        "answer image",
        model=WAN,
    ),
    # answers in code
    Edit(R, '        "n": 2,', '        "n": 8,', "n.range", model="wan9.1-image-pro"),
    Edit(
        R,
        '        "watermark": false\n',
        '        "watermark": false,\n        "glow": 3\n',
        "glow.supported",
        "new",
        "wan9.1-image-pro",
        '"glow"',
    ),
    # prices, limits, retirement
    Edit(P, "0.55元/张", "0.65元/张", "price:cn-beijing:CNY", model="wan9.1-image-pro"),
    Edit(P, "| wan9.1-image | $0.04/image |", "| wan9.1-image | $0.05/image |", "price:ap-southeast-1:USD", model=WAN),
    Edit(P, "| z-image-mini | 2 | 4 |", "| z-image-mini | 5 | 4 |", "rate.submit", model="z-image-mini"),
    Edit(P, "| z-image-mini | 2 | 4 |", "| z-image-mini | 2 | 8 |", "rate.concurrent", model="z-image-mini"),
    Edit(P, "2026-12-01", "2027-03-01", "retires", model="qwen-image-nine"),
    Edit(P, "建议改用 wan9.1-image |", "建议改用 z-image-mini |", "replacement", model="qwen-image-nine"),
    Edit(
        P,
        "| qwen-image-nine | 2026-12-01 | 建议改用 wan9.1-image |\n",
        "| qwen-image-nine | 2026-12-01 | 建议改用 wan9.1-image |\n"
        "| z-image-mini | 2027-01-15 | 建议改用 wan9.1-image |\n",
        "retires",
        "new",
        "z-image-mini",
        "2027-01-15",
    ),
    Edit(P, "z-image-mini\n\n2\n\n4\n", "z-image-mini\n\n3\n\n4\n", "rate.submit", model="z-image-mini"),
    Edit(P, "z-image-mini\n\n2\n\n4\n", "z-image-mini\n\n2\n\n6\n", "rate.concurrent", model="z-image-mini"),
    Edit(P, "0.55元/张", "0.650元/张", "price:cn-beijing:CNY", model="wan9.1-image-pro"),
    # the catalogue
    Edit(J, '"price": "0.55"', '"price": "0.60"', "price:cn-beijing:CNY", model="wan9.1-image-pro"),
    Edit(J, '"count_limit": 2,', '"count_limit": 5,', "rate.submit", model="z-image-mini"),
    Edit(J, '_concurrency_limit": 4', '_concurrency_limit": 9', "rate.concurrent", model="z-image-mini"),
    Edit(J, '"2026-12-01 23', '"2027-02-01 23', "retires", model="qwen-image-nine"),
    Edit(J, '"model": "wan9.1-image",', '"model": "wan9.3-image",', "model", "new"),
    Edit(J, '\\"n\\": 2', '\\"n\\": 9', "n.range", model="wan9.1-image-pro"),
    # answers to questions that contradict a table
    Edit(
        R,
        "A：wan9.1-image 最多可传入 6 张参考图。",
        "A：wan9.1-image 最多可传入 12 张参考图。",
        "images.count",
        model=WAN,
    ),
    Edit(
        R,
        "最多可传入 6 张参考图。\n",
        "最多可传入 6 张参考图。\n\n### **Q：n 可以更大吗？**\n\nA：可以，n 最大 20。\n",
        "n.range",
        model=WAN,
        at="最大 20",
    ),
    Edit(
        R,
        "最多可传入 6 张参考图。\n",
        "最多可传入 6 张参考图。\n\n### **Q：支持 GIF 吗？**\n\nA：支持，wan9.1-image 也接受 GIF 图像。\n",
        "images.formats",
        model=WAN,
        at="也接受 GIF",
    ),
    # other words around what changed, units, one of several equal cells
    Edit(R, "**链接有效期为24小时**", "**链接有效期为24分钟**", "lifetime:result_url"),
    Edit(R, "长度不超过400个字符", "最多可以写 450 个字符", "negative_prompt.max_characters", model=WAN),
    Edit(R, "**n** `_integer_` （可选）", "**n** `_string_` （可选）", "n.type", model=WAN),
    Edit(
        A, "seed:\n              type: integer", "seed:\n              type: string", "seed.type", model="z-image-mini"
    ),
    Edit(
        C,
        "The default value is `1664*928`",
        "If you leave it out, `1328*1328` is used",
        "size.default",
        model="qwen-image-nine",
    ),
    Edit(C, "Must be qwen-image-nine.", "Must be qwen-image-nine-2026-03-01.", "model", "new", "qwen-image-nine"),
    Edit(
        P,
        "### 新加坡",
        "### 新加坡\n\nqwen-image-nine 仅支持北京。",
        "regions",
        model="qwen-image-nine",
        at="仅支持北京",
    ),
    Edit(P, "600个字符", "900个字符", "prompt.max_characters", model="z-image-mini"),
    Edit(P, "| 最多6张 |", "| 最多8张 |", "images.count", model=WAN),
    Edit(
        R,
        "最多可传入 6 张参考图。\n",
        "最多可传入 6 张参考图。\n\n### **Q：wan9.1-image 的参考图最多几张？**\n\nA：最多 8 张。\n",
        "images.count",
        model=WAN,
        at="最多 8 张",
    ),
    Edit(
        R,
        "仅支持同步调用，不支持异步调用",
        "支持同步调用；需要异步调用时，请添加请求头",
        "protocols",
        model=WAN,
    ),
    Edit(R, "PNG（不支持透明通道）", "PNG（支持透明通道）", "images.", model=WAN),
    Edit(R, '"choices": [', '"pictures": [', "answer choices", model=WAN),
)

HARMLESS = (
    (R, "细致版，文生图", "细至版，文生图"),
    (R, "## 前提条件", "## 调用之前"),
    ("guide.md", "rsp = ImageSynthesis.call(", "answer = ImageSynthesis.call("),
    (C, "# Qwen-Image Nine API reference", "# API reference of Qwen-Image Nine"),
    (R, "更新时间：2026-05-11 10:20:30", "更新时间：2026-06-30 08:00:00"),
    (R, "**链接有效期为24小时**，请", "链接有效期为24小时，请"),
    (R, "雨后的石板路和一盏纸灯", "三只在雪地里的狐狸"),
    (R, "## 模型概览", "## 一、模型总览"),
    (R, "-   图像格式", "*   图像格式"),
    (R, "-   1:1：1536\\*1536\n    \n-   3:2：1536\\*1024\n", "-   3:2：1536\\*1024\n    \n-   1:1：1536\\*1536\n"),
    (R, 'request_id": "71dfc3c6', 'request_id": "99999999'),
    (R, "](https://docs.example.com/pictures/keys)", "](https://docs.example.com/pictures/how-to-get-keys)"),
    (R, "1536\\*1536", "1536×1536"),
    (R, "模型参数配置。", "模型的参数配置。"),
    (
        C,
        "qwen-image-nine draws posters in one of three sizes, as a task.",
        "qwen-image-nine draws posters\nin one of three sizes,\nas a task.",
    ),
    (C, "Number of images, from 1 to 3.", "Number of imgaes, from 1 to 3."),
    (C, "Whether to rewrite the prompt, which", "Wheter to rewrite the prompt, which"),
    (C, "A fair on a hill", "Two boats in a storm"),
    (C, "Updated at: 2026-05-02 08:00:00", "Updated at: 2026-07-01 09:00:00"),
    (
        C,
        "| n | integer | No | 1 | Images: 1-3. |\n| prompt_extend | boolean | No | true | Rewrites the prompt. |\n",
        "| prompt_extend | boolean | No | true | Rewrites the prompt. |\n| n | integer | No | 1 | Images: 1-3. |\n",
    ),
    (C, "## Limits", "## What to know"),
    (C, "does not support synchronous calls", "does **not** support synchronous calls"),
    (A, "description: The prompt.", "description: The promt."),
    (
        P,
        "wan9.1-image-pro\n\n0.55元/张\n\n50张\n\nwan9.1-image\n\n0.25元/张\n\n50张\n",
        "wan9.1-image\n\n0.25元/张\n\n50张\n\nwan9.1-image-pro\n\n0.55元/张\n\n50张\n",
    ),
    (P, "1.2元/秒", "1.4元/秒"),
    (P, "0.25元/张", "0.250元/张"),
    (J, '"default": 1234', '"default": 4321'),
    (J, "What the maker sells.", "What is for sale."),
    ("guide.md", "A paper lantern above a still canal at dawn", "A paper lantern above a still canal at dusk"),
    ("guide.md", "### What they do", "### Abilities"),
    ("page.html", "<h2>图像限制</h2>", "<h2>关于图像的限制</h2>"),
)
