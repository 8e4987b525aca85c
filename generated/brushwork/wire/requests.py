"""Request bodies as TypedDicts: what the client sends, by family and payload style."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class TextItem(TypedDict):
    """
    The text of a message; there is exactly one.
    """

    text: str


class ImageItem(TypedDict):
    """
    A reference image: an http, https, oss or data address.
    """

    image: str


class UserMessage(TypedDict):
    """
    The only message of a request; the order of the images numbers them.
    """

    role: Literal["user"]
    content: list[TextItem | ImageItem]


class MessagesInput(TypedDict):
    """
    Input of the endpoints that take messages; the list holds one message.
    """

    messages: list[UserMessage]


class PaletteColor(TypedDict):
    """
    A colour as "#RRGGBB" and its share as "23.51%".
    """

    hex: str
    ratio: str


class QwenImage2_0Parameters(TypedDict):
    """
    Parameters of Qwen-Image 2.0, those of all its models and modes.
    """

    n: NotRequired[int]
    size: NotRequired[str]
    prompt_extend: NotRequired[bool]
    negative_prompt: NotRequired[str]
    watermark: NotRequired[bool]
    seed: NotRequired[int]


class QwenImage2_0Body(TypedDict):
    """
    Request body of Qwen-Image 2.0.
    """

    model: Literal[
        "qwen-image-2.0-pro",
        "qwen-image-2.0-pro-2026-03-03",
        "qwen-image-2.0-pro-2026-04-22",
        "qwen-image-2.0-pro-2026-06-22",
        "qwen-image-2.0",
        "qwen-image-2.0-2026-03-03",
    ]
    input: MessagesInput
    parameters: NotRequired[QwenImage2_0Parameters]


class QwenImageEditParameters(TypedDict):
    """
    Parameters of Qwen-Image-Edit, those of all its models and modes.
    """

    n: NotRequired[int]
    size: NotRequired[str]
    prompt_extend: NotRequired[bool]
    negative_prompt: NotRequired[str]
    watermark: NotRequired[bool]
    seed: NotRequired[int]


class QwenImageEditBody(TypedDict):
    """
    Request body of Qwen-Image-Edit.
    """

    model: Literal[
        "qwen-image-edit-max",
        "qwen-image-edit-max-2026-01-16",
        "qwen-image-edit-plus",
        "qwen-image-edit-plus-2025-10-30",
        "qwen-image-edit-plus-2025-12-15",
        "qwen-image-edit",
    ]
    input: MessagesInput
    parameters: NotRequired[QwenImageEditParameters]


class QwenImagePromptInput(TypedDict):
    """
    Input of Qwen-Image.
    """

    prompt: str
    negative_prompt: NotRequired[str]


class QwenImagePromptParameters(TypedDict):
    """
    Parameters of Qwen-Image, those of all its models and modes.
    """

    size: NotRequired[str]
    n: NotRequired[int]
    prompt_extend: NotRequired[bool]
    watermark: NotRequired[bool]
    seed: NotRequired[int]


class QwenImagePromptBody(TypedDict):
    """
    Request body of Qwen-Image.
    """

    model: Literal[
        "qwen-image-plus", "qwen-image-plus-2026-01-09", "qwen-image-max", "qwen-image-max-2025-12-30", "qwen-image"
    ]
    input: QwenImagePromptInput
    parameters: NotRequired[QwenImagePromptParameters]


class QwenImageMessagesParameters(TypedDict):
    """
    Parameters of Qwen-Image, those of all its models and modes.
    """

    size: NotRequired[str]
    n: NotRequired[int]
    prompt_extend: NotRequired[bool]
    negative_prompt: NotRequired[str]
    watermark: NotRequired[bool]
    seed: NotRequired[int]


class QwenImageMessagesBody(TypedDict):
    """
    Request body of Qwen-Image.
    """

    model: Literal[
        "qwen-image-plus", "qwen-image-plus-2026-01-09", "qwen-image-max", "qwen-image-max-2025-12-30", "qwen-image"
    ]
    input: MessagesInput
    parameters: NotRequired[QwenImageMessagesParameters]


class Wan2_2T2iInput(TypedDict):
    """
    Input of Wan 2.2 text to image.
    """

    prompt: str
    negative_prompt: NotRequired[str]


class Wan2_2T2iParameters(TypedDict):
    """
    Parameters of Wan 2.2 text to image, those of all its models and modes.
    """

    size: NotRequired[str]
    n: NotRequired[int]
    prompt_extend: NotRequired[bool]
    watermark: NotRequired[bool]
    seed: NotRequired[int]


class Wan2_2T2iBody(TypedDict):
    """
    Request body of Wan 2.2 text to image.
    """

    model: Literal["wan2.2-t2i-flash", "wan2.2-t2i-plus"]
    input: Wan2_2T2iInput
    parameters: NotRequired[Wan2_2T2iParameters]


class Wan2_5I2iInput(TypedDict):
    """
    Input of Wan 2.5 image to image.
    """

    prompt: str
    images: list[str]
    negative_prompt: NotRequired[str]


class Wan2_5I2iParameters(TypedDict):
    """
    Parameters of Wan 2.5 image to image, those of all its models and modes.
    """

    size: NotRequired[str]
    prompt_extend: NotRequired[bool]
    n: NotRequired[int]
    watermark: NotRequired[bool]
    seed: NotRequired[int]


class Wan2_5I2iBody(TypedDict):
    """
    Request body of Wan 2.5 image to image.
    """

    model: Literal["wan2.5-i2i-preview"]
    input: Wan2_5I2iInput
    parameters: NotRequired[Wan2_5I2iParameters]


class Wan2_5T2iInput(TypedDict):
    """
    Input of Wan 2.5 text to image.
    """

    prompt: str
    negative_prompt: NotRequired[str]


class Wan2_5T2iParameters(TypedDict):
    """
    Parameters of Wan 2.5 text to image, those of all its models and modes.
    """

    size: NotRequired[str]
    n: NotRequired[int]
    prompt_extend: NotRequired[bool]
    watermark: NotRequired[bool]
    seed: NotRequired[int]


class Wan2_5T2iBody(TypedDict):
    """
    Request body of Wan 2.5 text to image.
    """

    model: Literal["wan2.5-t2i-preview"]
    input: Wan2_5T2iInput
    parameters: NotRequired[Wan2_5T2iParameters]


class Wan2_6ImageParameters(TypedDict):
    """
    Parameters of Wan 2.6 Image, those of all its models and modes.
    """

    size: NotRequired[str]
    n: NotRequired[int]
    prompt_extend: NotRequired[bool]
    negative_prompt: NotRequired[str]
    watermark: NotRequired[bool]
    seed: NotRequired[int]
    enable_interleave: NotRequired[bool]
    max_images: NotRequired[int]
    stream: NotRequired[bool]


class Wan2_6ImageBody(TypedDict):
    """
    Request body of Wan 2.6 Image.
    """

    model: Literal["wan2.6-image"]
    input: MessagesInput
    parameters: NotRequired[Wan2_6ImageParameters]


class Wan2_6T2iParameters(TypedDict):
    """
    Parameters of Wan 2.6 text to image, those of all its models and modes.
    """

    size: NotRequired[str]
    n: NotRequired[int]
    prompt_extend: NotRequired[bool]
    negative_prompt: NotRequired[str]
    watermark: NotRequired[bool]
    seed: NotRequired[int]


class Wan2_6T2iBody(TypedDict):
    """
    Request body of Wan 2.6 text to image.
    """

    model: Literal["wan2.6-t2i"]
    input: MessagesInput
    parameters: NotRequired[Wan2_6T2iParameters]


class Wan2_7Parameters(TypedDict):
    """
    Parameters of Wan 2.7 Image, those of all its models and modes.
    """

    size: NotRequired[str]
    n: NotRequired[int]
    thinking_mode: NotRequired[bool]
    color_palette: NotRequired[list[PaletteColor]]
    negative_prompt: NotRequired[str]
    watermark: NotRequired[bool]
    seed: NotRequired[int]
    bbox_list: NotRequired[list[list[list[int]]]]
    enable_sequential: NotRequired[bool]


class Wan2_7Body(TypedDict):
    """
    Request body of Wan 2.7 Image.
    """

    model: Literal["wan2.7-image-pro", "wan2.7-image"]
    input: MessagesInput
    parameters: NotRequired[Wan2_7Parameters]


class ZImageParameters(TypedDict):
    """
    Parameters of Z-Image, those of all its models and modes.
    """

    size: NotRequired[str]
    prompt_extend: NotRequired[bool]
    seed: NotRequired[int]


class ZImageBody(TypedDict):
    """
    Request body of Z-Image.
    """

    model: Literal["z-image-turbo"]
    input: MessagesInput
    parameters: NotRequired[ZImageParameters]
