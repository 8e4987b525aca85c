"""Wan 2.5 image to image: Editing that keeps the subject, and fusion of up to three reference images, as a task.

Models: wan2.5-i2i-preview.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.wan2_5_i2i import WAN2_5_I2I_PREVIEW

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.calls import Prepared

    Wan2_5I2iSize = (
        Literal[
            "1:1",
            "2:3",
            "3:2",
            "3:4",
            "4:3",
            "9:16",
            "16:9",
            "21:9",
            "1280*1280",
            "800*1200",
            "1200*800",
            "960*1280",
            "1280*960",
            "720*1280",
            "1280*720",
            "1344*576",
            "1024*1024",
        ]
        | str
        | tuple[int, int]
    )


class Wan2_5I2iPreviewEdit(ModeCall[ResultT, TaskT]):
    """`client.wan2_5_i2i_preview.edit`: edits or combines one to three reference images.

    Model wan2.5-i2i-preview, async. List price per image: about USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: Wan2_5I2iSize | None = None,
        prompt_extend: bool | None = None,
        n: int = 1,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Edits or combines one to three reference images.

        Model wan2.5-i2i-preview, async. List price per image: about USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.

        Args:
            prompt: What to make. At most 2,000 characters; the server silently truncates longer text. [ha]
            reference_images: 1 to 3 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP and
                WEBP. Each side must be 384 to 5,000 pixels. At most 10 MB each. Transparency is ignored. [guide-04,
                guide-05, ha]
                Documents disagree: ha says that transparency is refused. PNG files with transparency are accepted, with
                a warning; both guides say that it is ignored.
            size: Output resolution, width*height in pixels. Accepts width*height with an area of 589,824 (768*768) to
                1,638,400 (1280*1280) pixels and an aspect ratio of 1:4 to 4:1; recommended sizes are always accepted.
                Server default: about 1280*1280 pixels in area, with the aspect ratio of the last reference image.
                [guide-04, guide-05, ha]
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05, ha]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [guide-04,
                guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, ha]
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [guide-04,
                guide-05, ha]
            seed: Makes results more similar, not identical. Several images take seed, seed+1, seed+2 and so on. Accepts
                0 to 2,147,483,647. Server default: random. [guide-04, guide-05, ha]
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
            guide-04: Image generation guide, international, 2026-04
            guide-05: Image generation guide, mainland China, 2026-05
            ha: Alibaba Cloud Model Studio help, Chinese
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "size": size,
                "prompt_extend": prompt_extend,
                "n": n,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
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
        reference_images: ImageInputs,
        *,
        size: Wan2_5I2iSize | None = None,
        prompt_extend: bool | None = None,
        n: int = 1,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
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
                "reference_images": reference_images,
            },
            {
                "size": size,
                "prompt_extend": prompt_extend,
                "n": n,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
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
        reference_images: ImageInputs,
        *,
        size: Wan2_5I2iSize | None = None,
        prompt_extend: bool | None = None,
        n: int = 1,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
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
                "reference_images": reference_images,
            },
            {
                "size": size,
                "prompt_extend": prompt_extend,
                "n": n,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class Wan2_5I2iPreview(ModelClient[ResultT, TaskT]):
    """wan2.5-i2i-preview: Editing with one to three references, as a task.

    List price per image: about USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = WAN2_5_I2I_PREVIEW

    @cached_property
    def edit(self) -> Wan2_5I2iPreviewEdit[ResultT, TaskT]:
        """Edits or combines one to three reference images."""
        return Wan2_5I2iPreviewEdit(self, "edit")
