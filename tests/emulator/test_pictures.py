"""Pictures: the size asked, words that can be read, reference images with their boxes, colours, marks."""

from __future__ import annotations

import base64
import io

import pytest
from hypothesis import given, strategies as st
from PIL import Image as Pil, ImageFilter

from brushwork_emulator.drawing import lettering
from brushwork_emulator.drawing.pictures import Picture, Reference, draw
from brushwork_emulator.drawing.reading import read
from brushwork_emulator.drawing.subjects import DRAWN
from brushwork_emulator.store.references import References, inline, shown
from tests.emulator.stores import ORIGIN, Order, Store, form
from tests.runtime.support import picture as file

RED, BLUE = (255, 0, 0), (0, 0, 255)


def wanted(width: int = 640, height: int = 480, prompt: str = "a cat", **more: object) -> Picture:
    return Picture(width=width, height=height, prompt=prompt, model="brush-1.0", seed=7, **more)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - passed on


def opened(content: bytes) -> Pil.Image:
    with Pil.open(io.BytesIO(content)) as image:
        assert image.format == "PNG"
        return image.convert("RGB")


def colors(image: Pil.Image) -> dict[object, int]:
    return {color: count for count, color in image.getcolors(image.width * image.height) or []}


def painted(color: tuple[int, int, int], size: tuple[int, int] = (300, 200)) -> bytes:
    buffer = io.BytesIO()
    Pil.new("RGB", size, color).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (64, 48), (1328, 1328), (512, 4096), (4096, 512), (4096, 4096)])
def test_a_picture_has_the_size_asked(size: tuple[int, int]) -> None:
    references = (Reference(words="a.example", content=None), Reference(words="", content=painted(RED)))
    picture = wanted(*size, prompt="a cozy flower shop " * 20, references=references, watermark="AI Generated")
    assert opened(draw(picture)).size == size


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 8},
        {"index": 1},
        {"index": 1, "series": True},
        {"model": "other"},
        {"prompt": "a dog"},
        {"prompt": "a cat at night"},
        {"prompt": "雪中的猫"},
        {"step": 1},
    ],
)
def test_the_same_picture_has_the_same_bytes(change: dict[str, object]) -> None:
    same: dict[str, object] = {"model": "m", "prompt": "a cat", "seed": 7, "index": 0, "width": 200, "height": 100}
    first = draw(Picture(**same))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - passed on
    assert draw(Picture(**same)) == first  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert draw(Picture(**same | change)) != first  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_watermark_stands_lower_right_when_asked_for() -> None:
    plain, marked = opened(draw(wanted())), opened(draw(wanted(watermark="Qwen-Image")))
    corner = (400, 440, 640, 480)
    assert plain.crop(corner).tobytes() != marked.crop(corner).tobytes()
    assert (255, 255, 255) in colors(marked.crop(corner))


def test_every_colour_of_a_palette_has_its_share() -> None:
    palette = (("#FF0000", 23.51), ("#00ff00", 50.0), ("#0000FF", 26.49))
    found = colors(opened(draw(wanted(400, 400, prompt=" ", colors=palette))))
    shares = {color: found[color] / 160_000 for color in (RED, (0, 255, 0), BLUE)}
    assert shares[RED] == pytest.approx(0.2351, abs=0.01)
    assert shares[0, 255, 0] == pytest.approx(0.5, abs=0.01)
    assert shares[BLUE] == pytest.approx(0.2649, abs=0.01)


def test_reference_images_are_shown_in_their_order() -> None:
    references = tuple(Reference(words="", content=painted(color)) for color in (RED, BLUE))
    image = opened(draw(wanted(references=references)))
    left, right = image.crop((0, 0, 88, 96)), image.crop((88, 0, 176, 96))
    assert colors(left)[RED] > 2_500
    assert RED not in colors(right)
    assert colors(right)[BLUE] > 2_500


def test_boxes_are_drawn_where_they_are_on_the_original() -> None:
    def boxed(*boxes: tuple[int, int, int, int]) -> Pil.Image:
        reference = Reference(words="", content=painted((250, 250, 250), (1000, 1000)), boxes=boxes)
        return opened(draw(wanted(references=(reference,))))

    without, upper, lower = boxed(), boxed((100, 100, 900, 300)), boxed((100, 700, 900, 900))
    changed = [_box(without, image) for image in (upper, lower)]
    assert changed[0][3] < changed[1][1]
    assert changed[0][0] == changed[1][0]


def _box(one: Pil.Image, other: Pil.Image) -> tuple[int, int, int, int]:
    from PIL import ImageChops

    found = ImageChops.difference(one, other).getbbox()
    assert found is not None
    return found


def mean(image: Pil.Image) -> list[float]:
    """The mean of red, green and blue."""
    from PIL import ImageStat

    return ImageStat.Stat(image).mean


def lower(image: Pil.Image) -> Pil.Image:
    """What is below the tiles and above the caption."""
    return image.crop((0, 100, 640, 420))


@pytest.mark.parametrize(
    ("prompt", "mode"),
    [
        ("make it night", "edit"),
        ("in winter", "edit"),
        ("a red door", "edit"),
        ("", "stylization_all"),
        ("上色", "edit"),
    ],
)
def test_an_edit_is_its_reference_image_altered(prompt: str, mode: str) -> None:
    source = draw(wanted(prompt="a flower shop in the morning", mode="generate"))
    references = (Reference(words="", content=source),)
    before, made = opened(source), opened(draw(wanted(prompt=prompt, mode=mode, references=references)))
    here, there = (lower(image).convert("L").filter(ImageFilter.FIND_EDGES) for image in (before, made))
    assert lower(made).tobytes() != lower(before).tobytes()
    assert _likeness(here.filter(ImageFilter.MaxFilter(5)), there) > 0.5  # a comic has its lines beside those


def _likeness(one: Pil.Image, other: Pil.Image) -> float:
    """How far the lines of two pictures are where those of the other are, from 0 to 1."""
    sets = [{place for place, value in enumerate(image.tobytes()) if value > 24} for image in (one, other)]
    return len(sets[0] & sets[1]) / max(1, min(map(len, sets)))


def test_outside_a_mask_nothing_changes() -> None:
    mask = Pil.new("L", (640, 480))
    mask.paste(255, (200, 200, 440, 400))
    buffer = io.BytesIO()
    mask.save(buffer, "PNG")
    references = (
        Reference(words="", content=painted((90, 160, 120), (640, 480))),
        Reference(words="", content=buffer.getvalue(), mask=True),
    )
    image = opened(draw(wanted(prompt="make it red", references=references)))
    assert image.getpixel((100, 300)) == (90, 160, 120)
    assert image.getpixel((320, 300)) != (90, 160, 120)


@pytest.mark.parametrize(("one", "other"), [("a cat by day", "a cat at night"), ("晴天的山", "夜晚的山")])
def test_a_night_is_darker_than_a_day(one: str, other: str) -> None:
    day, night = (sum(mean(lower(opened(draw(wanted(prompt=prompt)))))) for prompt in (one, other))
    assert night < day * 0.8


def test_a_series_is_one_scene_at_several_times() -> None:
    def edges(index: int, *, series: bool) -> Pil.Image:
        picture = wanted(prompt="a house", index=index, series=series)
        return lower(opened(draw(picture))).convert("L").filter(ImageFilter.FIND_EDGES)

    assert _likeness(edges(0, series=True), edges(3, series=True)) > 0.75
    assert _likeness(edges(0, series=False), edges(3, series=False)) < 0.65


@pytest.mark.parametrize(
    ("text", "subjects", "hour", "letters"),
    [
        ("A stray cat before two lighthouses at dusk", ("cat", "lighthouse"), "sunset", ""),
        ("月光下的猫和灯塔", ("lighthouse", "cat"), "night", ""),
        ('a poster that says "CAT SALE"', ("poster",), "", "CAT SALE"),
        ("the education of a location", (), "", ""),
        ("", (), "", ""),
    ],
)
def test_the_words_of_a_prompt_say_what_is_drawn(text: str, subjects: tuple[str, ...], hour: str, letters: str) -> None:
    scene = read(text)
    assert (set(scene.subjects), scene.hour, scene.letters) == (set(subjects), hour, letters)


@pytest.mark.parametrize("subject", sorted(DRAWN))
def test_every_subject_can_be_asked_for(subject: str) -> None:
    prompt = {"bouquet": "roses", "portrait": "a woman"}.get(subject, f"a {subject}")
    assert read(prompt).subjects == (subject,)
    plain, drawn = (draw(wanted(prompt=words)) for words in (prompt, "quite another thing"))
    assert plain != drawn


@pytest.mark.parametrize("content", [None, b"", b"no image", painted(RED)[:60], b"\x89PNG\r\n\x1a\n" + b"\xff" * 90])
def test_a_reference_image_that_is_not_at_hand_is_a_tile_with_words(content: bytes | None) -> None:
    first = draw(wanted(references=(Reference(words="a.example", content=content, boxes=((5, 5, 90, 90),)),)))
    other = draw(wanted(references=(Reference(words="b.example", content=content, boxes=((5, 5, 90, 90),)),)))
    assert first != other


def test_a_picture_of_too_many_pixels_is_not_decoded() -> None:
    huge = painted(RED, (1, 1)).replace(b"\0\0\0\1\0\0\0\1", b"\0\0\xff\xff\0\0\xff\xff", 1)
    references = (Reference(words="huge", content=huge),)
    assert opened(draw(wanted(references=references))).size == (640, 480)


def test_what_no_font_can_write_becomes_words(monkeypatch: pytest.MonkeyPatch) -> None:
    lettering.legible.cache_clear()
    monkeypatch.setattr(lettering, "_files", lambda: ())
    assert lettering.legible("一只猫，在花店 in a hat")[0] == "(6 Chinese characters) in a hat"
    assert lettering.legible("ねこ and 고양이")[0] == "(2 Japanese characters) and (3 Korean characters)"
    assert lettering.legible("a 🐱!")[0] == "a (cat face) !"
    assert lettering.legible("a\tplain\x00 text\nof two lines") == ("aplain text\nof two lines", None)
    lettering.legible.cache_clear()


def test_another_font_is_taken_where_it_can_write_more() -> None:
    text, font = lettering.legible("Привет")
    assert (text, font is None) in (("Привет", False), ("Привет", True), ("(6 Cyrillic characters)", True))


def test_lines_break_between_words_and_anywhere_in_chinese() -> None:
    lines = lettering.wrap("a cozy flower shop\non a corner", None, 20, 120)
    assert " ".join(lines) == "a cozy flower shop on a corner"
    assert len(lines) > 2
    assert "".join(lettering.wrap("一只猫在花店" * 9, None, 20, 120)) == "一只猫在花店" * 9
    assert "".join(lettering.wrap("x" * 500, None, 20, 120)) == "x" * 500


def test_a_prompt_that_is_too_long_ends_in_dots() -> None:
    lines, _, step = lettering.fitted("flowers " * 2000, 200, 100, 30)
    assert lines[-1].endswith("...")
    assert len(lines) * step <= 100


@given(st.text(max_size=80))
def test_any_prompt_is_drawn(prompt: str) -> None:
    assert opened(draw(wanted(120, 90, prompt=prompt))).size == (120, 90)


@given(st.binary(max_size=200))
def test_any_bytes_for_a_reference_image_are_drawn(content: bytes) -> None:
    for begun in (content, painted(RED)[:50] + content):
        references = (Reference(words="x", content=begun),)
        assert opened(draw(wanted(120, 90, references=references))).size == (120, 90)


def test_references_are_found_inline_uploaded_and_among_results() -> None:
    store = Store()
    fields = form(store.policy(), file())
    store.post(fields)
    (made,) = store.results.make(Order())
    references = store.results.references
    assert references.content("data:image/png;base64," + base64.b64encode(file()).decode()) == file()
    assert references.content(f"oss://{fields['key']!s}") == file()
    assert references.content(made) == store.get(made).content
    assert references.content("https://a.example/cat.png") is None
    assert references.content("oss://nobody/knows") is None


def test_an_edit_shows_what_it_was_given() -> None:
    store = Store()
    inlined = "data:image/png;base64," + base64.b64encode(painted(RED)).decode()
    shown_red, other = (
        store.get(store.results.make(Order(images=(address,)))[0]).content
        for address in (inlined, f"{ORIGIN}/elsewhere.png")
    )
    assert RED in colors(opened(shown_red))
    assert RED not in colors(opened(other))


@pytest.mark.parametrize("url", ["data:image/png,abc", "data:image/png;base64,@", "data:image/png;base64,abc"])
def test_an_inline_image_that_is_malformed_has_no_bytes(url: str) -> None:
    assert inline(url) is None
    assert References(upload=lambda _: b"", result=lambda _: b"").content(url) is None


def test_an_address_is_shown_by_its_host_and_name() -> None:
    assert shown("https://a.example/x/cat.png?Signature=secret") == "a.example\ncat.png"
    assert shown("data:image/png;base64,AAAA") == "inline"
    assert shown("oss://folder/cat.png") == "cat.png"
