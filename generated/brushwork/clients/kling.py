"""Kling image models: Text to image, editing and coherent sets by Kuaishou's Kling. Addresses of results live for 30
days.

Models: kling/kling-v3-image-generation, kling/kling-v3-omni-image-generation.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.kling import KLING_KLING_V3_IMAGE_GENERATION, KLING_KLING_V3_OMNI_IMAGE_GENERATION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal, TypedDict

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.calls import Prepared

    KlingAspectRatio = Literal["16:9", "9:16", "1:1"]
    KlingResolution = Literal["1k", "2k", "4k"]
    KlingKlingV3ImageGenerationResolution = Literal["1k", "2k"]

    class KlingElementListItem(TypedDict):
        """An item of element_list, or what is in one."""

        element_id: int

    KlingElementList = Sequence[KlingElementListItem]


class KlingKlingV3ImageGenerationGenerate(ModeCall[ResultT, TaskT]):
    """`client.kling_kling_v3_image_generation.generate`: text to image.

    Model kling/kling-v3-image-generation, async. List price per image: CNY 0.20 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        n: int = 1,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingKlingV3ImageGenerationResolution | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Before its first call it must be activated in the Model Studio console.

        Model kling/kling-v3-image-generation, async. List price per image: CNY 0.20 in cn-beijing.

        Args:
            prompt: What to make. At most 2,500 characters; the server silently truncates longer text. [ha]
            n: Number of images. Billed per image. Accepts 1 to 9. Server default: 1. Sent if omitted: 1. [ha]
            aspect_ratio: Aspect ratio of the output. Accepts 16:9, 9:16 or 1:1. Server default: 16:9. [ha]
            resolution: Resolution tier of the output. Accepts 1k or 2k. Server default: 1k. [ha]
            watermark: Adds the mark "可灵AI". Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 720 hours, so save the images soon.

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
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        *,
        n: int = 1,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingKlingV3ImageGenerationResolution | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
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
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingKlingV3ImageGenerationResolution | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class KlingKlingV3ImageGenerationEdit(ModeCall[ResultT, TaskT]):
    """`client.kling_kling_v3_image_generation.edit`: images after one reference.

    Model kling/kling-v3-image-generation, async. List price per image: CNY 0.20 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        n: int = 1,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingKlingV3ImageGenerationResolution | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Images after one reference.

        Before its first call it must be activated in the Model Studio console.

        Model kling/kling-v3-image-generation, async. List price per image: CNY 0.20 in cn-beijing.

        Args:
            prompt: What to make. At most 2,500 characters; the server silently truncates longer text. [ha]
            reference_images: 1 image, in the order in which the prompt numbers them. Formats: JPEG and PNG. Each side
                must be 300 to 8,000 pixels. The aspect ratio must be 2:5 to 5:2. At most 10 MB each. Transparency is
                not accepted: a PNG with an alpha channel is rejected. It is sent as a web address. [ha]
            n: Number of images. Billed per image. Accepts 1 to 9. Server default: 1. Sent if omitted: 1. [ha]
            aspect_ratio: Aspect ratio of the output. Accepts 16:9, 9:16 or 1:1. Server default: 16:9. [ha]
            resolution: Resolution tier of the output. Accepts 1k or 2k. Server default: 1k. [ha]
            watermark: Adds the mark "可灵AI". Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 720 hours, so save the images soon.

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
            {
                "reference_images": reference_images,
            },
            {
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
                "watermark": watermark,
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
        n: int = 1,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingKlingV3ImageGenerationResolution | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
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
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingKlingV3ImageGenerationResolution | None = None,
        watermark: bool | None = None,
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
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class KlingKlingV3OmniImageGenerationGenerate(ModeCall[ResultT, TaskT]):
    """`client.kling_kling_v3_omni_image_generation.generate`: text to image.

    Model kling/kling-v3-omni-image-generation, async. List price per image: CNY 0.20 when resolution is 1k or 2k or CNY
    0.40 when resolution is 4k in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        element_list: KlingElementList | None = None,
        n: int = 1,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingResolution | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Before its first call it must be activated in the Model Studio console.

        Model kling/kling-v3-omni-image-generation, async. List price per image: CNY 0.20 when resolution is 1k or 2k or
        CNY 0.40 when resolution is 4k in cn-beijing.

        Args:
            prompt: What to make. At most 2,500 characters; the server silently truncates longer text. [ha]
            element_list: Subjects that were created in Kling, by their ids. A list of 1 to 10, each an object of
                element_id (0 to 9,223,372,036,854,775,807). [ha]
            n: Number of images. Billed per image. Accepts 1 to 9. Server default: 1. Sent if omitted: 1. [ha]
            aspect_ratio: Aspect ratio of the output. Accepts 16:9, 9:16 or 1:1. Server default: 16:9. [ha]
            resolution: Resolution tier of the output. Accepts 1k, 2k or 4k. Server default: 1k. It changes the price
                per image. [ha]
            watermark: Adds the mark "可灵AI". Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 720 hours, so save the images soon.

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
                "element_list": element_list,
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        *,
        element_list: KlingElementList | None = None,
        n: int = 1,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingResolution | None = None,
        watermark: bool | None = None,
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
                "element_list": element_list,
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
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
        element_list: KlingElementList | None = None,
        n: int = 1,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingResolution | None = None,
        watermark: bool | None = None,
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
                "element_list": element_list,
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class KlingKlingV3OmniImageGenerationEdit(ModeCall[ResultT, TaskT]):
    """`client.kling_kling_v3_omni_image_generation.edit`: images after references, and elements.

    Model kling/kling-v3-omni-image-generation, async. List price per image: CNY 0.20 when resolution is 1k or 2k or CNY
    0.40 when resolution is 4k in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        element_list: KlingElementList | None = None,
        n: int = 1,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingResolution | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Images after references, and elements.

        Before its first call it must be activated in the Model Studio console.

        Model kling/kling-v3-omni-image-generation, async. List price per image: CNY 0.20 when resolution is 1k or 2k or
        CNY 0.40 when resolution is 4k in cn-beijing.

        The lengths of reference_images and element_list must add up to at most 10.

        Args:
            prompt: What to make. At most 2,500 characters; the server silently truncates longer text. [ha]
            reference_images: 1 to 10 images, in the order in which the prompt numbers them. Formats: JPEG and PNG. Each
                side must be 300 to 8,000 pixels. The aspect ratio must be 2:5 to 5:2. At most 10 MB each. Transparency
                is not accepted: a PNG with an alpha channel is rejected. It is sent as a web address. [ha]
            element_list: Subjects that were created in Kling, by their ids. A list of 1 to 10, each an object of
                element_id (0 to 9,223,372,036,854,775,807). [ha]
            n: Number of images. Billed per image. Accepts 1 to 9. Server default: 1. Sent if omitted: 1. [ha]
            aspect_ratio: Aspect ratio of the output. Accepts 16:9, 9:16 or 1:1. Server default: 16:9. [ha]
            resolution: Resolution tier of the output. Accepts 1k, 2k or 4k. Server default: 1k. It changes the price
                per image. [ha]
            watermark: Adds the mark "可灵AI". Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 720 hours, so save the images soon.

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
            {
                "reference_images": reference_images,
            },
            {
                "element_list": element_list,
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
                "watermark": watermark,
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
        element_list: KlingElementList | None = None,
        n: int = 1,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingResolution | None = None,
        watermark: bool | None = None,
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
                "element_list": element_list,
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
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
        element_list: KlingElementList | None = None,
        n: int = 1,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingResolution | None = None,
        watermark: bool | None = None,
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
                "element_list": element_list,
                "n": n,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class KlingKlingV3OmniImageGenerationSequence(ModeCall[ResultT, TaskT]):
    """`client.kling_kling_v3_omni_image_generation.sequence`: a coherent set of images.

    Model kling/kling-v3-omni-image-generation, async. List price per image: CNY 0.20 when resolution is 1k or 2k or CNY
    0.40 when resolution is 4k in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        series_amount: int,
        element_list: KlingElementList | None = None,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingResolution | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """A coherent set of images.

        Before its first call it must be activated in the Model Studio console.

        Model kling/kling-v3-omni-image-generation, async. List price per image: CNY 0.20 when resolution is 1k or 2k or
        CNY 0.40 when resolution is 4k in cn-beijing.

        The lengths of reference_images and element_list must add up to at most 10.

        Args:
            prompt: What to make. At most 2,500 characters; the server silently truncates longer text. [ha]
            reference_images: 0 to 10 images, in the order in which the prompt numbers them. Formats: JPEG and PNG. Each
                side must be 300 to 8,000 pixels. The aspect ratio must be 2:5 to 5:2. At most 10 MB each. Transparency
                is not accepted: a PNG with an alpha channel is rejected. It is sent as a web address. [ha]
            series_amount: Number of images of the set. Billed per image. Accepts 2 to 9. Server default: 4. [ha]
            element_list: Subjects that were created in Kling, by their ids. A list of 1 to 10, each an object of
                element_id (0 to 9,223,372,036,854,775,807). [ha]
            aspect_ratio: Aspect ratio of the output. Accepts 16:9, 9:16 or 1:1. Server default: 16:9. [ha]
            resolution: Resolution tier of the output. Accepts 1k, 2k or 4k. Server default: 1k. It changes the price
                per image. [ha]
            watermark: Adds the mark "可灵AI". Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 720 hours, so save the images soon.

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
            {
                "reference_images": reference_images,
            },
            {
                "element_list": element_list,
                "series_amount": series_amount,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
                "watermark": watermark,
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
        reference_images: ImageInputs = (),
        *,
        series_amount: int,
        element_list: KlingElementList | None = None,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingResolution | None = None,
        watermark: bool | None = None,
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
                "element_list": element_list,
                "series_amount": series_amount,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
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
        reference_images: ImageInputs = (),
        *,
        series_amount: int,
        element_list: KlingElementList | None = None,
        aspect_ratio: KlingAspectRatio | None = None,
        resolution: KlingResolution | None = None,
        watermark: bool | None = None,
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
                "element_list": element_list,
                "series_amount": series_amount,
                "aspect_ratio": aspect_ratio,
                "resolution": resolution,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class KlingKlingV3ImageGeneration(ModelClient[ResultT, TaskT]):
    """kling/kling-v3-image-generation: Text to image, and images after one reference.

    Before its first call it must be activated in the Model Studio console.

    List price per image: CNY 0.20 in cn-beijing.

    Regions: cn-beijing.
    """

    spec = KLING_KLING_V3_IMAGE_GENERATION

    @cached_property
    def generate(self) -> KlingKlingV3ImageGenerationGenerate[ResultT, TaskT]:
        """Text to image."""
        return KlingKlingV3ImageGenerationGenerate(self, "generate")

    @cached_property
    def edit(self) -> KlingKlingV3ImageGenerationEdit[ResultT, TaskT]:
        """Images after one reference."""
        return KlingKlingV3ImageGenerationEdit(self, "edit")


class KlingKlingV3OmniImageGeneration(ModelClient[ResultT, TaskT]):
    """kling/kling-v3-omni-image-generation: Up to ten references and elements, coherent sets, and 4k.

    Before its first call it must be activated in the Model Studio console.

    List price per image: CNY 0.20 when resolution is 1k or 2k or CNY 0.40 when resolution is 4k in cn-beijing.

    Regions: cn-beijing.
    """

    spec = KLING_KLING_V3_OMNI_IMAGE_GENERATION

    @cached_property
    def generate(self) -> KlingKlingV3OmniImageGenerationGenerate[ResultT, TaskT]:
        """Text to image."""
        return KlingKlingV3OmniImageGenerationGenerate(self, "generate")

    @cached_property
    def edit(self) -> KlingKlingV3OmniImageGenerationEdit[ResultT, TaskT]:
        """Images after references, and elements."""
        return KlingKlingV3OmniImageGenerationEdit(self, "edit")

    @cached_property
    def sequence(self) -> KlingKlingV3OmniImageGenerationSequence[ResultT, TaskT]:
        """A coherent set of images."""
        return KlingKlingV3OmniImageGenerationSequence(self, "sequence")
