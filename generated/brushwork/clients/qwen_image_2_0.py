"""Qwen-Image 2.0: Text to image and editing of up to three reference images in any size; strong in Chinese and English
text, for posters, slides and coupons.

Models: qwen-image-2.0-pro, qwen-image-2.0.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.qwen_image_2_0 import QWEN_IMAGE_2_0, QWEN_IMAGE_2_0_PRO

if TYPE_CHECKING:
    from typing import Literal, Self

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.calls import Prepared

    QwenImage2_0Size = (
        Literal["1:1", "16:9", "9:16", "4:3", "3:4", "2048*2048", "2688*1536", "1536*2688", "2368*1728", "1728*2368"]
        | str
        | tuple[int, int]
    )


class QwenImage2_0ProGenerate(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_2_0_pro.generate`: text to image.

    Model qwen-image-2.0-pro, sync. List price per image: USD 0.075 in ap-southeast-1; CNY 0.5 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        n: int = 1,
        size: QwenImage2_0Size | None = None,
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

        qwen-image-2.0-pro currently equals qwen-image-2.0-pro-2026-04-22.

        Model qwen-image-2.0-pro, sync. List price per image: USD 0.075 in ap-southeast-1; CNY 0.5 in cn-beijing.

        Args:
            prompt: What to make. At most 1,300 tokens; the server silently truncates longer text. [ha]
                Documents disagree: ha says that the limit is 800 characters. An older edition of the page counted
                characters. The server truncates long prompts and rejects none.
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [guide-04,
                guide-05, ha]
            size: Output resolution, width*height in pixels. Accepts width*height with an area of 262,144 (512*512) to
                4,194,304 (2048*2048) pixels; recommended sizes are always accepted. Server default: 2048*2048.
                [guide-04, guide-05, ha]
                Documents disagree: guide-04, guide-05 and skill say that the default is 1024*1024. The default is
                2048*2048, as the vendor's page says; the script sends 1024*1024 itself.
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, ha]
            watermark: Adds the mark "Qwen-Image" in the lower right corner. Server default: false. [ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha]
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

        Sources:
            guide-04: Image generation guide, international, 2026-04
            guide-05: Image generation guide, mainland China, 2026-05
            ha: Alibaba Cloud Model Studio help, Chinese
            qc: Qwen Cloud documentation
            skill: qwencloud-image-generation script
        """
        return self._prepare(
            prompt,
            {},
            {
                "n": n,
                "size": size,
                "prompt_extend": prompt_extend,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        ).send(timeout)

    def prepare(
        self,
        prompt: str,
        *,
        n: int = 1,
        size: QwenImage2_0Size | None = None,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it.
        """
        return self._prepare(
            prompt,
            {},
            {
                "n": n,
                "size": size,
                "prompt_extend": prompt_extend,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class QwenImage2_0ProEdit(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_2_0_pro.edit`: edits or combines one to three reference images.

    Model qwen-image-2.0-pro, sync. List price per image: USD 0.075 in ap-southeast-1; CNY 0.5 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImage2_0Size | None = None,
        prompt_extend: bool | None = None,
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

        qwen-image-2.0-pro currently equals qwen-image-2.0-pro-2026-04-22.

        Model qwen-image-2.0-pro, sync. List price per image: USD 0.075 in ap-southeast-1; CNY 0.5 in cn-beijing.

        Args:
            prompt: What to make. At most 1,300 tokens; the server silently truncates longer text. [ha]
                Documents disagree: ha says that the limit is 800 characters. An older edition of the page counted
                characters. The server truncates long prompts and rejects none.
            reference_images: 1 to 3 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP,
                TIFF, WEBP and GIF. Each side should be 384 to 3,072 pixels. At most 10 MB each. Only the first frame of
                a GIF is used. [guide-04, guide-05, ha]
                Documents disagree: guide-04 and guide-05 say that the sides recommended is false. A limit in the
                guides, a recommendation on the vendor's page; sides outside it are accepted with a warning.
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [guide-04,
                guide-05, ha]
            size: Output resolution, width*height in pixels. The result is rounded to multiples of 16. Accepts
                width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are
                always accepted. Server default: about 1024*1024 pixels in area, with the aspect ratio of the last
                reference image. [guide-04, guide-05, ha]
                Documents disagree: guide-04, guide-05 and skill say that the default is 1024*1024. The default follows
                the last image, as the vendor's page says; the script sends 1024*1024 itself.
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, ha]
            watermark: Adds the mark "Qwen-Image" in the lower right corner. Server default: false. [ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha]
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

        Sources:
            guide-04: Image generation guide, international, 2026-04
            guide-05: Image generation guide, mainland China, 2026-05
            ha: Alibaba Cloud Model Studio help, Chinese
            qc: Qwen Cloud documentation
            skill: qwencloud-image-generation script
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "n": n,
                "size": size,
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
        ).send(timeout)

    def prepare(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImage2_0Size | None = None,
        prompt_extend: bool | None = None,
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

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it.
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "n": n,
                "size": size,
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
        )


class QwenImage2_0Generate(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_2_0.generate`: text to image.

    Model qwen-image-2.0, sync. List price per image: USD 0.035 in ap-southeast-1; CNY 0.2 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        n: int = 1,
        size: QwenImage2_0Size | None = None,
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

        qwen-image-2.0 currently equals qwen-image-2.0-2026-03-03.

        Model qwen-image-2.0, sync. List price per image: USD 0.035 in ap-southeast-1; CNY 0.2 in cn-beijing.

        Args:
            prompt: What to make. At most 1,300 tokens; the server silently truncates longer text. [ha]
                Documents disagree: ha says that the limit is 800 characters. An older edition of the page counted
                characters. The server truncates long prompts and rejects none.
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [guide-04,
                guide-05, ha]
            size: Output resolution, width*height in pixels. Accepts width*height with an area of 262,144 (512*512) to
                4,194,304 (2048*2048) pixels; recommended sizes are always accepted. Server default: 2048*2048.
                [guide-04, guide-05, ha]
                Documents disagree: guide-04, guide-05 and skill say that the default is 1024*1024. The default is
                2048*2048, as the vendor's page says; the script sends 1024*1024 itself.
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, ha]
            watermark: Adds the mark "Qwen-Image" in the lower right corner. Server default: false. [ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha]
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

        Sources:
            guide-04: Image generation guide, international, 2026-04
            guide-05: Image generation guide, mainland China, 2026-05
            ha: Alibaba Cloud Model Studio help, Chinese
            qc: Qwen Cloud documentation
            skill: qwencloud-image-generation script
        """
        return self._prepare(
            prompt,
            {},
            {
                "n": n,
                "size": size,
                "prompt_extend": prompt_extend,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        ).send(timeout)

    def prepare(
        self,
        prompt: str,
        *,
        n: int = 1,
        size: QwenImage2_0Size | None = None,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it.
        """
        return self._prepare(
            prompt,
            {},
            {
                "n": n,
                "size": size,
                "prompt_extend": prompt_extend,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class QwenImage2_0Edit(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_2_0.edit`: edits or combines one to three reference images.

    Model qwen-image-2.0, sync. List price per image: USD 0.035 in ap-southeast-1; CNY 0.2 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImage2_0Size | None = None,
        prompt_extend: bool | None = None,
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

        qwen-image-2.0 currently equals qwen-image-2.0-2026-03-03.

        Model qwen-image-2.0, sync. List price per image: USD 0.035 in ap-southeast-1; CNY 0.2 in cn-beijing.

        Args:
            prompt: What to make. At most 1,300 tokens; the server silently truncates longer text. [ha]
                Documents disagree: ha says that the limit is 800 characters. An older edition of the page counted
                characters. The server truncates long prompts and rejects none.
            reference_images: 1 to 3 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP,
                TIFF, WEBP and GIF. Each side should be 384 to 3,072 pixels. At most 10 MB each. Only the first frame of
                a GIF is used. [guide-04, guide-05, ha]
                Documents disagree: guide-04 and guide-05 say that the sides recommended is false. A limit in the
                guides, a recommendation on the vendor's page; sides outside it are accepted with a warning.
            n: Number of images. Billed per image. Accepts 1 to 6. Server default: 1. Sent if omitted: 1. [guide-04,
                guide-05, ha]
            size: Output resolution, width*height in pixels. The result is rounded to multiples of 16. Accepts
                width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are
                always accepted. Server default: about 1024*1024 pixels in area, with the aspect ratio of the last
                reference image. [guide-04, guide-05, ha]
                Documents disagree: guide-04, guide-05 and skill say that the default is 1024*1024. The default follows
                the last image, as the vendor's page says; the script sends 1024*1024 itself.
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, ha]
            watermark: Adds the mark "Qwen-Image" in the lower right corner. Server default: false. [ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha]
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

        Sources:
            guide-04: Image generation guide, international, 2026-04
            guide-05: Image generation guide, mainland China, 2026-05
            ha: Alibaba Cloud Model Studio help, Chinese
            qc: Qwen Cloud documentation
            skill: qwencloud-image-generation script
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "n": n,
                "size": size,
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
        ).send(timeout)

    def prepare(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImage2_0Size | None = None,
        prompt_extend: bool | None = None,
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

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it.
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "n": n,
                "size": size,
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
        )


class QwenImage2_0Pro(ModelClient[ResultT, TaskT]):
    """qwen-image-2.0-pro: Strongest text rendering and most realistic textures of the family.

    qwen-image-2.0-pro currently equals qwen-image-2.0-pro-2026-04-22.

    List price per image: USD 0.075 in ap-southeast-1; CNY 0.5 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = QWEN_IMAGE_2_0_PRO

    @cached_property
    def generate(self) -> QwenImage2_0ProGenerate[ResultT, TaskT]:
        """Text to image."""
        return QwenImage2_0ProGenerate(self, "generate")

    @cached_property
    def edit(self) -> QwenImage2_0ProEdit[ResultT, TaskT]:
        """Edits or combines one to three reference images."""
        return QwenImage2_0ProEdit(self, "edit")

    def at(
        self,
        snapshot: Literal[
            "qwen-image-2.0-pro-2026-03-03", "qwen-image-2.0-pro-2026-04-22", "qwen-image-2.0-pro-2026-06-22"
        ],
    ) -> Self:
        """This model pinned to a dated snapshot."""
        return self._at(snapshot)


class QwenImage2_0(ModelClient[ResultT, TaskT]):
    """qwen-image-2.0: Faster and cheaper, with the same parameters.

    qwen-image-2.0 currently equals qwen-image-2.0-2026-03-03.

    List price per image: USD 0.035 in ap-southeast-1; CNY 0.2 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = QWEN_IMAGE_2_0

    @cached_property
    def generate(self) -> QwenImage2_0Generate[ResultT, TaskT]:
        """Text to image."""
        return QwenImage2_0Generate(self, "generate")

    @cached_property
    def edit(self) -> QwenImage2_0Edit[ResultT, TaskT]:
        """Edits or combines one to three reference images."""
        return QwenImage2_0Edit(self, "edit")

    def at(self, snapshot: Literal["qwen-image-2.0-2026-03-03"]) -> Self:
        """This model pinned to a dated snapshot."""
        return self._at(snapshot)
