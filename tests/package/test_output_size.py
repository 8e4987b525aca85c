"""`output_size`: pictures of exactly a size, made of the nearest one that each model takes."""

from __future__ import annotations

import io
import pickle
import random
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pil

from brushwork import AsyncClient, Client, InvalidRequest, Result
from brushwork.testing import Emulator
from brushwork_runtime.tables.spec import Size
from brushwork_runtime.validate.call import Findings
from brushwork_runtime.validate.fitting import Chosen, choosers, cut, size_for
from brushwork_runtime.validate.kinds import check
from brushwork_runtime.validate.sizes import allowed_list, distance, exact, problems, wire
from tests.package.facts import ModelMode, modes, name_of

Pixels = tuple[int, int]


def table(client: Client, which: ModelMode) -> Any:
    return client.models[which[0]].spec.modes[which[1]]


def chosen(mode: Any, wanted: Pixels) -> Chosen:
    findings = Findings()
    found = size_for(mode, {}, wanted, findings)
    assert found is not None, findings.violations
    return found


def wanted_sizes() -> list[Pixels]:
    """Of all shapes and areas; the same in each run."""
    chance = random.Random(15)
    sides = [(round(2 ** chance.uniform(5, 12.7)), round(2 ** chance.uniform(5, 12.7))) for _ in range(60)]
    return [*sides, (1000, 700), (1, 1), (1, 5000), (7000, 7000), (1024, 1024), (1360, 768), (4000, 400)]


def denied(own: Size, value: str) -> bool:
    """Whether some document denies a legal size."""
    findings = Findings()
    check(own, value, findings)
    return bool(findings.warnings)


def large_enough(size: Pixels, wanted: Pixels) -> bool:
    return size[0] >= wanted[0] and size[1] >= wanted[1]


@pytest.mark.parametrize("which", modes(), ids=name_of)
def test_what_is_sent_is_accepted_and_nothing_documented_is_nearer(which: ModelMode, client: Client) -> None:
    mode = table(client, which)
    if not choosers(mode):
        with pytest.raises(InvalidRequest, match="output_size does not work with"):
            client.prepare({"model": which[0], "mode": which[1], "prompt": "x", "output_size": (1000, 700)})
        return
    own = choosers(mode)[0]
    if not isinstance(own, Size):
        return  # below
    agreed = [size for size in allowed_list(own) if not denied(own, wire(size))]
    for wanted in wanted_sizes():
        found = chosen(mode, wanted)
        size = exact(found.values[own.name])
        assert size == found.made
        assert size is not None
        assert not problems(own, size)
        only = any(claim.field == "supported" for claim in own.disputes)
        assert only or not denied(own, wire(size)), "some document says that it is refused"
        if not problems(own, wanted) and (only or not denied(own, wire(wanted))):
            assert size == wanted
        for other in agreed:
            if large_enough(other, wanted):
                assert large_enough(size, wanted), f"{other} is large enough for {wanted}, {size} is not"
            if large_enough(other, wanted) == large_enough(size, wanted):
                assert distance(size, wanted) <= distance(other, wanted)


def test_of_bounds_the_smallest_that_is_large_enough_is_chosen(client: Client) -> None:
    mode = client.models["wan2.7-image"].spec.modes["generate"]
    assert chosen(mode, (4000, 400)).made == (4048, 512), "its aspect ratio is 8:1 at most"
    assert chosen(mode, (600, 400)).made == (960, 640)
    assert chosen(mode, (1000, 701)).made == (1000, 701)
    assert chosen(mode, (4000, 3000)).made == (2352, 1760), "no larger one is accepted"


def test_documents_that_disagree_are_both_kept_to(client: Client) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        fixed = client.qwen_image_max.generate.prepare("a cat", output_size=(1000, 700))
        edited = client.qwen_image_edit_max.edit.prepare("x", ["https://example.com/a.png"], output_size=(300, 900))
    assert (fixed.values["size"], edited.values["size"]) == ("1472*1104", "512*1536")
    assert not [each for each in told if "size" in str(each.message).partition(".")[0]]


def test_where_a_ratio_and_a_tier_are_chosen_both_are() -> None:
    with Client("k", region="cn-beijing") as beijing:
        omni = beijing.kling_kling_v3_omni_image_generation.generate
        found = omni.prepare("a cat", output_size="3000x1600")
        assert (found.values["aspect_ratio"], found.values["resolution"]) == ("16:9", "4k")
        assert str(found.estimate().maximum) == "0.40"
        small = omni.prepare("a cat", output_size="700x1200")
        assert small.fitted == (
            "output_size 700 x 1200: sent as aspect_ratio='9:16' and resolution='1k'; pictures are cropped and scaled",
        )
        assert (small.values["aspect_ratio"], small.values["resolution"]) == ("9:16", "1k")
        with pytest.raises(InvalidRequest, match="beside resolution"):
            omni.prepare("a cat", output_size="700x1200", resolution="2k")


def test_the_price_is_that_of_the_size_that_is_sent() -> None:
    with Client("k", region="cn-beijing") as beijing:
        model = beijing.vidu_vidu_image_reference2image.generate
        for size, sent in (((1000, 430), "1920*816"), ((3800, 1600), "3840*1648")):
            prepared = model.prepare("a cat", output_size=size)
            assert prepared.values["size"] == sent
            assert prepared.estimate().maximum == model.prepare("a cat", size=sent).estimate().maximum


@pytest.mark.parametrize(
    ("output_size", "said"),
    [
        ("big", "must be the width and height in pixels"),
        ("16:9", "must be the width and height in pixels"),
        ("1000 × 700", r"1000\*700"),
        (1000, "must be the width and height in pixels"),
        ((0, 5), "must be the width and height in pixels"),
        ((20000, 20000), "50,000,000 pixels at most"),
    ],
)
def test_what_is_no_size_is_refused_beside_all_else(output_size: Any, said: str, client: Client) -> None:
    with pytest.raises(InvalidRequest, match=said) as caught:
        client.wan2_6_t2i.generate.prepare("a cat", output_size=output_size, n=9)
    assert [each.parameter for each in caught.value.violations] == ["output_size", "n"]


def test_it_goes_instead_of_a_size(client: Client) -> None:
    with pytest.raises(InvalidRequest, match="output_size is given beside size"):
        client.wan2_6_t2i.generate.prepare("a cat", output_size=(1000, 700), size="16:9")
    with pytest.raises(TypeError, match="leave out validate=False"):
        client.wan2_6_t2i.generate.prepare("a cat", output_size=(1000, 700), validate=False)
    call: Any = client.wanx2_1_imageedit.remove_watermark
    with pytest.raises(
        InvalidRequest, match="does not work with remove_watermark: its pictures are as large as the image"
    ):
        call("x", "https://example.com/a.png", output_size=(1000, 700))


def test_it_needs_pillow_before_anything_is_paid_for(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brushwork_runtime.validate.fitting.find_spec", lambda name: None)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'brushwork\[pil\]'"):
        client.wan2_6_t2i.generate.prepare("a cat", output_size=(1000, 700))


def test_what_a_mode_does_not_take_is_dropped_on_request(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    request = {"model": "wanx2.1-imageedit", "mode": "remove_watermark", "prompt": "x", "output_size": "1000x700"}
    request["reference_images"] = "https://example.com/a.png"
    with Client("k", region="cn-beijing") as beijing:
        assert beijing.prepare(request, on_unsupported="drop").output_size is None
    assert "output_size left out" in caplog.text
    fallen = client.prepare({"model": "wan2.6-image", "prompt": "x", "output_size": "500x900"}, on_unsupported="drop")
    assert (fallen.model_id, fallen.values["size"], fallen.output_size) == ("wan2.6-t2i", "960*1728", (500, 900))


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[Client, Result]]:
    api = Emulator()
    with Client(api.key, base_url=api.url, transport=api.transport()) as client:
        yield client, client.z_image_turbo.generate("a cat", output_size=(300, 200))


def size_of(source: Path | io.BytesIO) -> tuple[Pixels, str | None]:
    with Pil.open(source) as picture:
        return picture.size, picture.format


def test_what_is_saved_has_the_size(made: tuple[Client, Result], tmp_path: Path) -> None:
    image = made[1].images[0]
    assert made[1].save(tmp_path / "a", metadata=True)[0].suffix == ".png"
    (saved,) = (tmp_path / "a").iterdir()
    assert size_of(saved) == ((300, 200), "PNG")
    with Pil.open(saved) as picture:
        assert '"output_size": [300, 200]' in picture.info["brushwork"]
    assert size_of(image.save(tmp_path / "b.webp", quality=80)) == ((300, 200), "WEBP")
    assert size_of(image.save(tmp_path / "c.unknown")) == ((300, 200), "PNG")
    stream = io.BytesIO()
    image.save(stream, format="jpeg")
    assert size_of(stream) == ((300, 200), "JPEG")
    assert image.to_pil().size == image.output_size == (300, 200)
    assert size_of(io.BytesIO(image.bytes())) == ((640, 432), "PNG"), "as it was made"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b.webp", "c.unknown"]
    again = pickle.loads(pickle.dumps(image))
    assert size_of(again.save(tmp_path / "d.png")) == ((300, 200), "PNG")


def test_a_picture_of_another_size_than_was_sent_is_cut_too(made: tuple[Client, Result], tmp_path: Path) -> None:
    image = pickle.loads(pickle.dumps(made[1].images[0]))
    part = Pil.new("RGB", (400, 300), "red")
    part.paste("blue", (0, 10, 400, 290))
    stream = io.BytesIO()
    part.save(stream, "PNG")
    image.held = stream.getvalue()
    with Pil.open(image.save(tmp_path / "a.png")) as picture:
        assert picture.size == (300, 200)
        assert picture.getpixel((150, 2)) == picture.getpixel((150, 197)) == (0, 0, 255), "the middle is kept"
    assert cut((400, 300), (160, 100)) == (400, 250)
    stream = io.BytesIO()
    part.resize((300, 200)).save(stream, "PNG")
    image.held = stream.getvalue()
    assert image.save(tmp_path / "b.png").read_bytes() == stream.getvalue(), "what fits is written as it was made"


def test_a_task_knows_it_in_its_process(made: tuple[Client, Result], tmp_path: Path) -> None:
    client, _ = made
    prepared = client.wan2_6_t2i.generate.prepare("a cat", output_size="300x300", protocol="async")
    task = prepared.submit()
    assert task.wait().images[0].output_size == (300, 300)
    assert client.task(task.id, request=prepared).wait().images[0].output_size == (300, 300)
    assert client.task(task.id).wait().images[0].output_size is None, "an id alone does not tell"


def test_a_batch_that_goes_on_saves_it_once(made: tuple[Client, Result], tmp_path: Path) -> None:
    from brushwork_batch import saving
    from brushwork_runtime import Cancellation

    names, fields = saving.template(tmp_path, saving.TEMPLATE), {**made[1].fields(), "key": "cat"}
    for _ in range(2):  # as after a death between the picture and its note in the journal
        (picture,) = saving.save(made[1].images, names, fields, Cancellation(), [0])
        assert isinstance(picture, dict)
        assert (picture.get("width"), picture.get("height")) == (300, 200)
    assert len(list(tmp_path.iterdir())) == 1


async def _of_an_async_client(api: Emulator) -> Any:
    async with AsyncClient(api.key, base_url=api.url, transport=api.transport()) as client:
        result = await client.generate("a cat", model="wan2.6-t2i", output_size=(300, 300))
        return result.images[0].to_pil().size


def test_an_async_client_does_the_same() -> None:
    import asyncio

    assert asyncio.run(_of_an_async_client(Emulator())) == (300, 300)
