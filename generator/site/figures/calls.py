"""How a call runs: in one exchange, as a task, as a stream."""

from __future__ import annotations

from dataclasses import dataclass

from generator.ir import Spec
from generator.phrasing import retirement_mark
from generator.site.figures.place import Place
from generator.site.figures.svg import arrow, box, drawing, figure, line, text

_WIDTH = 300
_YOU, _SERVICE = 60, 240
_STEP = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What goes over the wire; `working` if the service draws before it."""

    words: str
    back: bool = False
    working: bool = False


def calls(spec: Spec, place: Place) -> str:
    """A drawing for each way, with how many modes of the models go that way."""
    say = place.say
    fetch = [_Step(words=say("GET image", "GET 图像")), _Step(words=say("the file", "图像文件"), back=True)]
    ways = {
        "sync": [
            _Step(words=say("POST request", "POST 请求")),
            _Step(words=say("address of the image", "图像地址"), back=True, working=True),
            *fetch,
        ],
        "async": [
            _Step(words=say("POST request", "POST 请求")),
            _Step(words="task_id: PENDING", back=True),
            _Step(words="GET /tasks/task_id"),
            _Step(words="RUNNING", back=True, working=True),
            _Step(words="GET /tasks/task_id"),
            _Step(words=say("SUCCEEDED, address", "SUCCEEDED，图像地址"), back=True, working=True),
            *fetch,
        ],
        "stream": [
            _Step(words=say("POST request", "POST 请求")),
            _Step(words=say("text …", "文字……"), back=True, working=True),
            _Step(words=say("image 1", "图像 1"), back=True, working=True),
            _Step(words=say("text …", "文字……"), back=True, working=True),
            _Step(words=say("image 2, end", "图像 2，结束"), back=True, working=True),
            *fetch,
        ],
    }
    titles = {
        "sync": say("sync: one exchange", "sync：一次往返"),
        "async": say("async: a task", "async：任务"),
        "stream": say("stream: piece by piece", "stream：逐步返回"),
    }
    drawn = [_drawn(titles[way], _count(spec, way, place), steps, place) for way, steps in ways.items()]
    caption = say(
        "How a call runs. You write one line of Python for each; the client does the rest.",
        "一次调用的过程。每种方式在 Python 里都只是一行，其余由客户端完成。",
    )
    return figure("".join(drawn), caption, "drawn thirds")


def _count(spec: Spec, way: str, place: Place) -> str:
    found = [
        f"{model.id} {mode.name}"
        for model in spec.models.values()
        for mode in model.modes
        if not retirement_mark(model) and any(route.protocol == way for route in mode.routes)
    ]
    one = min(found, key=len)
    if len(found) == 1:
        return place.say(f"one mode: {one}", f"一个模式：{one}")
    return place.say(f"{len(found)} modes, such as {one}", f"{len(found)} 个模式，例如 {one}")


def _drawn(title: str, note: str, steps: list[_Step], place: Place) -> str:
    top = 84
    end = top + _STEP * (len(steps) - 1) + 14
    parts = [text(_WIDTH / 2, 18, title, "title", "middle"), text(_WIDTH / 2, 34, note, "note", "middle")]
    for x, words in ((_YOU, place.say("your program", "你的程序")), (_SERVICE, place.say("the service", "服务"))):
        parts += [text(x, 56, words, "name", "middle"), line(x, 62, x, end, "life")]
    for number, step in enumerate(steps):
        y = top + _STEP * number
        if step.working:
            parts.append(box(_SERVICE - 5, y - _STEP + 6, 10, _STEP - 6, "working"))
        ends = (_SERVICE - 6, _YOU + 6) if step.back else (_YOU + 6, _SERVICE - 6)
        parts += [text(_WIDTH / 2, y - 5, step.words, "", "middle"), arrow(ends[0], y, ends[1], y, "call")]
    return drawing(_WIDTH, end + 6, title, parts)
