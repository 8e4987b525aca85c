"""Wan 2.6 Image: Editing, style transfer, consistent subjects and composition from one to four reference images; and
answers that mix text with images, such as tutorials.

Models: wan2.6-image.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.wan2_6_image import WAN2_6_IMAGE

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.calls import Prepared
    from brushwork_runtime.submit.stream import Stream

    Wan2_6ImageSize = (
        Literal[
            "1K",
            "2K",
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
        ]
        | str
        | tuple[int, int]
    )
    Wan2_6ImageInterleaveSize = (
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
        ]
        | str
        | tuple[int, int]
    )


class Wan2_6ImageEdit(ModeCall[ResultT, TaskT]):
    """`client.wan2_6_image.edit`: edits or combines one to four reference images.

    Model wan2.6-image, sync or async. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing,
    us-east-1 and eu-central-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: Wan2_6ImageSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Edits or combines one to four reference images.

        Model wan2.6-image, sync or async. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing,
        us-east-1 and eu-central-1.

        Args:
            prompt: What to make. At most 2,000 characters; the server silently truncates longer text. [guide-04,
                guide-05, ha, qc]
            reference_images: 1 to 4 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP and
                WEBP. Each side must be 240 to 8,000 pixels. At most 10 MB each. Transparency is not accepted: a PNG
                with an alpha channel is rejected. [guide-04, guide-05, ha, qc]
                Documents disagree: ac says that each side is 384 to 5,000. A page of February 2026; the newer pages
                win.
            size: Output resolution: a preset, with the aspect ratio of the last reference image, or width*height in
                pixels. The result is rounded to multiples of 16. Accepts 1K (1280*1280), 2K (2048*2048) or width*height
                with an area of 589,824 (768*768) to 4,194,304 (2048*2048) pixels and an aspect ratio of 1:4 to 4:1;
                recommended sizes are always accepted. Server default: 1K. [guide-04, guide-05, ha, qc]
                Documents disagree: ac says that the area is 589,824 (768*768) to 1,638,400 (1280*1280) pixels. A page
                of February 2026, which has no presets either; the newer pages win.
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [guide-04,
                guide-05, ha, qc]
                Documents disagree: skill says that the default is 1. The script sends 1 itself, and so does this
                client; the server's default is 4.
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05, ha, qc]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, ha, qc]
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [guide-04,
                guide-05, ha, qc]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha, qc]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            protocol: How to send it: sync or async; sync by default.
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
            skill: qwencloud-image-generation script
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "size": size,
                "n": n,
                "prompt_extend": prompt_extend,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            protocol=protocol,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: Wan2_6ImageSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
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

        Same arguments as the call, except for `timeout` and `protocol`.
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "size": size,
                "n": n,
                "prompt_extend": prompt_extend,
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
        size: Wan2_6ImageSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
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
                "n": n,
                "prompt_extend": prompt_extend,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            protocol=protocol,
            validate=validate,
        )


class Wan2_6ImageInterleave(ModeCall[ResultT, TaskT]):
    """`client.wan2_6_image.interleave`: alternating text and images, from a prompt and at most one reference image.

    Model wan2.6-image, async or stream. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing,
    us-east-1 and eu-central-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        max_images: int | None = None,
        size: Wan2_6ImageInterleaveSize | None = None,
        n: int | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["async", "stream"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Alternating text and images, from a prompt and at most one reference image.

        Model wan2.6-image, async or stream. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing,
        us-east-1 and eu-central-1.

        Args:
            prompt: What to make. At most 2,000 characters; the server silently truncates longer text. [guide-04,
                guide-05, ha, qc]
            reference_images: 0 to 1 image, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP and
                WEBP. Each side must be 240 to 8,000 pixels. At most 10 MB each. Transparency is not accepted: a PNG
                with an alpha channel is rejected. [guide-04, guide-05, ha, qc]
                Documents disagree: ac says that each side is 384 to 5,000. A page of February 2026; the newer pages
                win.
            max_images: Maximum number of images in the answer; the model decides how many it makes. Billed per image
                made. Accepts 1 to 5. Server default: 5. [guide-04, guide-05, ha, qc]
            size: Output resolution, width*height in pixels. The result is rounded to multiples of 16. Accepts
                width*height with an area of 589,824 (768*768) to 1,638,400 (1280*1280) pixels and an aspect ratio of
                1:4 to 4:1; recommended sizes are always accepted. Server default: the size of the reference image,
                scaled down to about 1280*1280 pixels in area if larger; 1280*1280 without one. [guide-04, guide-05, ha,
                qc]
            n: Must be 1; max_images bounds the number of images. Accepts 1. Server default: 1. [guide-04, guide-05, ha,
                qc]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, ha, qc]
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [guide-04,
                guide-05, ha, qc]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha, qc]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            protocol: How to send it: async or stream; async by default.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            Texts and images in order, as `parts`. Image URLs expire after 24 hours, so save the images soon.

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
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "max_images": max_images,
                "size": size,
                "n": n,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            protocol=protocol,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        max_images: int | None = None,
        size: Wan2_6ImageInterleaveSize | None = None,
        n: int | None = None,
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

        Same arguments as the call, except for `timeout` and `protocol`.
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "max_images": max_images,
                "size": size,
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

    def stream(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        max_images: int | None = None,
        size: Wan2_6ImageInterleaveSize | None = None,
        n: int | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> Stream[ResultT]:
        """Yield texts piece by piece and images as they arrive; nothing is sent before iteration begins.

        Same arguments as the call, except for `protocol`. `result` of the returned stream holds everything that
        arrived. Raises what the call raises, and `PartialResult` if the stream breaks off after something arrived.
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "max_images": max_images,
                "size": size,
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
            protocol="stream",
        ).stream(timeout)

    def prepare(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        max_images: int | None = None,
        size: Wan2_6ImageInterleaveSize | None = None,
        n: int | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["async", "stream"] | None = None,
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
                "max_images": max_images,
                "size": size,
                "n": n,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            protocol=protocol,
            validate=validate,
        )


class Wan2_6Image(ModelClient[ResultT, TaskT]):
    """wan2.6-image: Editing with one to four references, and mixed text and images.

    List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing, us-east-1 and eu-central-1.

    Regions: ap-southeast-1, cn-beijing, us-east-1, eu-central-1.
    """

    spec = WAN2_6_IMAGE

    @cached_property
    def edit(self) -> Wan2_6ImageEdit[ResultT, TaskT]:
        """Edits or combines one to four reference images."""
        return Wan2_6ImageEdit(self, "edit")

    @cached_property
    def interleave(self) -> Wan2_6ImageInterleave[ResultT, TaskT]:
        """Alternating text and images, from a prompt and at most one reference image."""
        return Wan2_6ImageInterleave(self, "interleave")
