"""Qwen-Image-Edit: Precise editing: text inside pictures, elements added, removed and replaced, with one to three
reference images.

Models: qwen-image-edit-max, qwen-image-edit-plus, qwen-image-edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.qwen_image_edit import QWEN_IMAGE_EDIT, QWEN_IMAGE_EDIT_MAX, QWEN_IMAGE_EDIT_PLUS

if TYPE_CHECKING:
    from typing import Literal, Self

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.calls import Prepared

    QwenImageEditSize = str | tuple[int, int]


class QwenImageEditMaxEdit(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_edit_max.edit`: edits or combines one to three reference images.

    Model qwen-image-edit-max, sync. List price per image: about USD 0.075 in ap-southeast-1; CNY 0.5 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImageEditSize | None = None,
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

        The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the
        service. Its replacement is qwen-image-2.0: client.qwen_image_2_0.edit(...). Its size is width*height with an
        area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. Source: Notice
        118434 of 2026-07-10 on the page of model retirements.

        qwen-image-edit-max currently equals qwen-image-edit-max-2026-01-16.

        Model qwen-image-edit-max, sync. List price per image: about USD 0.075 in ap-southeast-1; CNY 0.5 in cn-beijing.

        Args:
            prompt: What to make. At most 800 tokens; the server silently truncates longer text. [ha]
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
                width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels. Server default: about
                1024*1024 pixels in area, with the aspect ratio of the last reference image. [guide-04, guide-05, ha]
                Documents disagree: ha says that each side is 512 to 2,048. Every size within the guides' area passes; a
                side outside 512 to 2048 gets a warning.
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
        size: QwenImageEditSize | None = None,
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


class QwenImageEditPlusEdit(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_edit_plus.edit`: edits or combines one to three reference images.

    Model qwen-image-edit-plus, sync. List price per image: about USD 0.03 in ap-southeast-1; CNY 0.2 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImageEditSize | None = None,
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

        The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the
        service. Its replacement is qwen-image-2.0: client.qwen_image_2_0.edit(...). Its size is width*height with an
        area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. Source: Notice
        118434 of 2026-07-10 on the page of model retirements.

        qwen-image-edit-plus currently equals qwen-image-edit-plus-2025-10-30.

        Model qwen-image-edit-plus, sync. List price per image: about USD 0.03 in ap-southeast-1; CNY 0.2 in cn-beijing.

        Args:
            prompt: What to make. At most 800 tokens; the server silently truncates longer text. [ha]
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
                width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels. Server default: about
                1024*1024 pixels in area, with the aspect ratio of the last reference image. [guide-04, guide-05, ha]
                Documents disagree: ha says that each side is 512 to 2,048. Every size within the guides' area passes; a
                side outside 512 to 2048 gets a warning.
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
        size: QwenImageEditSize | None = None,
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


class QwenImageEditEdit(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_edit.edit`: edits or combines one to three reference images.

    Model qwen-image-edit, sync. List price per image: USD 0.045 in ap-southeast-1; CNY 0.3 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        size: QwenImageEditSize | None = None,
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

        The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the
        service. Its replacement is qwen-image-2.0: client.qwen_image_2_0.edit(...). Its size is width*height with an
        area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. Source: Notice
        118434 of 2026-07-10 on the page of model retirements.

        Model qwen-image-edit, sync. List price per image: USD 0.045 in ap-southeast-1; CNY 0.3 in cn-beijing.

        Args:
            prompt: What to make. At most 800 tokens; the server silently truncates longer text. [ha]
                Documents disagree: ha says that the limit is 800 characters. An older edition of the page counted
                characters. The server truncates long prompts and rejects none.
            reference_images: 1 to 3 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP,
                TIFF, WEBP and GIF. Each side should be 384 to 3,072 pixels. At most 10 MB each. Only the first frame of
                a GIF is used. [guide-04, guide-05, ha]
                Documents disagree: guide-04 and guide-05 say that the sides recommended is false. A limit in the
                guides, a recommendation on the vendor's page; sides outside it are accepted with a warning.
            n: Number of images; always 1. Accepts 1. Server default: 1. Sent if omitted: 1. Every image is billed.
                [guide-04, guide-05, ha]
            size: Output resolution, width*height in pixels. The result is rounded to multiples of 16. Accepts
                width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels. Server default: the
                aspect ratio of the last reference image. [guide-04, guide-05]
                Documents disagree: ha says that it is not supported. Sent if given, with a warning; the vendor's page
                says that this model takes no size.
                Documents disagree: guide-04, guide-05 and skill say that the default is 1024*1024. The default follows
                the reference image; the script sends 1024*1024 itself.
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05]
                Documents disagree: ha says that it is not supported. Sent if given, with a warning; the vendor's page
                says that this model does not take it.
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
        size: QwenImageEditSize | None = None,
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


class QwenImageEditMax(ModelClient[ResultT, TaskT]):
    """qwen-image-edit-max: Most precise editing of text and elements.

    The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the service.
    Its replacement is qwen-image-2.0: client.qwen_image_2_0.edit(...). Its size is width*height with an area of 262,144
    (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. Source: Notice 118434 of
    2026-07-10 on the page of model retirements.

    qwen-image-edit-max currently equals qwen-image-edit-max-2026-01-16.

    List price per image: about USD 0.075 in ap-southeast-1; CNY 0.5 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = QWEN_IMAGE_EDIT_MAX

    @cached_property
    def edit(self) -> QwenImageEditMaxEdit[ResultT, TaskT]:
        """Edits or combines one to three reference images."""
        return QwenImageEditMaxEdit(self, "edit")

    def at(self, snapshot: Literal["qwen-image-edit-max-2026-01-16"]) -> Self:
        """This model pinned to a dated snapshot."""
        return self._at(snapshot)


class QwenImageEditPlus(ModelClient[ResultT, TaskT]):
    """qwen-image-edit-plus: The same parameters as max at a lower price.

    The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the service.
    Its replacement is qwen-image-2.0: client.qwen_image_2_0.edit(...). Its size is width*height with an area of 262,144
    (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. Source: Notice 118434 of
    2026-07-10 on the page of model retirements.

    qwen-image-edit-plus currently equals qwen-image-edit-plus-2025-10-30.

    List price per image: about USD 0.03 in ap-southeast-1; CNY 0.2 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = QWEN_IMAGE_EDIT_PLUS

    @cached_property
    def edit(self) -> QwenImageEditPlusEdit[ResultT, TaskT]:
        """Edits or combines one to three reference images."""
        return QwenImageEditPlusEdit(self, "edit")

    def at(self, snapshot: Literal["qwen-image-edit-plus-2025-10-30", "qwen-image-edit-plus-2025-12-15"]) -> Self:
        """This model pinned to a dated snapshot."""
        return self._at(snapshot)


class QwenImageEdit(ModelClient[ResultT, TaskT]):
    """qwen-image-edit: The first of the family; one image per call.

    The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the service.
    Its replacement is qwen-image-2.0: client.qwen_image_2_0.edit(...). Its size is width*height with an area of 262,144
    (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. Source: Notice 118434 of
    2026-07-10 on the page of model retirements.

    List price per image: USD 0.045 in ap-southeast-1; CNY 0.3 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = QWEN_IMAGE_EDIT

    @cached_property
    def edit(self) -> QwenImageEditEdit[ResultT, TaskT]:
        """Edits or combines one to three reference images."""
        return QwenImageEditEdit(self, "edit")
