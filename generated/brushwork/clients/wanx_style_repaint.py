"""Wanx portrait style repaint: Redraws a portrait in one of 23 styles, or in the style of another picture. The short
side of the answer is 1536.

Models: wanx-style-repaint-v1.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.wanx_style_repaint import WANX_STYLE_REPAINT_V1

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra, ImageInput
    from brushwork_runtime.client.calls import Prepared

    WanxStyleRepaintStyleIndex = Literal[
        -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40
    ]


class WanxStyleRepaintV1Repaint(ModeCall[ResultT, TaskT]):
    """`client.wanx_style_repaint_v1.repaint`: redraws a portrait in a named style, or in the style of another picture.

    Model wanx-style-repaint-v1, async. List price per image: CNY 0.12 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        image_url: ImageInput,
        style_ref_url: ImageInput | None = None,
        *,
        style_index: WanxStyleRepaintStyleIndex,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Redraws a portrait in a named style, or in the style of another picture.

        Model wanx-style-repaint-v1, async. List price per image: CNY 0.12 in cn-beijing.

        style_ref_url is required when style_index is -1.

        Args:
            image_url: One image. Formats: JPEG, PNG, BMP and WEBP. The width must be 256 to 5,760 pixels. The height
                must be 256 to 3,240 pixels. The aspect ratio must be 1:2 to 2:1. At most 10 MB each. It is sent as a
                web address, a data: URI or an upload (oss://). A URL must not contain Chinese characters. [ha]
            style_ref_url: One image, if any. Formats: JPEG, PNG, BMP and WEBP. The width must be 256 to 5,760 pixels.
                The height must be 256 to 3,240 pixels. The aspect ratio must be 1:2 to 2:1. At most 10 MB each. It is
                sent as a web address, a data: URI or an upload (oss://). A URL must not contain Chinese characters.
                [ha]
            style_index: The style: -1 that of style_ref_url, 0 retro comic, 1 3D fairy tale, 2 anime, 3 fresh, 4 future
                tech, 5 Chinese painting, 6 warrior, 7 colour cartoon, 8 elegant Chinese, 9 new year, 14 gongbi, 15
                festive, 30 fairy-tale world, 31 clay, 32 pixel, 33 adventure, 34 Japanese comic, 35 3D world, 36 anime
                world, 37 hand-drawn, 38 crayon, 39 fridge magnet, 40 badge. Accepts -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
                14, 15, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39 or 40. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
        """
        return self._prepare(
            None,
            {
                "image_url": image_url,
                "style_ref_url": style_ref_url,
            },
            {
                "style_index": style_index,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        image_url: ImageInput,
        style_ref_url: ImageInput | None = None,
        *,
        style_index: WanxStyleRepaintStyleIndex,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            None,
            {
                "image_url": image_url,
                "style_ref_url": style_ref_url,
            },
            {
                "style_index": style_index,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        image_url: ImageInput,
        style_ref_url: ImageInput | None = None,
        *,
        style_index: WanxStyleRepaintStyleIndex,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            None,
            {
                "image_url": image_url,
                "style_ref_url": style_ref_url,
            },
            {
                "style_index": style_index,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class WanxStyleRepaintV1(ModelClient[ResultT, TaskT]):
    """wanx-style-repaint-v1: 23 styles for a portrait, or the style of another picture.

    List price per image: CNY 0.12 in cn-beijing.

    Regions: cn-beijing.
    """

    spec = WANX_STYLE_REPAINT_V1

    @cached_property
    def repaint(self) -> WanxStyleRepaintV1Repaint[ResultT, TaskT]:
        """Redraws a portrait in a named style, or in the style of another picture."""
        return WanxStyleRepaintV1Repaint(self, "repaint")
