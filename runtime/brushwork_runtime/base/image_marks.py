"""What a picture's file says of how it was made: IPTC's digital source type, and China's label of generated content.

Both are properties of XMP, which stands in a PNG (iTXt), a JPEG (APP1) and a WEBP ("XMP "). Some programs write the
label into a PNG as a text called AIGC instead. The bytes come from anywhere: what cannot be read says nothing.

Sources: IPTC Photo Metadata Standard (Iptc4xmpExt:DigitalSourceType); GB 45438-2025, appendix E, and the guide of TC260
to it for pictures (TC260:AIGC). Which fields of the label may be empty, but for the reserved ones, neither says.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from html import escape
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Required, TypedDict

from brushwork_runtime.base import redact
from brushwork_runtime.base.image_ends import png_text, webp_chunks
from brushwork_runtime.base.image_headers import Reader, png_chunks, signature, sniff
from brushwork_runtime.base.json_values import named
from brushwork_runtime.base.language import series, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Block = tuple[bytes, int, int, int, int]
    """A part of a file: its kind, its start, where its content begins and stops, and its end."""

GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""The digital source type of a picture that a trained model made."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SOURCE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"
LABEL = "{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"
_NAMES = {SOURCE: ("Iptc4xmpExt", "DigitalSourceType"), LABEL: ("TC260", "AIGC")}
"""The two properties by their whole names, and how each is written."""

_MOST, _MOST_BLOCKS, _LONGEST = 1024 * 1024, 100_000, 500
"""Bytes of a block and number of blocks that are read, and characters of a value that are shown."""


class AigcLabel(TypedDict, total=False):
    """China's label of generated content (GB 45438-2025, appendix E). The values are your own: none is made up.

    `Label`: "1" for generated (the default), "2" for perhaps, "3" for suspected. `ContentProducer`: name or code of who
    offers the generation; `ProduceID`: its number of this picture. `ContentPropagator`, `PropagateID`: the same of who
    spreads it. The reserved ones are for what protects the others. What is not given is written as "".
    """

    Label: str
    ContentProducer: Required[str]
    ProduceID: Required[str]
    ReservedCode1: str
    ContentPropagator: str
    PropagateID: str
    ReservedCode2: str


AigcLabel.__module__ = "brushwork"

_FIELDS = dict.fromkeys(AigcLabel.__annotations__, "") | {"Label": "1"}
"""The fields in the order of the standard."""

_REQUIRED = ("ContentProducer", "ProduceID")


class Unmarkable(ValueError):
    """A file takes no marking. The message says why."""


class AiMarking:
    """What a file says of itself; anyone can write it, and nothing of it is verified. False if it says nothing.

    `digital_source_type` is IPTC's, an address; `aigc` has the fields of China's label that the file has, by the names
    of the standard; None where there is none. `signed`: whether it has a manifest of C2PA, which is not read.
    """

    __module__ = "brushwork"
    __slots__ = ("aigc", "digital_source_type", "signed")

    def __init__(self, content: bytes) -> None:
        file, marks = _read(content)
        source = marks.get(SOURCE)
        self.digital_source_type = None if source is None else redact.shown(source, (), _LONGEST)
        self.aigc: Mapping[str, str] | None = _fields_of(marks.get(LABEL, ""))
        self.signed = file is not None and file.signed == "C2PA"

    def __bool__(self) -> bool:
        return bool(self.digital_source_type or self.aigc or self.signed)

    def __repr__(self) -> str:
        return f"<AiMarking {self.digital_source_type}, aigc {self.aigc}{', signed' if self.signed else ''}>"


def marks_for(ai_marking: object, **fields: str) -> dict[str, str]:
    """The properties that an argument asks for: True the source type, a label both, its `{name}` filled from `fields`.

    Raises `TypeError` or `ValueError` for a label that is none, has a field that there is not, or lacks one.
    """
    label = dict(named(ai_marking))
    if not label:
        if isinstance(ai_marking, bool):
            return {SOURCE: GENERATED} if ai_marking else {}
        given = redact.value(ai_marking)
        raise TypeError(tr("ai_marking is {given}; it must be True, False or an AigcLabel", given=given))
    for name, value in (dict.fromkeys(_REQUIRED) | label).items():
        shown = redact.value(value)
        if name not in _FIELDS:
            raise ValueError(
                tr("the label has no {name}; it has {names}", name=redact.value(name), names=series(_FIELDS))
            )
        if not isinstance(value, str) or not value.isprintable() or (name in _REQUIRED and not value):
            raise ValueError(tr("{name} is {value}; it must be text of printable characters", name=name, value=shown))
        label[name] = re.sub(r"\{(\w+)\}", lambda found: fields.get(found[1], found[0]), value)
    return {SOURCE: GENERATED, LABEL: json.dumps(_FIELDS | label, ensure_ascii=False)}


def marks_of(content: bytes) -> dict[str, str]:
    """The properties that a file has of the two, as they are written there; none where it cannot be read."""
    return _read(content)[1]


def kept_marks(content: bytes, original: bytes) -> bytes:
    """A picture with the properties of the one that it was made of, where it takes them."""
    try:
        return marked(content, marks_of(original))
    except Unmarkable:
        return content


def marked(content: bytes, marks: Mapping[str, str]) -> bytes:
    """The file with these properties beside what it says already; one that it has stays as it is.

    Raises `Unmarkable` for a file that is signed, has no place for XMP, or is damaged.
    """
    try:
        file = _File(content)
        new = {name: text for name, text in marks.items() if name not in file.marks()}
        if new and file.signed:
            raise Unmarkable(tr("it is signed ({kind})", kind=file.signed))
        made = file.written(_merged(file.packet, new)) if new else content
    except (ValueError, struct.error) as error:
        raise Unmarkable(str(error)) from error
    if any(marks_of(made).get(name) != text for name, text in new.items()):
        raise Unmarkable(tr("its XMP cannot be added to"))
    return made


def _merged(packet: bytes, marks: Mapping[str, str]) -> bytes:
    """A packet of XMP with these properties added, everything else in it byte for byte as it was."""
    about = _properties(packet)[1] if packet else ""
    spaces, inside = "", ""
    for whole, text in marks.items():
        prefix, name = _NAMES[whole]
        spaces += f' xmlns:{prefix}="{whole[1 : -len(name) - 1]}"'
        inside += f"<{prefix}:{name}>{escape(text)}</{prefix}:{name}>"
    added = f'<rdf:Description xmlns:rdf="{_RDF}" rdf:about="{escape(about)}"{spaces}>{inside}</rdf:Description>'
    if not packet:
        head = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        packet = f'{head}<rdf:RDF xmlns:rdf="{_RDF}"></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'.encode()
    ends = [found.start() for found in re.finditer(rb"</(?:[\w.-]+:)?RDF\s*>", packet)] or [0]
    return packet[: ends[-1]] + added.encode() + packet[ends[-1] :]


def _read(content: bytes) -> tuple[_File | None, dict[str, str]]:
    """A file and its properties, as far as it can be read."""
    file = None
    try:
        file = _File(content)
        return file, file.marks()
    except (ValueError, struct.error):
        return file, {}


class _File:
    """The bytes of a picture, and where in them XMP stands or would stand. Raises `ValueError` for other files."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.form = signature(content[:64]) or ""
        if self.form not in _FORMS:
            raise ValueError(tr("{form} has no place for it", form=self.form or tr("a file of no known format")))
        blocks, wanted, begins = _FORMS[self.form]
        self.packet, self.signed, self._label = b"", "", ""
        self.bounds = (0, 0)
        """Where the packet's block stands, or where it would: behind those that have to stand first."""
        for kind, start, begin, stop, end in islice(blocks(content), _MOST_BLOCKS):
            payload = content[begin : min(stop, begin + _MOST)]
            if kind in (b"caBX", b"C2PA", b"dSIG") or (kind == b"\xeb" and payload.startswith(b"JP")):
                self.signed = "dSIG" if kind == b"dSIG" else "C2PA"
            if kind == wanted and payload.startswith(begins) and not self.packet:
                self.packet = _text(kind, payload) if self.form == "PNG" else payload[len(begins) :]
                self.bounds = start, end
            elif kind in (b"tEXt", b"iTXt", b"zTXt") and payload.startswith(b"AIGC\0"):
                self._label = _text(kind, payload).decode("utf-8", "replace")
            elif not self.packet and (kind in (b"IHDR", b"\xe0") or payload.startswith(b"Exif\0")):
                self.bounds = end, end

    def marks(self) -> dict[str, str]:
        """The properties that it has of the two. Raises `ValueError` for XMP that is none."""
        found = _properties(self.packet)[0] if self.packet else {}
        return found if _fields_of(self._label) is None else {LABEL: self._label} | found

    def written(self, packet: bytes) -> bytes:
        """The file with this packet in the place of its own, or of none."""
        if self.form == "WEBP":
            return self._webp(packet)
        start, end = self.bounds if any(self.bounds) else (2, 2)
        if self.form == "PNG":
            block = png_text("XML:com.adobe.xmp", packet.decode())
        else:
            packet = _APP1 + packet
            if len(packet) > 0xFFFF - 2:
                raise ValueError(tr("its XMP is longer than a segment of a JPEG"))
            block = b"\xff\xe1" + (len(packet) + 2).to_bytes(2) + packet
        return self.content[:start] + block + self.content[end:]

    def _webp(self, packet: bytes) -> bytes:
        """An extended file, whose first chunk says that it has XMP, which is the last."""
        chunks = [(kind, self.content[start:end]) for kind, start, _, _, end in _chunks(self.content)]
        head = next((bytearray(chunk) for kind, chunk in chunks if kind == b"VP8X"), None)
        if head is None:
            header = sniff(BytesIO(self.content))
            if header is None:
                raise ValueError(tr("its header cannot be read"))
            sides = ((header.height - 1) << 24 | header.width - 1).to_bytes(6, "little")
            head = bytearray(struct.pack("<4sII", b"VP8X", 10, 16 * header.alpha) + sides)
        head[8] |= 4
        kept = b"".join(chunk for kind, chunk in chunks if kind not in (b"VP8X", b"XMP "))
        body = b"WEBP" + head + kept + struct.pack("<4sI", b"XMP ", len(packet)) + packet + b"\0" * (len(packet) & 1)
        return b"RIFF" + len(body).to_bytes(4, "little") + body


def _png(content: bytes) -> Iterator[Block]:
    for kind, begin, length in png_chunks(Reader(BytesIO(content), 0)):
        yield kind, begin - 8, begin, begin + length, begin + length + 4


def _segments(content: bytes) -> Iterator[Block]:
    at, kind = 2, 0
    while kind != 0xDA:
        mark, kind, length = struct.unpack_from(">BBH", content, at)
        if mark != 0xFF or length < 2 or at + 2 + length > len(content):
            raise ValueError(tr("its segments are not those of a JPEG"))
        yield bytes([kind]), at, at + 4, at + 2 + length, at + 2 + length
        at += 2 + length


def _chunks(content: bytes) -> Iterator[Block]:
    for kind, begin, length in webp_chunks(Reader(BytesIO(content), 0)):
        yield kind, begin - 8, begin, begin + length, begin + length + (length & 1)


_APP1 = b"http://ns.adobe.com/xap/1.0/\0"
_FORMS = {
    "PNG": (_png, b"iTXt", b"XML:com.adobe.xmp\0"),
    "JPEG": (_segments, b"\xe1", _APP1),
    "WEBP": (_chunks, b"XMP ", b""),
}
"""The blocks of a format, the kind of the one that holds XMP, and how that begins."""


def _text(kind: bytes, payload: bytes) -> bytes:
    """The text of a chunk of a PNG behind its keyword, unpacked up to a bound."""
    text = payload.partition(b"\0")[2]
    packed = kind == b"zTXt" or (kind == b"iTXt" and text[:1] == b"\1")
    if kind == b"iTXt":
        text = text[2:].split(b"\0", 2)[-1]
    try:
        return zlib.decompressobj().decompress(text[kind == b"zTXt" :], _MOST) if packed else text
    except zlib.error as error:
        raise ValueError(tr("a text in it is damaged")) from error


def _properties(packet: bytes) -> tuple[dict[str, str], str]:
    """The two properties of a packet, and what it is about. Raises `ValueError` for what is no XMP."""
    from xml.etree import ElementTree as Tree

    text = packet.decode("utf-8").strip("\ufeff\0 \r\n\t")
    try:
        if re.search(r"<!(?!--|\[CDATA\[)", text):  # of declarations come entities, which grow
            raise Tree.ParseError
        descriptions = list(Tree.fromstring(text).iter(f"{{{_RDF}}}Description"))
    except Tree.ParseError as error:
        raise ValueError(tr("its XMP cannot be read")) from error
    found: dict[str, str] = {}
    for description in descriptions:
        for name in _NAMES:
            element, told = description.find(name), description.get(name)
            if element is not None:
                told = element.get(f"{{{_RDF}}}resource") or "".join(element.itertext()).strip()
            if told:
                found.setdefault(name, told)
    return found, next((about for each in descriptions if (about := each.get(f"{{{_RDF}}}about"))), "")


def _fields_of(text: str) -> dict[str, str] | None:
    """The fields of a label, fit to be shown; None where it is none. Some programs wrap it as {"AIGC": ...}."""
    try:
        label = named(json.loads(text))
    except (ValueError, RecursionError):
        return None
    label = named(label.get("AIGC", label))
    found = {name: str(label[name]) for name in _FIELDS if isinstance(label.get(name), (str, int))}
    return {name: redact.shown(value, (), _LONGEST) for name, value in found.items()} or None
