"""Qwen-Image 3.0: Text to image and editing of up to three reference images, with long prompts and a prompt rewriter
that can think; native calls, tasks, and an OpenAI-style endpoint.

Models: qwen-image-3.0-pro, qwen-image-3.0.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.qwen_image_3_0 import QWEN_IMAGE_3_0, QWEN_IMAGE_3_0_PRO

if TYPE_CHECKING:
    from typing import Literal, TypedDict

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.calls import Prepared

    QwenImage3_0Size = str | tuple[int, int]
    QwenImage3_0PromptExtendMode = Literal["direct", "agent"]
    QwenImage3_0ProEditPromptExtendMode = Literal["direct"]

    class QwenImage3_0Values(TypedDict):
        """What `result.values` holds: None for what an answer does not hold.

        rewrite_status: Whether the prompt was rewritten; not_use and success have been seen.
        """

        rewrite_status: str | None


class QwenImage3_0ProGenerate(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_3_0_pro.generate`: text to image.

    Model qwen-image-3.0-pro, sync or async. List price per image: CNY 0.25 for images of up to 2,250,000 pixels, CNY
    0.50 for images of 2,250,001 pixels or more or CNY 0.02 for each input image in cn-beijing, us-east-1, eu-central-1
    and ap-northeast-1; CNY 0.299768 for images of up to 2,250,000 pixels, CNY 0.562065 for images of 2,250,001 pixels
    or more or CNY 0.022483 for each input image in ap-southeast-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        n: int = 1,
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0PromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        route: Literal["multimodal-generation", "image-generation", "openai-images"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Model qwen-image-3.0-pro, sync or async. List price per image: CNY 0.25 for images of up to 2,250,000 pixels,
        CNY 0.50 for images of 2,250,001 pixels or more or CNY 0.02 for each input image in cn-beijing, us-east-1,
        eu-central-1 and ap-northeast-1; CNY 0.299768 for images of up to 2,250,000 pixels, CNY 0.562065 for images of
        2,250,001 pixels or more or CNY 0.022483 for each input image in ap-southeast-1.

        Args:
            prompt: What to make. At most 4,500 tokens; the server silently truncates longer text. [ha]
                Documents disagree: qw says that the limit is 2,000 characters. The page advises about 4500 tokens,
                another edition 2000 characters; the client warns above the former.
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [ha]
            size: Output resolution, width*height in pixels. Above 2,250,000 pixels the pro model costs more. Accepts
                width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels and an aspect ratio of
                1:8 to 8:1. Server default: chosen by the model from the prompt. [ha]
                Documents disagree: qw and cat say that the default is 2048*2048. The vendor's help page, which is
                newer, says that the model decides.
                Documents disagree: tp says that the area is 262,144 (512*512) to 6,553,600 (2560*2560) pixels. Error
                messages of the service were seen to name the larger bound; no document states it.
            negative_prompt: What to avoid in the image. Text. [ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha]
            prompt_extend: Lets a language model rewrite the prompt. Server default: true. [ha]
                Documents disagree: cat says that the default is false. A preset of the console, not of the API.
            prompt_extend_mode: How the prompt is rewritten. Agent is for text to image only. Accepts direct or agent.
                Server default: direct. [ha]
            enable_thinking: The rewriter thinks first. Has an effect only with prompt_extend. Server default: true.
                [ha]
            watermark: Adds a mark to the image; its text is not documented. Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            protocol: How to send it: sync or async; sync by default.
            route: Where to send it: multimodal-generation, image-generation or openai-images; the best one for the
                protocol and the region by default.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 24 hours, so save the images soon. result.values["rewrite_status"]
                (text): Whether the prompt was rewritten; not_use and success have been seen.

        Raises:
            InvalidRequest: The request breaks a rule above; the error lists every violation, and nothing was sent.
            APIError: The service rejected the request; the subclasses say why.
            OutcomeUnknown: The connection broke after the request was sent, so it may be billed; it is not sent twice.
            PartialResult: Some images failed; the error holds the others.
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
            cat: Model catalogue of the Model Studio console
            tp: Code, tests and notes of third parties
        """
        return self._prepare(
            prompt,
            {},
            {
                "n": n,
                "size": size,
                "negative_prompt": negative_prompt,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            protocol=protocol,
            route=route,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        *,
        n: int = 1,
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0PromptExtendMode | None = None,
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
                "negative_prompt": negative_prompt,
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
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0PromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        route: Literal["multimodal-generation", "image-generation", "openai-images"] | None = None,
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
                "negative_prompt": negative_prompt,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            protocol=protocol,
            route=route,
            validate=validate,
        )


class QwenImage3_0ProEdit(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_3_0_pro.edit`: edits or combines one to three reference images.

    Model qwen-image-3.0-pro, sync or async. List price per image: CNY 0.25 for images of up to 2,250,000 pixels, CNY
    0.50 for images of 2,250,001 pixels or more or CNY 0.02 for each input image in cn-beijing, us-east-1, eu-central-1
    and ap-northeast-1; CNY 0.299768 for images of up to 2,250,000 pixels, CNY 0.562065 for images of 2,250,001 pixels
    or more or CNY 0.022483 for each input image in ap-southeast-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0ProEditPromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        route: Literal["multimodal-generation", "image-generation", "openai-images"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Edits or combines one to three reference images.

        Model qwen-image-3.0-pro, sync or async. List price per image: CNY 0.25 for images of up to 2,250,000 pixels,
        CNY 0.50 for images of 2,250,001 pixels or more or CNY 0.02 for each input image in cn-beijing, us-east-1,
        eu-central-1 and ap-northeast-1; CNY 0.299768 for images of up to 2,250,000 pixels, CNY 0.562065 for images of
        2,250,001 pixels or more or CNY 0.022483 for each input image in ap-southeast-1.

        Args:
            prompt: What to make. At most 4,500 tokens; the server silently truncates longer text. [ha]
                Documents disagree: qw says that the limit is 2,000 characters. The page advises about 4500 tokens,
                another edition 2000 characters; the client warns above the former.
            reference_images: 1 to 3 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP,
                TIFF, WEBP and GIF. Each side should be 384 to 2,048 pixels. At most 10 MB each. [ha]
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [ha]
            size: Output resolution, width*height in pixels. Above 2,250,000 pixels the pro model costs more. Accepts
                width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels and an aspect ratio of
                1:8 to 8:1. Server default: chosen by the model from the prompt. [ha]
                Documents disagree: tp says that it is not supported. Someone measured that edits come out at 2048*2048
                whatever is asked for; the page says that size is obeyed.
            negative_prompt: What to avoid in the image. Text. [ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha]
            prompt_extend: Lets a language model rewrite the prompt. Server default: true. [ha]
                Documents disagree: cat says that the default is false. A preset of the console, not of the API.
            prompt_extend_mode: How the prompt is rewritten. With reference images the service refuses agent. Accepts
                direct. Server default: direct. [ha]
            enable_thinking: The rewriter thinks first. Has an effect only with prompt_extend. Server default: true.
                [ha]
            watermark: Adds a mark to the image; its text is not documented. Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            protocol: How to send it: sync or async; sync by default.
            route: Where to send it: multimodal-generation, image-generation or openai-images; the best one for the
                protocol and the region by default.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 24 hours, so save the images soon. result.values["rewrite_status"]
                (text): Whether the prompt was rewritten; not_use and success have been seen.

        Raises:
            InvalidRequest: The request breaks a rule above; the error lists every violation, and nothing was sent.
            APIError: The service rejected the request; the subclasses say why.
            OutcomeUnknown: The connection broke after the request was sent, so it may be billed; it is not sent twice.
            PartialResult: Some images failed; the error holds the others.
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
            cat: Model catalogue of the Model Studio console
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
                "negative_prompt": negative_prompt,
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
            route=route,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0ProEditPromptExtendMode | None = None,
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
                "negative_prompt": negative_prompt,
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
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0ProEditPromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        route: Literal["multimodal-generation", "image-generation", "openai-images"] | None = None,
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
                "negative_prompt": negative_prompt,
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
            route=route,
            validate=validate,
        )


class QwenImage3_0Generate(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_3_0.generate`: text to image.

    Model qwen-image-3.0, sync or async. List price per image: CNY 0.18 or CNY 0.02 for each input image in cn-beijing,
    us-east-1, eu-central-1 and ap-northeast-1; CNY 0.224826 or CNY 0.022483 for each input image in ap-southeast-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        n: int = 1,
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0PromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        route: Literal["multimodal-generation", "image-generation", "openai-images"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Model qwen-image-3.0, sync or async. List price per image: CNY 0.18 or CNY 0.02 for each input image in
        cn-beijing, us-east-1, eu-central-1 and ap-northeast-1; CNY 0.224826 or CNY 0.022483 for each input image in
        ap-southeast-1.

        Args:
            prompt: What to make. At most 4,500 tokens; the server silently truncates longer text. [ha]
                Documents disagree: qw says that the limit is 2,000 characters. The page advises about 4500 tokens,
                another edition 2000 characters; the client warns above the former.
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [ha]
            size: Output resolution, width*height in pixels. Above 2,250,000 pixels the pro model costs more. Accepts
                width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels and an aspect ratio of
                1:8 to 8:1. Server default: chosen by the model from the prompt. [ha]
                Documents disagree: qw and cat say that the default is 2048*2048. The vendor's help page, which is
                newer, says that the model decides.
                Documents disagree: tp says that the area is 262,144 (512*512) to 6,553,600 (2560*2560) pixels. Error
                messages of the service were seen to name the larger bound; no document states it.
            negative_prompt: What to avoid in the image. Text. [ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha]
            prompt_extend: Lets a language model rewrite the prompt. Server default: true. [ha]
                Documents disagree: cat says that the default is false. A preset of the console, not of the API.
            prompt_extend_mode: How the prompt is rewritten. Agent is for text to image only. Accepts direct or agent.
                Server default: direct. [ha]
            enable_thinking: The rewriter thinks first. Has an effect only with prompt_extend. Server default: true.
                [ha]
            watermark: Adds a mark to the image; its text is not documented. Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            protocol: How to send it: sync or async; sync by default.
            route: Where to send it: multimodal-generation, image-generation or openai-images; the best one for the
                protocol and the region by default.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 24 hours, so save the images soon. result.values["rewrite_status"]
                (text): Whether the prompt was rewritten; not_use and success have been seen.

        Raises:
            InvalidRequest: The request breaks a rule above; the error lists every violation, and nothing was sent.
            APIError: The service rejected the request; the subclasses say why.
            OutcomeUnknown: The connection broke after the request was sent, so it may be billed; it is not sent twice.
            PartialResult: Some images failed; the error holds the others.
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
            cat: Model catalogue of the Model Studio console
            tp: Code, tests and notes of third parties
        """
        return self._prepare(
            prompt,
            {},
            {
                "n": n,
                "size": size,
                "negative_prompt": negative_prompt,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            protocol=protocol,
            route=route,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        *,
        n: int = 1,
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0PromptExtendMode | None = None,
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
                "negative_prompt": negative_prompt,
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
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0PromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        route: Literal["multimodal-generation", "image-generation", "openai-images"] | None = None,
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
                "negative_prompt": negative_prompt,
                "seed": seed,
                "prompt_extend": prompt_extend,
                "prompt_extend_mode": prompt_extend_mode,
                "enable_thinking": enable_thinking,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            protocol=protocol,
            route=route,
            validate=validate,
        )


class QwenImage3_0Edit(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_3_0.edit`: edits or combines one to three reference images.

    Model qwen-image-3.0, sync or async. List price per image: CNY 0.18 or CNY 0.02 for each input image in cn-beijing,
    us-east-1, eu-central-1 and ap-northeast-1; CNY 0.224826 or CNY 0.022483 for each input image in ap-southeast-1.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0ProEditPromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        route: Literal["multimodal-generation", "image-generation", "openai-images"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Edits or combines one to three reference images.

        Model qwen-image-3.0, sync or async. List price per image: CNY 0.18 or CNY 0.02 for each input image in
        cn-beijing, us-east-1, eu-central-1 and ap-northeast-1; CNY 0.224826 or CNY 0.022483 for each input image in
        ap-southeast-1.

        Args:
            prompt: What to make. At most 4,500 tokens; the server silently truncates longer text. [ha]
                Documents disagree: qw says that the limit is 2,000 characters. The page advises about 4500 tokens,
                another edition 2000 characters; the client warns above the former.
            reference_images: 1 to 3 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP,
                TIFF, WEBP and GIF. Each side should be 384 to 2,048 pixels. At most 10 MB each. [ha]
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [ha]
            size: Output resolution, width*height in pixels. Above 2,250,000 pixels the pro model costs more. Accepts
                width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels and an aspect ratio of
                1:8 to 8:1. Server default: chosen by the model from the prompt. [ha]
                Documents disagree: tp says that it is not supported. Someone measured that edits come out at 2048*2048
                whatever is asked for; the page says that size is obeyed.
            negative_prompt: What to avoid in the image. Text. [ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha]
            prompt_extend: Lets a language model rewrite the prompt. Server default: true. [ha]
                Documents disagree: cat says that the default is false. A preset of the console, not of the API.
            prompt_extend_mode: How the prompt is rewritten. With reference images the service refuses agent. Accepts
                direct. Server default: direct. [ha]
            enable_thinking: The rewriter thinks first. Has an effect only with prompt_extend. Server default: true.
                [ha]
            watermark: Adds a mark to the image; its text is not documented. Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            protocol: How to send it: sync or async; sync by default.
            route: Where to send it: multimodal-generation, image-generation or openai-images; the best one for the
                protocol and the region by default.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 24 hours, so save the images soon. result.values["rewrite_status"]
                (text): Whether the prompt was rewritten; not_use and success have been seen.

        Raises:
            InvalidRequest: The request breaks a rule above; the error lists every violation, and nothing was sent.
            APIError: The service rejected the request; the subclasses say why.
            OutcomeUnknown: The connection broke after the request was sent, so it may be billed; it is not sent twice.
            PartialResult: Some images failed; the error holds the others.
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
            cat: Model catalogue of the Model Studio console
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
                "negative_prompt": negative_prompt,
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
            route=route,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0ProEditPromptExtendMode | None = None,
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
                "negative_prompt": negative_prompt,
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
        size: QwenImage3_0Size | None = None,
        negative_prompt: str | None = None,
        seed: int | None = None,
        prompt_extend: bool | None = None,
        prompt_extend_mode: QwenImage3_0ProEditPromptExtendMode | None = None,
        enable_thinking: bool | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        route: Literal["multimodal-generation", "image-generation", "openai-images"] | None = None,
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
                "negative_prompt": negative_prompt,
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
            route=route,
            validate=validate,
        )


class QwenImage3_0Pro(ModelClient[ResultT, TaskT]):
    """qwen-image-3.0-pro: The strongest model of the line.

    List price per image: CNY 0.25 for images of up to 2,250,000 pixels, CNY 0.50 for images of 2,250,001 pixels or more
    or CNY 0.02 for each input image in cn-beijing, us-east-1, eu-central-1 and ap-northeast-1; CNY 0.299768 for images
    of up to 2,250,000 pixels, CNY 0.562065 for images of 2,250,001 pixels or more or CNY 0.022483 for each input image
    in ap-southeast-1.

    Regions: ap-southeast-1, cn-beijing, us-east-1, eu-central-1, ap-northeast-1, cn-hongkong.
    """

    spec = QWEN_IMAGE_3_0_PRO

    @cached_property
    def generate(self) -> QwenImage3_0ProGenerate[ResultT, TaskT]:
        """Text to image."""
        return QwenImage3_0ProGenerate(self, "generate")

    @cached_property
    def edit(self) -> QwenImage3_0ProEdit[ResultT, TaskT]:
        """Edits or combines one to three reference images."""
        return QwenImage3_0ProEdit(self, "edit")


class QwenImage3_0(ModelClient[ResultT, TaskT]):
    """qwen-image-3.0: Cheaper, with the same parameters.

    List price per image: CNY 0.18 or CNY 0.02 for each input image in cn-beijing, us-east-1, eu-central-1 and
    ap-northeast-1; CNY 0.224826 or CNY 0.022483 for each input image in ap-southeast-1.

    Regions: ap-southeast-1, cn-beijing, us-east-1, eu-central-1, ap-northeast-1, cn-hongkong.
    """

    spec = QWEN_IMAGE_3_0

    @cached_property
    def generate(self) -> QwenImage3_0Generate[ResultT, TaskT]:
        """Text to image."""
        return QwenImage3_0Generate(self, "generate")

    @cached_property
    def edit(self) -> QwenImage3_0Edit[ResultT, TaskT]:
        """Edits or combines one to three reference images."""
        return QwenImage3_0Edit(self, "edit")
