"""Request bodies as TypedDicts: what the client sends, by family and payload style."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


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


class KlingElementListItemElementListItem(TypedDict):
    element_id: int


class KlingElementListItem(TypedDict):
    """
    An item of a message of Kling image models.
    """

    element_list: list[KlingElementListItemElementListItem]


class KlingMessage(TypedDict):
    """
    The only message of a request; the order of the images numbers them.
    """

    role: Literal["user"]
    content: list[TextItem | ImageItem | KlingElementListItem]


class KlingInput(TypedDict):
    """
    Input of Kling image models.
    """

    messages: list[KlingMessage]


class KlingParameters(TypedDict):
    """
    Parameters of Kling image models, those of all its models and modes.
    """

    n: NotRequired[int]
    aspect_ratio: NotRequired[Literal["16:9", "9:16", "1:1"]]
    resolution: NotRequired[Literal["1k", "2k"]]
    watermark: NotRequired[bool]
    result_type: NotRequired[Literal["single", "series"]]
    series_amount: NotRequired[int]


class KlingBody(TypedDict):
    """
    Request body of Kling image models.
    """

    model: Literal["kling/kling-v3-image-generation", "kling/kling-v3-omni-image-generation"]
    input: KlingInput
    parameters: NotRequired[KlingParameters]


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


class QwenImage2_1Parameters(TypedDict):
    """
    Parameters of Qwen-Image 2.1, those of all its models and modes.
    """

    n: NotRequired[int]
    size: NotRequired[str]
    seed: NotRequired[int]
    prompt_extend: NotRequired[bool]
    prompt_extend_mode: NotRequired[Literal["direct", "agent"]]
    enable_thinking: NotRequired[bool]
    watermark: NotRequired[bool]


class QwenImage2_1Body(TypedDict):
    """
    Request body of Qwen-Image 2.1.
    """

    model: Literal["qwen-image-2.1-pro", "qwen-image-2.1-turbo"]
    input: MessagesInput
    parameters: NotRequired[QwenImage2_1Parameters]


class QwenImage3_0MessagesParameters(TypedDict):
    """
    Parameters of Qwen-Image 3.0, those of all its models and modes.
    """

    n: NotRequired[int]
    size: NotRequired[str]
    negative_prompt: NotRequired[str]
    seed: NotRequired[int]
    prompt_extend: NotRequired[bool]
    prompt_extend_mode: NotRequired[Literal["direct", "agent"]]
    enable_thinking: NotRequired[bool]
    watermark: NotRequired[bool]


class QwenImage3_0MessagesBody(TypedDict):
    """
    Request body of Qwen-Image 3.0.
    """

    model: Literal["qwen-image-3.0-pro", "qwen-image-3.0"]
    input: MessagesInput
    parameters: NotRequired[QwenImage3_0MessagesParameters]


class QwenImage3_0FlatBody(TypedDict):
    """
    Request body of Qwen-Image 3.0, all of it at the top.
    """

    model: Literal["qwen-image-3.0-pro", "qwen-image-3.0"]
    prompt: str
    image: NotRequired[str | list[str]]
    n: NotRequired[int]
    size: NotRequired[str]
    negative_prompt: NotRequired[str]
    seed: NotRequired[int]
    prompt_extend: NotRequired[bool]
    prompt_extend_mode: NotRequired[Literal["direct", "agent"]]
    enable_thinking: NotRequired[bool]
    watermark: NotRequired[bool]


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


class QwenMtImageInputExtTerminologiesItem(TypedDict):
    src: str
    tgt: str


class QwenMtImageInputExtConfig(TypedDict, closed=True):
    imageSegment: NotRequired[bool]


class QwenMtImageInputExt(TypedDict, closed=True):
    domainHint: NotRequired[str]
    sensitives: NotRequired[list[str]]
    terminologies: NotRequired[list[QwenMtImageInputExtTerminologiesItem]]
    config: NotRequired[QwenMtImageInputExtConfig]


class QwenMtImageInput(TypedDict):
    """
    Input of Qwen-MT image translation.
    """

    image_url: NotRequired[str]
    source_lang: NotRequired[str]
    target_lang: NotRequired[str]
    ext: NotRequired[QwenMtImageInputExt]


class QwenMtImageParameters(TypedDict):
    """
    Parameters of Qwen-MT image translation, those of all its models and modes.
    """


class QwenMtImageBody(TypedDict):
    """
    Request body of Qwen-MT image translation.
    """

    model: Literal["qwen-mt-image-2.0", "qwen-mt-image"]
    input: QwenMtImageInput
    parameters: NotRequired[QwenMtImageParameters]


class ViduParameters(TypedDict):
    """
    Parameters of Vidu image models, those of all its models and modes.
    """

    size: NotRequired[str]
    n: NotRequired[int]
    seed: NotRequired[int]
    watermark: NotRequired[bool]


class ViduBody(TypedDict):
    """
    Request body of Vidu image models.
    """

    model: Literal[
        "vidu/vidu-image_reference2image",
        "vidu/vidu-image-pro_reference2image",
        "vidu/vidu-image-lite_reference2image",
        "vidu/viduq3-fast_reference2image",
        "vidu/viduq2-pro_reference2image",
        "vidu/viduq2-fast_reference2image",
    ]
    input: MessagesInput
    parameters: NotRequired[ViduParameters]


class Wan2_1T2iInput(TypedDict):
    """
    Input of Wan 2.1 text to image.
    """

    prompt: str
    negative_prompt: NotRequired[str]


class Wan2_1T2iParameters(TypedDict):
    """
    Parameters of Wan 2.1 text to image, those of all its models and modes.
    """

    size: NotRequired[str]
    n: NotRequired[int]
    prompt_extend: NotRequired[bool]
    watermark: NotRequired[bool]
    seed: NotRequired[int]


class Wan2_1T2iBody(TypedDict):
    """
    Request body of Wan 2.1 text to image.
    """

    model: Literal["wan2.1-t2i-plus", "wanx2.1-t2i-plus", "wan2.1-t2i-turbo", "wanx2.1-t2i-turbo", "wanx2.0-t2i-turbo"]
    input: Wan2_1T2iInput
    parameters: NotRequired[Wan2_1T2iParameters]


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


class WanxStyleRepaintInput(TypedDict):
    """
    Input of Wanx portrait style repaint.
    """

    image_url: NotRequired[str]
    style_ref_url: NotRequired[str]
    style_index: NotRequired[
        Literal[-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40]
    ]


class WanxStyleRepaintParameters(TypedDict):
    """
    Parameters of Wanx portrait style repaint, those of all its models and modes.
    """


class WanxStyleRepaintBody(TypedDict):
    """
    Request body of Wanx portrait style repaint.
    """

    model: Literal["wanx-style-repaint-v1"]
    input: WanxStyleRepaintInput
    parameters: NotRequired[WanxStyleRepaintParameters]


class WanxV1Input(TypedDict):
    """
    Input of Wanx v1.
    """

    prompt: str
    ref_img: NotRequired[str]
    negative_prompt: NotRequired[str]


class WanxV1Parameters(TypedDict):
    """
    Parameters of Wanx v1, those of all its models and modes.
    """

    style: NotRequired[
        Literal[
            "<auto>",
            "<photography>",
            "<portrait>",
            "<3d cartoon>",
            "<anime>",
            "<oil painting>",
            "<watercolor>",
            "<sketch>",
            "<chinese painting>",
            "<flat illustration>",
        ]
    ]
    size: NotRequired[str]
    n: NotRequired[int]
    seed: NotRequired[int]
    ref_strength: NotRequired[float]
    ref_mode: NotRequired[Literal["repaint", "refonly"]]


class WanxV1Body(TypedDict):
    """
    Request body of Wanx v1.
    """

    model: Literal["wanx-v1", "wanx-v1-0521"]
    input: WanxV1Input
    parameters: NotRequired[WanxV1Parameters]


class Wanx2_1ImageeditInput(TypedDict):
    """
    Input of Wanx 2.1 image editing.
    """

    prompt: str
    base_image_url: NotRequired[str]
    function: NotRequired[
        Literal[
            "stylization_all",
            "stylization_local",
            "description_edit",
            "description_edit_with_mask",
            "remove_watermark",
            "expand",
            "super_resolution",
            "colorization",
            "doodle",
            "control_cartoon_feature",
        ]
    ]
    mask_image_url: NotRequired[str]


class Wanx2_1ImageeditParameters(TypedDict):
    """
    Parameters of Wanx 2.1 image editing, those of all its models and modes.
    """

    strength: NotRequired[float]
    n: NotRequired[int]
    seed: NotRequired[int]
    watermark: NotRequired[bool]
    top_scale: NotRequired[float]
    bottom_scale: NotRequired[float]
    left_scale: NotRequired[float]
    right_scale: NotRequired[float]
    upscale_factor: NotRequired[int]
    is_sketch: NotRequired[bool]


class Wanx2_1ImageeditBody(TypedDict):
    """
    Request body of Wanx 2.1 image editing.
    """

    model: Literal["wanx2.1-imageedit"]
    input: Wanx2_1ImageeditInput
    parameters: NotRequired[Wanx2_1ImageeditParameters]


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
