"""How far a request came, and what that means for the bill."""

from __future__ import annotations

from generator.site.figures.place import Place
from generator.site.figures.svg import arrow, box, drawing, figure, text

STAGES: tuple[tuple[str, str, str, tuple[str, ...], str, str], ...] = (
    (
        "checked on your machine",
        "在本机检查",
        "no",
        ("InvalidRequest", "ConfigError"),
        "nothing was sent",
        "什么都没有发送",
    ),
    ("connecting", "建立连接", "no", ("ConnectFailed",), "never sent; tried again for you", "没有发送；自动重试"),
    (
        "admitted",
        "准入",
        "no",
        ("RateLimited",),
        "refused before any work; tried again for you",
        "处理前被拒绝；自动重试",
    ),
    (
        "judged",
        "审核请求",
        "no",
        ("AuthError", "BadRequest", "OutOfCredit", "ContentRejected"),
        "refused; correct it",
        "被拒绝；请更正",
    ),
    (
        "drawing",
        "绘制",
        "perhaps",
        ("OutcomeUnknown", "ServerError"),
        "no answer came; never sent again; recover()",
        "没有收到答复；不会再次发送；recover()",
    ),
    (
        "answering",
        "答复",
        "perhaps",
        ("ResultLost", "MalformedResponse"),
        "the answer broke off; recover()",
        "答复中断；recover()",
    ),
    (
        "fetching the picture",
        "下载图像",
        "yes",
        ("DownloadFailed",),
        "billed once; save again, free",
        "已计费一次；再次保存免费",
    ),
)
"""Where a request can end: the stage, whether that is billed, the errors that say so, and what to do."""
_ROW = 58
_BILLED = {
    "no": ("not billed", "不计费"),
    "perhaps": ("perhaps billed", "可能计费"),
    "yes": ("billed once", "计费一次"),
}


def billing(place: Place) -> str:
    """The stages of a request from above to below, with the errors that end it there."""
    parts: list[str] = []
    for number, (stage, chinese, billed, errors, english_note, chinese_note) in enumerate(STAGES):
        y = 10 + number * _ROW
        parts += [
            box(10, y, 190, 34, "stage"),
            text(105, y + 22, place.say(stage, chinese), "name", "middle"),
            arrow(105, y + 34, 105, y + _ROW, "call"),
            arrow(200, y + 17, 238, y + 17, f"call {billed}"),
            box(240, y - 2, 108, 38, f"verdict {billed}"),
            text(294, y + 21, place.say(*_BILLED[billed]), "name", "middle"),
            text(360, y + 13, ", ".join(errors), "code"),
            text(360, y + 31, place.say(english_note, chinese_note), "note"),
        ]
    y = 10 + len(STAGES) * _ROW
    parts += [
        box(10, y, 190, 34, "verdict yes"),
        text(105, y + 22, place.say("saved, billed once", "已保存，计费一次"), "name", "middle"),
    ]
    caption = place.say(
        "The further a request came, the more likely it is billed. What may be billed is never sent again by itself.",
        "请求走得越远，越可能已计费。可能已计费的请求不会自动再次发送。",
    )
    title = place.say("When a request is billed", "请求何时计费")
    width = 370 + max(round(7.3 * len(", ".join(errors))) for _, _, _, errors, *_ in STAGES)
    return figure(drawing(width, y + 44, title, parts, least=560), caption, "drawn wide")
