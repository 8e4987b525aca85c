"""Wan 2.5 text to image: Text to image as a task.

Models: wan2.5-t2i-preview.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.wan2_5_t2i import WAN2_5_T2I_PREVIEW

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra
    from brushwork_runtime.client.calls import Prepared

    Wan2_5T2iSize = Literal["1:1", "1280*1280"] | str | tuple[int, int]


class Wan2_5T2iPreviewGenerate(ModeCall[ResultT, TaskT]):
    """`client.wan2_5_t2i_preview.generate`: text to image.

    Model wan2.5-t2i-preview, async. List price per image: about USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: Wan2_5T2iSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Model wan2.5-t2i-preview, async. List price per image: about USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.

        Documents disagree: skill says that the endpoint of the async route is image-generation. Every document of the
        vendor and the SDK name text2image.

        Args:
            prompt: What to make. At most 2,000 characters; the server silently truncates longer text. [ha, qc, qw]
            size: Output resolution, width*height in pixels. Accepts width*height with an area of 1,638,400 (1280*1280)
                to 2,073,600 (1440*1440) pixels and an aspect ratio of 1:4 to 4:1; recommended sizes are always
                accepted. Server default: 1280*1280. [ha, ac, qc, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [ha, ac, qc,
                qw]
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [ha, ac, qc, qw]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [ha, ac, qc, qw]
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [ha, ac, qc, qw]
            seed: Makes results more similar, not identical. Several images take seed, seed+1, seed+2 and so on. Accepts
                0 to 2,147,483,647. Server default: random. [ha, ac, qc, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
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
            ac: Alibaba Cloud Model Studio help, English
            qc: Qwen Cloud documentation
            qw: QianWen platform documentation
            skill: qwencloud-image-generation script
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "prompt_extend": prompt_extend,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        *,
        size: Wan2_5T2iSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "prompt_extend": prompt_extend,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        *,
        size: Wan2_5T2iSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "prompt_extend": prompt_extend,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class Wan2_5T2iPreview(ModelClient[ResultT, TaskT]):
    """wan2.5-t2i-preview: Text to image, as a task.

    List price per image: about USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = WAN2_5_T2I_PREVIEW

    @cached_property
    def generate(self) -> Wan2_5T2iPreviewGenerate[ResultT, TaskT]:
        """Text to image."""
        return Wan2_5T2iPreviewGenerate(self, "generate")
