"""Wan 2.6 text to image: Dedicated text to image model for photographic and many artistic styles, with good text
rendering; answers synchronously or as a task.

Models: wan2.6-t2i.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.wan2_6_t2i import WAN2_6_T2I

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra
    from brushwork_runtime.client.calls import Prepared

    Wan2_6T2iSize = (
        Literal["1:1", "4:3", "3:4", "16:9", "9:16", "1280*1280", "1472*1104", "1104*1472", "1696*960", "960*1696"]
        | str
        | tuple[int, int]
    )


class Wan2_6T2iGenerate(ModeCall[ResultT, TaskT]):
    """`client.wan2_6_t2i.generate`: text to image.

    Model wan2.6-t2i, sync or async. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing, us-east-1
    and eu-central-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: Wan2_6T2iSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Model wan2.6-t2i, sync or async. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing,
        us-east-1 and eu-central-1.

        Args:
            prompt: What to make. At most 2,100 characters; the server silently truncates longer text. [guide-04,
                guide-05, qc, qw]
            size: Output resolution, width*height in pixels. Accepts width*height with an area of 1,638,400 (1280*1280)
                to 2,073,600 (1440*1440) pixels and an aspect ratio of 1:4 to 4:1; recommended sizes are always
                accepted. Server default: 1280*1280. [guide-04, guide-05, ac, qc, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [guide-04,
                guide-05, qc, qw]
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05, qc, qw]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, qc, qw]
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [guide-04,
                guide-05, qc, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, qc, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
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
            ac: Alibaba Cloud Model Studio help, English
            qc: Qwen Cloud documentation
            qw: QianWen platform documentation
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
            protocol=protocol,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        *,
        size: Wan2_6T2iSize | None = None,
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

        Same arguments as the call, except for `timeout` and `protocol`.
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
        size: Wan2_6T2iSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
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
            protocol=protocol,
            validate=validate,
        )


class Wan2_6T2i(ModelClient[ResultT, TaskT]):
    """wan2.6-t2i: Dedicated text-to-image model, slightly faster without editing overhead; synchronous or as a task.

    List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing, us-east-1 and eu-central-1.

    Regions: ap-southeast-1, cn-beijing, us-east-1, eu-central-1.
    """

    spec = WAN2_6_T2I

    @cached_property
    def generate(self) -> Wan2_6T2iGenerate[ResultT, TaskT]:
        """Text to image."""
        return Wan2_6T2iGenerate(self, "generate")
