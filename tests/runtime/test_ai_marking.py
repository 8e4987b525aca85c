"""What a picture's file says of how it was made: kept, shown, and written on request."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image as Pil

from brushwork import AigcLabel, AiMarking, Client
from brushwork.testing import Emulator
from brushwork_runtime.base.image_ends import png_text
from brushwork_runtime.base.image_marks import GENERATED, LABEL, SOURCE, Unmarkable, marked, marks_for
from brushwork_runtime.results.result import Result

MINE: AigcLabel = {"ContentProducer": "001 某公司", "ProduceID": "{task_id}-{i}"}
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
OTHERS = (
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {RDF}><rdf:Description rdf:about="uuid:7" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="image/png"/></rdf:RDF></x:xmpmeta>  <?xpacket end="w"?>'
)
DOUBAO = {"Label": "1", "ContentProducer": "001191110102MACQD9K64010000", "ProduceID": "77"}


@pytest.fixture
def result() -> Iterator[Result]:
    api = Emulator()
    with Client(api.key, base_url=api.url, transport=api.transport()) as client:
        yield client.wan2_6_t2i.generate("a cat", n=2)


def picture(form: str, mode: str = "RGB", **options: Any) -> bytes:
    stream = io.BytesIO()
    Pil.new(mode, (33, 21), (200, 30, 30, 90)[: len(mode)]).save(stream, form, **options)
    return stream.getvalue()


def png_with(keyword: str, text: str, kind: bytes = b"iTXt") -> bytes:
    content, chunk = picture("PNG"), png_text(keyword, text)
    if kind == b"tEXt":
        body = kind + keyword.encode() + b"\0" + text.encode()
        chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return content[:33] + chunk + content[33:]


def signed(form: str) -> bytes:
    content = picture(form)
    if form == "PNG":
        body = b"caBX\0\0\0\0"
        return content[:33] + struct.pack(">I", 4) + body + struct.pack(">I", zlib.crc32(body)) + content[33:]
    if form == "JPEG":
        return content[:2] + b"\xff\xeb\0\x06JP\0\1" + content[2:]
    return b"RIFF" + struct.pack("<I", len(content) + 4) + content[8:] + b"C2PA\4\0\0\0jumb"


def served(result: Result, content: bytes) -> Any:
    """The first image, as if the service had made these bytes."""
    image: Any = result.images[0]
    image.held = content
    return image


@pytest.mark.parametrize(
    "content",
    [
        picture("PNG"),
        picture("PNG", "RGBA"),
        picture("JPEG"),
        picture("JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"),
        picture("WEBP"),
        picture("WEBP", "RGBA"),
        picture("WEBP", lossless=True),
        picture("WEBP", "RGBA", lossless=True, icc_profile=b"p" * 33),
        png_with("XML:com.adobe.xmp", OTHERS),
        picture("JPEG", xmp=OTHERS.encode()),
        picture("WEBP", xmp=OTHERS.encode()),
    ],
)
def test_the_marks_stand_in_the_file_and_the_picture_is_as_it_was(content: bytes) -> None:
    made = marked(content, marks_for({**MINE, "ProduceID": 'a<&>"'}))
    with Pil.open(io.BytesIO(content)) as before, Pil.open(io.BytesIO(made)) as after:
        assert (after.mode, after.tobytes()) == (before.mode, before.tobytes())
        packet = cast("bytes", after.info["xmp"])
        assert packet.count(b"RDF>") <= 2
        assert (b"purl.org" in packet, b"uuid:7" in packet) == ((b"purl.org" in content),) * 2
        assert [after.info.get(name) for name in ("exif", "icc_profile")] == [
            before.info.get(name) for name in ("exif", "icc_profile")
        ]
    told = AiMarking(made)
    assert told.digital_source_type == GENERATED
    assert told.aigc is not None
    assert told.aigc == {**dict.fromkeys(AigcLabel.__annotations__, ""), **MINE, "Label": "1", "ProduceID": 'a<&>"'}
    assert marked(made, marks_for(True)) == made, "nothing is written twice"


def test_save_writes_what_is_asked_for_and_nothing_else(result: Result, tmp_path: Path) -> None:
    plain = result.images[0].bytes()
    assert not AiMarking(result.save(tmp_path / "plain")[0].read_bytes())
    for name, form in (("a.png", "PNG"), ("b.jpg", "JPEG"), ("c.webp", "WEBP")):
        path = result.images[0].save(tmp_path / name, ai_marking=True)
        assert (AiMarking(path.read_bytes()).digital_source_type, AiMarking(path.read_bytes()).aigc) == (
            GENERATED,
            None,
        )
        assert result.images[0].ai_marking().digital_source_type == GENERATED
        with Pil.open(path) as image:
            assert image.format == form
    stream = io.BytesIO()
    result.images[0].save(stream, ai_marking=True, metadata=True)
    assert AiMarking(stream.getvalue())
    assert b"parameters" in stream.getvalue()
    assert result.images[0].bytes() == plain
    assert sorted(path.name for path in tmp_path.glob("*.*")) == ["a.png", "b.jpg", "c.webp"]


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_pictures_of_a_size_that_was_asked_for_have_them_too(name: str, tmp_path: Path) -> None:
    api = Emulator()
    with Client(api.key, base_url=api.url, transport=api.transport()) as client:
        one = client.wan2_6_t2i.generate("a cat", output_size="300x300")
    image = served(one, marked(one.images[0].bytes(), {LABEL: json.dumps(DOUBAO)}))
    path = image.save(tmp_path / name, ai_marking=True, metadata=True)
    told = AiMarking(path.read_bytes())
    assert (told.digital_source_type, told.aigc) == (GENERATED, DOUBAO)
    with Pil.open(path) as picture:
        assert picture.size == (300, 300)


def test_a_label_has_the_number_of_its_picture(result: Result, tmp_path: Path) -> None:
    paths = result.save(tmp_path, ai_marking=MINE)
    numbers = [(AiMarking(path.read_bytes()).aigc or {})["ProduceID"] for path in paths]
    assert numbers == [f"{result.task_id or 'none'}-0", f"{result.task_id or 'none'}-1"]
    with pytest.raises(ValueError, match="that of one picture, and there are 2"):
        result.save(tmp_path / "more", ai_marking={**MINE, "ProduceID": "7"})
    assert not (tmp_path / "more").exists()


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ("yes", TypeError, "must be True, False or an AigcLabel"),
        ({"ContentProducer": "x"}, ValueError, "ProduceID is None"),
        ({**MINE, "Labell": "1"}, ValueError, "no 'Labell'"),
        ({**MINE, "ProduceID": ""}, ValueError, "ProduceID is ''"),
        ({**MINE, "PropagateID": "a\nb"}, ValueError, "printable"),
    ],
)
def test_what_is_no_label_is_refused_unfetched(
    given: Any, error: type[Exception], words: str, result: Result, tmp_path: Path
) -> None:
    with pytest.raises(error, match=words):
        result.save(tmp_path / "a.png", ai_marking=given)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_signed_file_is_left_as_it_is_and_the_marks_go_beside_it(form: str, result: Result, tmp_path: Path) -> None:
    content = signed(form)
    image = served(result, content)
    path = image.save(tmp_path / f"a.{form.lower().replace('jpeg', 'jpg')}", ai_marking=MINE)
    assert path.read_bytes() == content
    beside = json.loads(path.with_name(path.name + ".json").read_text("utf-8"))
    assert beside["ai_marking"]["DigitalSourceType"] == GENERATED
    assert json.loads(beside["ai_marking"]["AIGC"])["ContentProducer"] == MINE["ContentProducer"]
    assert image.ai_marking().signed
    other = image.save(tmp_path / ("b.webp" if form != "WEBP" else "b.png"), ai_marking=True)
    assert AiMarking(other.read_bytes()).digital_source_type == GENERATED, "a converted one is signed no more"
    assert not other.with_name(other.name + ".json").exists()


def test_a_format_without_a_place_has_the_marks_beside_it(result: Result, tmp_path: Path) -> None:
    path = result.images[0].save(tmp_path / "a.bmp", ai_marking=True)
    assert json.loads((tmp_path / "a.bmp.json").read_text("utf-8"))["ai_marking"] == {"DigitalSourceType": GENERATED}
    with Pil.open(path) as image:
        assert image.format == "BMP"


@pytest.mark.parametrize("carrier", ["XMP", "wrapped", "tEXt", "iTXt"])
@pytest.mark.parametrize("name", ["a.jpg", "a.webp", "a.png"])
def test_a_label_of_the_service_is_kept(carrier: str, name: str, result: Result, tmp_path: Path) -> None:
    label = json.dumps({"AIGC": DOUBAO} if carrier in ("wrapped", "tEXt") else DOUBAO)
    if carrier in ("tEXt", "iTXt"):
        content = png_with("AIGC", label, carrier.encode())
    else:
        content = marked(picture("PNG"), {SOURCE: "http://cv.iptc.org/newscodes/digitalsourcetype/other", LABEL: label})
    path = served(result, content).save(tmp_path / name, ai_marking=MINE, metadata=name == "a.png")
    told = AiMarking(path.read_bytes())
    assert told.aigc == DOUBAO, "never another's in its place"
    source = GENERATED if carrier in ("tEXt", "iTXt") else "http://cv.iptc.org/newscodes/digitalsourcetype/other"
    assert told.digital_source_type == source
    assert AiMarking(served(result, content).save(tmp_path / f"kept-{name}").read_bytes()).aigc == DOUBAO


@pytest.mark.parametrize(
    "xmp",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        "<a>" * 50_000,
        "no XML at all",
        f"<rdf:RDF {RDF}/>",
        f'<a><b {RDF} xmlns:T="http://www.tc260.org.cn/ns/AIGC/1.0/" T:AIGC="x"/></a>',
        " " * 1_100_000,
    ],
)
def test_foreign_xmp_says_nothing_and_is_left_alone(xmp: str) -> None:
    content = png_with("XML:com.adobe.xmp", xmp)
    assert not AiMarking(content)
    with pytest.raises(Unmarkable):
        marked(content, marks_for(True))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_no_cut_and_no_changed_byte_breaks_it(form: str) -> None:
    content = marked(picture(form), marks_for(MINE))
    for at in range(0, len(content), 7):
        for broken in (content[:at], content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]):
            AiMarking(broken)
            try:
                marked(broken, {**marks_for(MINE), SOURCE: GENERATED})
            except Unmarkable:
                continue


def test_what_is_shown_is_short_and_harmless() -> None:
    label = json.dumps({"ContentProducer": "\x1b[31m" + "x" * 9000, "ProduceID": 7, "Label": ["1"], "more": "y"})
    told = AiMarking(png_with("AIGC", label))
    assert told.aigc is not None
    assert list(told.aigc) == ["ContentProducer", "ProduceID"]
    assert told.aigc["ContentProducer"].startswith("\\u001b[31m")
    assert len(told.aigc["ContentProducer"]) <= 500
    for nothing in (b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\xff\xff\xff\xffWEBP"):
        assert not AiMarking(nothing)


def test_a_reference_image_that_is_made_to_fit_keeps_them() -> None:
    content = marked(picture("PNG", "RGBA"), {LABEL: json.dumps(DOUBAO)})
    with Client("sk-test") as client:
        prepared = client.wan2_6_image.edit.prepare("a cat", [content], fit=True)
    with prepared.inputs["reference_images"][0].open() as stream:
        sent = stream.read()
    assert sent != content
    assert AiMarking(sent).aigc == DOUBAO
