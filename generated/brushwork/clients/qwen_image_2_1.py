"""Qwen-Image 2.1: Text to image and editing with up to ten reference images; transparent backgrounds are asked for in
the prompt, local edits by strokes on a reference image.

Models: qwen-image-2.1-pro, qwen-image-2.1-turbo.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.qwen_image_2_1 import QWEN_IMAGE_2_1_PRO, QWEN_IMAGE_2_1_TURBO

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.calls import Prepared

    QwenImage2_1Size = str | tuple[int, int]
    QwenImage2_1PromptExtendMode = Literal["direct", "agent"]
    QwenImage2_1ProEditPromptExtendMode = Literal["direct"]


class QwenImage2_1ProGenerate(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_2_1_pro.generate`: text to image.

    Model qwen-image-2.1-pro, sync or async. List price per image: CNY 0.25 in cn-beijing, us-east-1, eu-central-1,
    ap-northeast-1 and cn-hongkong; CNY 0.283404 in ap-southeast-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1PromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Model qwen-image-2.1-pro, sync or async. List price per image: CNY 0.25 in cn-beijing, us-east-1, eu-central-1,
        ap-northeast-1 and cn-hongkong; CNY 0.283404 in ap-southeast-1.

        Args:
            prompt: What to make. [ha, ac]
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [ac]
            size: Output resolution, width*height in pixels. Accepts width*height with an area of 262,144 (512*512) to
                4,194,304 (2048*2048) pixels and an aspect ratio of 1:8 to 8:1. [ac, tp]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [tp]
            prompt_extend: Lets a language model rewrite the prompt; its default is not documented. [ac]
            prompt_extend_mode: How the prompt is rewritten. Agent is for text to image only. Accepts direct or agent.
                [tp]
            enable_thinking: The rewriter thinks first. Has an effect only with prompt_extend. [tp]
                Documents disagree: tp says that it is not supported. One program passes it, another drops it; no
                document of the vendor decides.
            watermark: Adds a mark to the image; its text is not documented. Server default: false. [ac]
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
            ha: Alibaba Cloud Model Studio help, Chinese
            ac: Alibaba Cloud Model Studio help, English
            tp: Code, tests and notes of third parties
        """
        return self._prepare(
            prompt,
            {},
            {
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
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
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1PromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
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
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1PromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            protocol=protocol,
            validate=validate,
        )


class QwenImage2_1ProEdit(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_2_1_pro.edit`: edits or combines reference images.

    Model qwen-image-2.1-pro, sync or async. List price per image: CNY 0.25 in cn-beijing, us-east-1, eu-central-1,
    ap-northeast-1 and cn-hongkong; CNY 0.283404 in ap-southeast-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1ProEditPromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Edits or combines reference images.

        Model qwen-image-2.1-pro, sync or async. List price per image: CNY 0.25 in cn-beijing, us-east-1, eu-central-1,
        ap-northeast-1 and cn-hongkong; CNY 0.283404 in ap-southeast-1.

        Args:
            prompt: What to make. [ha, ac]
            reference_images: 1 to 10 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP,
                TIFF, WEBP and GIF. At most 10 MB each. [ac]
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [ac]
            size: Output resolution, width*height in pixels. Accepts width*height with an area of 262,144 (512*512) to
                4,194,304 (2048*2048) pixels and an aspect ratio of 1:8 to 8:1. [ac, tp]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [tp]
            prompt_extend: Lets a language model rewrite the prompt; its default is not documented. [ac]
            prompt_extend_mode: How the prompt is rewritten. With reference images the service refuses agent. Accepts
                direct. [tp]
            enable_thinking: The rewriter thinks first. Has an effect only with prompt_extend. [tp]
                Documents disagree: tp says that it is not supported. One program passes it, another drops it; no
                document of the vendor decides.
            watermark: Adds a mark to the image; its text is not documented. Server default: false. [ac]
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
            ha: Alibaba Cloud Model Studio help, Chinese
            ac: Alibaba Cloud Model Studio help, English
            tp: Code, tests and notes of third parties
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
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
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1ProEditPromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
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
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1ProEditPromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            protocol=protocol,
            validate=validate,
        )


class QwenImage2_1TurboGenerate(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_2_1_turbo.generate`: text to image.

    Model qwen-image-2.1-turbo, sync or async. List price per image: CNY 0.10 in cn-beijing, us-east-1, eu-central-1,
    ap-northeast-1 and cn-hongkong; CNY 0.113362 in ap-southeast-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1PromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Model qwen-image-2.1-turbo, sync or async. List price per image: CNY 0.10 in cn-beijing, us-east-1,
        eu-central-1, ap-northeast-1 and cn-hongkong; CNY 0.113362 in ap-southeast-1.

        Args:
            prompt: What to make. [ha, ac]
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [ac]
            size: Output resolution, width*height in pixels. Accepts width*height with an area of 262,144 (512*512) to
                4,194,304 (2048*2048) pixels and an aspect ratio of 1:8 to 8:1. [ac, tp]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [tp]
            prompt_extend: Lets a language model rewrite the prompt; its default is not documented. [ac]
            prompt_extend_mode: How the prompt is rewritten. Agent is for text to image only. Accepts direct or agent.
                [tp]
            enable_thinking: The rewriter thinks first. Has an effect only with prompt_extend. [tp]
                Documents disagree: tp says that it is not supported. One program passes it, another drops it; no
                document of the vendor decides.
            watermark: Adds a mark to the image; its text is not documented. Server default: false. [ac]
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
            ha: Alibaba Cloud Model Studio help, Chinese
            ac: Alibaba Cloud Model Studio help, English
            tp: Code, tests and notes of third parties
        """
        return self._prepare(
            prompt,
            {},
            {
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
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
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1PromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
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
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1PromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            protocol=protocol,
            validate=validate,
        )


class QwenImage2_1TurboEdit(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_2_1_turbo.edit`: edits or combines reference images.

    Model qwen-image-2.1-turbo, sync or async. List price per image: CNY 0.10 in cn-beijing, us-east-1, eu-central-1,
    ap-northeast-1 and cn-hongkong; CNY 0.113362 in ap-southeast-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1ProEditPromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Edits or combines reference images.

        Model qwen-image-2.1-turbo, sync or async. List price per image: CNY 0.10 in cn-beijing, us-east-1,
        eu-central-1, ap-northeast-1 and cn-hongkong; CNY 0.113362 in ap-southeast-1.

        Args:
            prompt: What to make. [ha, ac]
            reference_images: 1 to 10 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP,
                TIFF, WEBP and GIF. At most 10 MB each. [ac]
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [ac]
            size: Output resolution, width*height in pixels. Accepts width*height with an area of 262,144 (512*512) to
                4,194,304 (2048*2048) pixels and an aspect ratio of 1:8 to 8:1. [ac, tp]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [tp]
            prompt_extend: Lets a language model rewrite the prompt; its default is not documented. [ac]
            prompt_extend_mode: How the prompt is rewritten. With reference images the service refuses agent. Accepts
                direct. [tp]
            enable_thinking: The rewriter thinks first. Has an effect only with prompt_extend. [tp]
                Documents disagree: tp says that it is not supported. One program passes it, another drops it; no
                document of the vendor decides.
            watermark: Adds a mark to the image; its text is not documented. Server default: false. [ac]
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
            ha: Alibaba Cloud Model Studio help, Chinese
            ac: Alibaba Cloud Model Studio help, English
            tp: Code, tests and notes of third parties
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
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
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1ProEditPromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
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
        n: int = 1,
        size: QwenImage2_1Size | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage2_1ProEditPromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "size": size,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            protocol=protocol,
            validate=validate,
        )


class QwenImage2_1Pro(ModelClient[ResultT, TaskT]):
    """qwen-image-2.1-pro: The vendor's strongest 2.1 model, with up to ten references.

    List price per image: CNY 0.25 in cn-beijing, us-east-1, eu-central-1, ap-northeast-1 and cn-hongkong; CNY 0.283404
    in ap-southeast-1.

    Regions: ap-southeast-1, cn-beijing, us-east-1, eu-central-1, ap-northeast-1, cn-hongkong.
    """

    spec = QWEN_IMAGE_2_1_PRO

    @cached_property
    def generate(self) -> QwenImage2_1ProGenerate[ResultT, TaskT]:
        """Text to image."""
        return QwenImage2_1ProGenerate(self, "generate")

    @cached_property
    def edit(self) -> QwenImage2_1ProEdit[ResultT, TaskT]:
        """Edits or combines reference images."""
        return QwenImage2_1ProEdit(self, "edit")


class QwenImage2_1Turbo(ModelClient[ResultT, TaskT]):
    """qwen-image-2.1-turbo: Faster and cheaper; several references, how many is not documented.

    List price per image: CNY 0.10 in cn-beijing, us-east-1, eu-central-1, ap-northeast-1 and cn-hongkong; CNY 0.113362
    in ap-southeast-1.

    Regions: ap-southeast-1, cn-beijing, us-east-1, eu-central-1, ap-northeast-1, cn-hongkong.
    """

    spec = QWEN_IMAGE_2_1_TURBO

    @cached_property
    def generate(self) -> QwenImage2_1TurboGenerate[ResultT, TaskT]:
        """Text to image."""
        return QwenImage2_1TurboGenerate(self, "generate")

    @cached_property
    def edit(self) -> QwenImage2_1TurboEdit[ResultT, TaskT]:
        """Edits or combines reference images."""
        return QwenImage2_1TurboEdit(self, "edit")
