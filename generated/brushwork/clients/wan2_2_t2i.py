"""Wan 2.2 text to image: Fast text to image as a task, for drafts and batches.

Models: wan2.2-t2i-flash, wan2.2-t2i-plus.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.wan2_2_t2i import WAN2_2_T2I_FLASH, WAN2_2_T2I_PLUS

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra
    from brushwork_runtime.client.calls import Prepared

    Wan2_2T2iSize = Literal["1:1", "1024*1024"] | str | tuple[int, int]


class Wan2_2T2iFlashGenerate(ModeCall[ResultT, TaskT]):
    """`client.wan2_2_t2i_flash.generate`: text to image.

    Model wan2.2-t2i-flash, async. List price per image: about USD 0.025 in ap-southeast-1; CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: Wan2_2T2iSize | None = None,
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

        Model wan2.2-t2i-flash, async. List price per image: about USD 0.025 in ap-southeast-1; CNY 0.14 in cn-beijing.

        Documents disagree: sdk says that the protocol of the async route is sync. Only as a task; the vendor's page
        says that Wan 2.5 and below have no synchronous call.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. [ha]
                Documents disagree: qc, qw and ha-05 say that the limit is 500 characters. The server truncates long
                prompts and rejects none; between 500 and 800 characters the client warns.
            size: Output resolution, width*height in pixels. Accepts width*height with sides of 512 to 1,440 pixels;
                recommended sizes are always accepted. Server default: 1024*1024. [ha, ac, qc, qw]
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
            ha-05: Alibaba Cloud Model Studio help, Chinese, text to image of Wan, May 2026
            ac: Alibaba Cloud Model Studio help, English
            qc: Qwen Cloud documentation
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
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
        size: Wan2_2T2iSize | None = None,
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
        size: Wan2_2T2iSize | None = None,
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


class Wan2_2T2iPlusGenerate(ModeCall[ResultT, TaskT]):
    """`client.wan2_2_t2i_plus.generate`: text to image.

    Model wan2.2-t2i-plus, async. List price per image: about USD 0.05 in ap-southeast-1; CNY 0.20 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: Wan2_2T2iSize | None = None,
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

        Model wan2.2-t2i-plus, async. List price per image: about USD 0.05 in ap-southeast-1; CNY 0.20 in cn-beijing.

        Documents disagree: sdk says that the protocol of the async route is sync. Only as a task; the vendor's page
        says that Wan 2.5 and below have no synchronous call.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. [ha]
                Documents disagree: qc, qw and ha-05 say that the limit is 500 characters. The server truncates long
                prompts and rejects none; between 500 and 800 characters the client warns.
            size: Output resolution, width*height in pixels. Accepts width*height with sides of 512 to 1,440 pixels;
                recommended sizes are always accepted. Server default: 1024*1024. [ha, ac, qc, qw]
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
            ha-05: Alibaba Cloud Model Studio help, Chinese, text to image of Wan, May 2026
            ac: Alibaba Cloud Model Studio help, English
            qc: Qwen Cloud documentation
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
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
        size: Wan2_2T2iSize | None = None,
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
        size: Wan2_2T2iSize | None = None,
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


class Wan2_2T2iFlash(ModelClient[ResultT, TaskT]):
    """wan2.2-t2i-flash: Lowest latency, for drafts and batches.

    List price per image: about USD 0.025 in ap-southeast-1; CNY 0.14 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = WAN2_2_T2I_FLASH

    @cached_property
    def generate(self) -> Wan2_2T2iFlashGenerate[ResultT, TaskT]:
        """Text to image."""
        return Wan2_2T2iFlashGenerate(self, "generate")


class Wan2_2T2iPlus(ModelClient[ResultT, TaskT]):
    """wan2.2-t2i-plus: Takes the same parameters as flash, at a higher price.

    List price per image: about USD 0.05 in ap-southeast-1; CNY 0.20 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = WAN2_2_T2I_PLUS

    @cached_property
    def generate(self) -> Wan2_2T2iPlusGenerate[ResultT, TaskT]:
        """Text to image."""
        return Wan2_2T2iPlusGenerate(self, "generate")
