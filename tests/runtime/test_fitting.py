"""`fit`: images that an input does not take as they are, made so that it does."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pil, ImageCms

from brushwork_runtime.base.errors import DisputedWarning, InvalidRequest
from brushwork_runtime.tables.spec import Images, Mode, Model, Prompt
from tests.runtime.support import picture
from tests.runtime.tables import SYNC, Preparing, Request, dispute

TURNED = 6
"""EXIF's word for a picture whose top is at the right of the file."""


def photo(width: int, height: int, *, orientation: int = TURNED, noisy: bool = False) -> bytes:
    """A JPEG of a camera that was not held level."""
    image = Pil.effect_noise((width, height), 90).convert("RGB") if noisy else Pil.new("RGB", (width, height), "teal")
    exif = Pil.Exif()
    exif[0x112] = orientation
    buffer = BytesIO()
    image.save(buffer, "JPEG", exif=exif, quality=95)
    return buffer.getvalue()


def edit(*images: object, fit: bool | str = True, boxes: object = None) -> Request:
    return Preparing().call("brush-1", "edit", images=list(images), fit=fit, boxes=boxes)


def sent(prepared: Request, index: int = 0) -> Pil.Image:
    """The picture that goes out."""
    with prepared.images[index].open() as stream:
        image = Pil.open(BytesIO(stream.read()))
        image.load()
    return image


def only(limits: Images, *images: object) -> Request:
    """A call of a model with one input of its own, which takes these images."""
    mode = Mode("edit", routes=(SYNC,), prompt=Prompt(), inputs=(limits,), parameters=())
    model = Model("own", identifier="own", family="own", summary="Its own.", regions={}, modes=(mode,))
    return Preparing(added=(model,)).call("own", "edit", images={limits.name: list(images)}, fit=True)


def test_what_fits_is_left_alone() -> None:
    content = picture(300, 250)
    prepared = edit(content, "https://example.com/a.png", "oss://bucket/b.png")
    assert prepared.fitted == ()
    with prepared.images[0].open() as stream:
        assert stream.read() == content


def test_a_picture_of_a_camera_is_turned_upright() -> None:
    prepared = edit(photo(400, 300))
    assert sent(prepared).size == (300, 400)
    assert sent(prepared).getexif().get(0x112) is None
    assert prepared.fitted == (f"reference_images[0] ({len(photo(400, 300)):,} bytes): turned upright",)


@pytest.mark.parametrize(
    ("size", "scaled"), [((80, 100), (240, 300)), ((10000, 5000), (8000, 4000)), ((200, 1600), (240, 1920))]
)
def test_sides_are_brought_within_the_limits(size: tuple[int, int], scaled: tuple[int, int]) -> None:
    prepared = edit(picture(*size))
    assert sent(prepared).size == scaled
    assert f"scaled from {size[0]} x {size[1]} to {scaled[0]} x {scaled[1]}" in prepared.fitted[0]


def test_transparency_becomes_the_colour_that_is_asked_for() -> None:
    clear = Pil.new("RGBA", (300, 300), (0, 0, 0, 0))
    assert sent(edit(clear)).convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    prepared = edit(clear, fit="#102030")
    assert sent(prepared).convert("RGB").getpixel((5, 5)) == (0x10, 0x20, 0x30)
    assert prepared.fitted[0].endswith("flattened onto #102030")


@pytest.mark.parametrize("form", ["WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_other_formats_are_converted(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form.lower()}"
    path.write_bytes(picture(300, 300, form))
    prepared = edit(path)
    assert sent(prepared).format == ("JPEG" if form == "AVIF" else "PNG")
    assert prepared.fitted == (f"image 1 {path.name!r}: converted from {form} to {sent(prepared).format}",)


def test_files_are_made_small_enough() -> None:
    limits = Images("art", 1, 1, formats=("PNG", "JPEG"), kilobytes=(1, 60))
    noise = BytesIO()
    Pil.effect_noise((500, 500), 90).save(noise, "PNG")
    prepared = only(limits, noise.getvalue())
    assert len(prepared.images) == 1
    assert prepared.images[0].size is not None
    assert prepared.images[0].size <= 60 * 1024
    assert sent(prepared).format == "JPEG"


def test_a_disputed_limit_costs_quality_but_no_pixels() -> None:
    narrow = dispute("max_megabytes", 1)
    limits = Images("art", 1, 1, formats=("JPEG",), max_megabytes=4, disputes=(narrow,))
    with pytest.warns(DisputedWarning, match="at most 1 MB"):
        prepared = only(limits, photo(1800, 1500, noisy=True))
    assert sent(prepared).size == (1500, 1800)
    assert 1 << 20 < (prepared.images[0].size or 0) < 4 << 20


def test_the_profile_of_the_colours_goes_along() -> None:
    clear = Pil.new("RGBA", (300, 300), (200, 0, 0, 90))
    buffer = BytesIO()
    cms: Any = ImageCms
    clear.save(buffer, "PNG", icc_profile=cms.ImageCmsProfile(cms.createProfile("sRGB")).tobytes())
    assert sent(edit(buffer.getvalue())).info.get("icc_profile")


def test_all_together_are_made_small_enough() -> None:
    limits = Images("art", 1, 4, formats=("JPEG",), total_megabytes=1)
    prepared = only(limits, *[photo(900, 700, noisy=True) for _ in range(3)])
    assert sum(image.size or 0 for image in prepared.images) <= 1024 * 1024


def test_boxes_are_judged_on_the_picture_as_it_is_seen_and_scaled_along() -> None:
    prepared = edit(photo(100, 80), boxes=[[(0, 50, 80, 100)]])  # seen as 80 x 100, sent as 240 x 300
    assert prepared.values["boxes"] == [[[0, 150, 240, 300]]]
    with pytest.raises(InvalidRequest, match="100"):
        edit(photo(100, 80), boxes=[[(0, 0, 100, 80)]])
    with pytest.raises(InvalidRequest, match="300"):
        edit(photo(400, 300), boxes=[[(0, 0, 400, 300)]], fit=False)


def test_a_mask_goes_with_its_picture() -> None:
    inputs = (
        Images("photo", 1, 1, formats=("PNG",), single=True, sides=(64, 512)),
        Images("mask", 1, 1, formats=("PNG",), single=True, same_size_as="photo"),
    )
    mode = Mode("edit", routes=(SYNC,), prompt=Prompt(), inputs=inputs, parameters=())
    model = Model("own", identifier="own", family="own", summary="Its own.", regions={}, modes=(mode,))
    mask = Pil.new("L", (1024, 600), 0)
    mask.paste(255, (0, 0, 512, 600))
    client = Preparing(added=(model,))
    prepared = client.call("own", "edit", images={"photo": picture(1024, 600), "mask": mask}, fit=True)
    assert [sent(prepared, index).size for index in (0, 1)] == [(512, 300), (512, 300)]
    assert set(sent(prepared, 1).convert("L").tobytes()) == {0, 255}


def test_a_data_uri_stays_one() -> None:
    from base64 import b64encode

    address = f"data:image/gif;base64,{b64encode(picture(300, 300, 'GIF')).decode()}"
    prepared = edit(address)
    assert prepared.images[0].url is not None
    assert prepared.images[0].url.startswith("data:image/png;base64,")


def test_what_cannot_be_mended_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="aspect ratio") as caught:
        edit(picture(4000, 300))
    assert caught.value.hint is None or "fit" not in caught.value.hint
    with pytest.raises(InvalidRequest, match="cannot be opened by Pillow"):
        edit(picture(300, 300, "GIF")[:40])


def test_the_refusal_names_it() -> None:
    with pytest.raises(InvalidRequest) as caught:
        edit(picture(300, 300, "GIF"), fit=False)
    assert "fit=True" in str(caught.value)
    with pytest.raises(InvalidRequest) as caught:
        edit(picture(4000, 300), fit=False)
    assert "fit=True" not in str(caught.value)


def test_odd_values_are_told_apart() -> None:
    with pytest.raises(ValueError, match="fit is 'red'; it must be True, False or a colour"):
        edit(picture(300, 300), fit="red")
    with pytest.raises(TypeError, match="fit is 1; it must be True, False or a colour"):
        edit(picture(300, 300), fit=1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # for what it says
    with pytest.raises(TypeError, match="leave out validate=False"):
        Preparing().call("brush-1", "edit", images=[picture(300, 300)], fit=True, validate=False)


def test_it_needs_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brushwork_runtime.validate.fitting.find_spec", lambda name: None)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'brushwork\[pil\]'"):
        edit(picture(300, 300))


def test_nothing_of_it_is_loaded_unless_it_is_asked_for() -> None:
    sys.modules.pop("brushwork_runtime.validate.fitting", None)
    edit(picture(300, 300), fit=False)
    assert "brushwork_runtime.validate.fitting" not in sys.modules
