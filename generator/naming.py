"""What the id of a model or a family becomes: one rule, with `vidu/viduq3-fast_v2.1` as example.

attribute, module    vidu_viduq3_fast_v2_1      every sign that Python does not take is `_`
class                ViduViduq3FastV2_1         words run together; between digits `.` stays `_`
file, page           vidu_viduq3-fast_v2.1      `/` is `_`, as in the names of pictures

Ids whose names clash are refused by `generator/check/names.py`, so that all of these are as distinct as the ids.
"""

from __future__ import annotations

import re


def identifier(name: str) -> str:
    """The attribute of the client, or the module: `wan2.7-image-pro` is `wan2_7_image_pro`."""
    return re.sub(r"\W", "_", name)


def class_name(name: str) -> str:
    """The class: `wan2.7-image-pro` is `Wan2_7ImagePro`, `remove_watermark` is `RemoveWatermark`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split("[-/_]", name)).replace(".", "_")


def file_name(name: str) -> str:
    """The file without its suffix, and the page: `kling/kling-v3` is `kling_kling-v3`."""
    return name.replace("/", "_")


def distinct(name: str, suffix: str, taken: set[str]) -> str:
    """The name, with the suffix until nothing else has it; it is then taken."""
    while name in taken:
        name += suffix
    taken.add(name)
    return name
