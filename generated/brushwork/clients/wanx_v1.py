"""Wanx v1: The first text-to-image model of the line, with named styles and one reference picture. No longer developed.

Models: wanx-v1.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.wanx_v1 import WANX_V1

if TYPE_CHECKING:
    from typing import Literal, Self

    from brushwork_runtime.base.types import Extra, ImageInput
    from brushwork_runtime.client.calls import Prepared

    WanxV1Style = Literal[
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
    WanxV1Size = (
        Literal["1:1", "9:16", "2:3", "16:9", "1024*1024", "720*1280", "768*1152", "1280*720"] | str | tuple[int, int]
    )
    WanxV1RefMode = Literal["repaint", "refonly"]


class WanxV1Generate(ModeCall[ResultT, TaskT]):
    """`client.wanx_v1.generate`: text to image, also after the content or the style of a reference picture.

    Model wanx-v1, async. List price per image: CNY 0.16 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        ref_img: ImageInput | None = None,
        *,
        negative_prompt: str | None = None,
        style: WanxV1Style | None = None,
        size: WanxV1Size | None = None,
        n: int = 1,
        seed: int | None = None,
        ref_strength: float | None = None,
        ref_mode: WanxV1RefMode | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image, also after the content or the style of a reference picture.

        Model wanx-v1, async. List price per image: CNY 0.16 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. [ha, qw]
            ref_img: One image, if any. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 256 to 4,096 pixels.
                At most 10 MB each. It is sent as a web address or an upload (oss://). A URL must not contain Chinese
                characters. [ha, qw]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [ha, qw]
            style: Style of the image; the angle brackets are part of the value. Accepts <auto>, <photography>,
                <portrait>, <3d cartoon>, <anime>, <oil painting>, <watercolor>, <sketch>, <chinese painting> or <flat
                illustration>. Server default: <auto>. [ha, qw]
            size: Output resolution, width*height in pixels. Accepts 1024*1024, 720*1280, 768*1152 or 1280*720. Server
                default: 1024*1024. [ha, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Several images take seed, seed+1, seed+2 and so on. Accepts
                0 to 2,147,483,647. Server default: random. [ha, qw]
            ref_strength: How close the image stays to the reference picture; larger is closer. Means something only
                with ref_img; its default is not documented. Accepts 0.0 to 1.0. [ha, qw]
            ref_mode: Whether the reference picture gives the content (repaint) or the style (refonly). Accepts repaint
                or refonly. Server default: repaint. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 24 hours, so save the images soon.

        Raises:
            InvalidRequest: The request breaks a rule above; the error lists every violation, and nothing was sent.
            APIError: The service rejected the request; the subclasses say why.
            OutcomeUnknown: The connection broke after the request was sent, so it may be billed; it is not sent twice.
            PartialResult: Some images failed; the error holds the others.
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "ref_img": ref_img,
            },
            {
                "negative_prompt": negative_prompt,
                "style": style,
                "size": size,
                "n": n,
                "seed": seed,
                "ref_strength": ref_strength,
                "ref_mode": ref_mode,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        ref_img: ImageInput | None = None,
        *,
        negative_prompt: str | None = None,
        style: WanxV1Style | None = None,
        size: WanxV1Size | None = None,
        n: int = 1,
        seed: int | None = None,
        ref_strength: float | None = None,
        ref_mode: WanxV1RefMode | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "ref_img": ref_img,
            },
            {
                "negative_prompt": negative_prompt,
                "style": style,
                "size": size,
                "n": n,
                "seed": seed,
                "ref_strength": ref_strength,
                "ref_mode": ref_mode,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        ref_img: ImageInput | None = None,
        *,
        negative_prompt: str | None = None,
        style: WanxV1Style | None = None,
        size: WanxV1Size | None = None,
        n: int = 1,
        seed: int | None = None,
        ref_strength: float | None = None,
        ref_mode: WanxV1RefMode | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "ref_img": ref_img,
            },
            {
                "negative_prompt": negative_prompt,
                "style": style,
                "size": size,
                "n": n,
                "seed": seed,
                "ref_strength": ref_strength,
                "ref_mode": ref_mode,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class WanxV1(ModelClient[ResultT, TaskT]):
    """wanx-v1: Ten styles, four sizes, one reference picture.

    List price per image: CNY 0.16 in cn-beijing.

    Regions: cn-beijing.
    """

    spec = WANX_V1

    @cached_property
    def generate(self) -> WanxV1Generate[ResultT, TaskT]:
        """Text to image, also after the content or the style of a reference picture."""
        return WanxV1Generate(self, "generate")

    def at(self, snapshot: Literal["wanx-v1-0521"]) -> Self:
        """This model pinned to a dated snapshot."""
        return self._at(snapshot)
