"""Before and after, for every mode that takes images."""

from __future__ import annotations

from generator.docs.markdown import anchor
from generator.ir import Model, Spec
from generator.naming import file_name
from generator.phrasing import retirement_mark
from generator.site.figures.place import Place
from generator.site.figures.svg import figure
from generator.site.pictures import before_and_after


def edits(spec: Spec, place: Place) -> str:
    """A card for each mode that needs an image, of the first model that has it and goes on."""
    first: dict[str, Model] = {}
    for model in sorted(spec.models.values(), key=lambda each: bool(retirement_mark(each))):
        for mode in model.modes:
            # The emulator looks at files, not at addresses of pictures elsewhere.
            if any(images.minimum and images.accepts != ("url",) for images in mode.inputs):
                first.setdefault(mode.name, model)
    cards = "".join(_card(model, mode, place) for mode, model in sorted(first.items()))
    caption = place.say(
        "Before and after: what the sample on the model's page makes on the emulator, which sketches the edit.",
        "编辑前后：每一组都是模型页面上的示例在模拟器上的结果。模拟器按请求绘制示意图，不会像模型那样编辑像素。",
    )
    return figure(cards, caption, "drawn cards")


def _card(model: Model, mode: str, place: Place) -> str:
    page = place.url(f"{'' if place.page.language == 'en' else 'zh/'}reference/models/{file_name(model.id)}")
    shown = before_and_after(file_name(model.id), mode, place.pictures, place.url, place.say)
    return f'<div class="card"><a href="{page}/#{anchor(mode)}"><b>{mode}</b> {model.id}</a>{shown}</div>'
