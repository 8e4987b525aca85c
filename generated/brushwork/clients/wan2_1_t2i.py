"""Wan 2.1 text to image: Older text-to-image models, as tasks.

Models: wan2.1-t2i-plus, wan2.1-t2i-turbo, wanx2.0-t2i-turbo.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.wan2_1_t2i import WAN2_1_T2I_PLUS, WAN2_1_T2I_TURBO, WANX2_0_T2I_TURBO

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra
    from brushwork_runtime.client.calls import Prepared

    Wan2_1T2iSize = Literal["1:1", "1024*1024"] | str | tuple[int, int]


class Wan2_1T2iPlusGenerate(ModeCall[ResultT, TaskT]):
    """`client.wan2_1_t2i_plus.generate`: text to image.

    Model wan2.1-t2i-plus, async. List price per image: CNY 0.366962 in ap-southeast-1; CNY 0.20 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: Wan2_1T2iSize | None = None,
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

        In cn-beijing its id is wanx2.1-t2i-plus; either id is accepted.

        Model wan2.1-t2i-plus, async. List price per image: CNY 0.366962 in ap-southeast-1; CNY 0.20 in cn-beijing.

        Args:
            prompt: What to make. At most 500 characters; the server silently truncates longer text. [ha]
            size: Output resolution, width*height in pixels. Accepts width*height with sides of 512 to 1,440 pixels;
                recommended sizes are always accepted. Server default: 1024*1024. [ha]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [ha]
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts. Server default: true. [ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [ha]
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [ha]
            seed: Makes results more similar, not identical. Several images take seed, seed+1, seed+2 and so on. Accepts
                0 to 2,147,483,647. Server default: random. [ha]
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
            ha: Alibaba Cloud Model Studio help, Chinese
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
        size: Wan2_1T2iSize | None = None,
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
        size: Wan2_1T2iSize | None = None,
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


class Wan2_1T2iTurboGenerate(ModeCall[ResultT, TaskT]):
    """`client.wan2_1_t2i_turbo.generate`: text to image.

    Model wan2.1-t2i-turbo, async. List price per image: CNY 0.183481 in ap-southeast-1; CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: Wan2_1T2iSize | None = None,
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

        In cn-beijing its id is wanx2.1-t2i-turbo; either id is accepted.

        Model wan2.1-t2i-turbo, async. List price per image: CNY 0.183481 in ap-southeast-1; CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 500 characters; the server silently truncates longer text. [ha]
            size: Output resolution, width*height in pixels. Accepts width*height with sides of 512 to 1,440 pixels;
                recommended sizes are always accepted. Server default: 1024*1024. [ha]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [ha]
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts. Server default: true. [ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [ha]
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [ha]
            seed: Makes results more similar, not identical. Several images take seed, seed+1, seed+2 and so on. Accepts
                0 to 2,147,483,647. Server default: random. [ha]
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
            ha: Alibaba Cloud Model Studio help, Chinese
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
        size: Wan2_1T2iSize | None = None,
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
        size: Wan2_1T2iSize | None = None,
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


class Wanx2_0T2iTurboGenerate(ModeCall[ResultT, TaskT]):
    """`client.wanx2_0_t2i_turbo.generate`: text to image.

    Model wanx2.0-t2i-turbo, async. List price per image: CNY 0.04 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: Wan2_1T2iSize | None = None,
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

        Model wanx2.0-t2i-turbo, async. List price per image: CNY 0.04 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. [ha]
            size: Output resolution, width*height in pixels. Accepts width*height with sides of 512 to 1,440 pixels;
                recommended sizes are always accepted. Server default: 1024*1024. [ha]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [ha]
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts. Server default: true. [ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [ha]
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [ha]
            seed: Makes results more similar, not identical. Several images take seed, seed+1, seed+2 and so on. Accepts
                0 to 2,147,483,647. Server default: random. [ha]
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
            ha: Alibaba Cloud Model Studio help, Chinese
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
        size: Wan2_1T2iSize | None = None,
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
        size: Wan2_1T2iSize | None = None,
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


class Wan2_1T2iPlus(ModelClient[ResultT, TaskT]):
    """wan2.1-t2i-plus: More detail, at a higher price than turbo.

    In cn-beijing its id is wanx2.1-t2i-plus; either id is accepted.

    List price per image: CNY 0.366962 in ap-southeast-1; CNY 0.20 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = WAN2_1_T2I_PLUS

    @cached_property
    def generate(self) -> Wan2_1T2iPlusGenerate[ResultT, TaskT]:
        """Text to image."""
        return Wan2_1T2iPlusGenerate(self, "generate")


class Wan2_1T2iTurbo(ModelClient[ResultT, TaskT]):
    """wan2.1-t2i-turbo: Takes the same parameters as plus, at a lower price.

    In cn-beijing its id is wanx2.1-t2i-turbo; either id is accepted.

    List price per image: CNY 0.183481 in ap-southeast-1; CNY 0.14 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = WAN2_1_T2I_TURBO

    @cached_property
    def generate(self) -> Wan2_1T2iTurboGenerate[ResultT, TaskT]:
        """Text to image."""
        return Wan2_1T2iTurboGenerate(self, "generate")


class Wanx2_0T2iTurbo(ModelClient[ResultT, TaskT]):
    """wanx2.0-t2i-turbo: The version before, at the lowest price.

    List price per image: CNY 0.04 in cn-beijing.

    Regions: cn-beijing.
    """

    spec = WANX2_0_T2I_TURBO

    @cached_property
    def generate(self) -> Wanx2_0T2iTurboGenerate[ResultT, TaskT]:
        """Text to image."""
        return Wanx2_0T2iTurboGenerate(self, "generate")
