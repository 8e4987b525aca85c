"""Wanx 2.1 image editing: Ten ways to edit one picture, such as expanding, enlarging, colouring, and editing inside a
mask; as tasks.

Models: wanx2.1-imageedit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.wanx2_1_imageedit import WANX2_1_IMAGEEDIT

if TYPE_CHECKING:
    from brushwork_runtime.base.types import Extra, ImageInput
    from brushwork_runtime.client.calls import Prepared


class Wanx2_1ImageeditStylizationAll(ModeCall[ResultT, TaskT]):
    """`client.wanx2_1_imageedit.stylization_all`: redraws the whole picture in a style; French picture book and
    gold-foil art are trained.

    Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        strength: float | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Redraws the whole picture in a style; French picture book and gold-foil art are trained.

        Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. It may be empty.
                [ha, qw]
            base_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. At
                most 10 MB each. It is sent as a web address, a data: URI or an upload (oss://). A URL must not contain
                Chinese characters. [ha, qw]
            strength: How far the result may go from the picture; larger is further. Accepts 0.0 to 1.0. Server default:
                0.5. [ha, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha,
                qw]
            watermark: Adds the mark "AI生成" in the lower right corner. Server default: false. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "strength": strength,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        strength: float | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "strength": strength,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        strength: float | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "strength": strength,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class Wanx2_1ImageeditStylizationLocal(ModeCall[ResultT, TaskT]):
    """`client.wanx2_1_imageedit.stylization_local`: gives one thing of the picture another material: ice, cloud,
    festive lantern, wood, blue-and-white porcelain, fluff, weaving or balloon.

    Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Gives one thing of the picture another material: ice, cloud, festive lantern, wood, blue-and-white porcelain,
        fluff, weaving or balloon.

        Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. It may be empty.
                [ha, qw]
            base_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. At
                most 10 MB each. It is sent as a web address, a data: URI or an upload (oss://). A URL must not contain
                Chinese characters. [ha, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha,
                qw]
            watermark: Adds the mark "AI生成" in the lower right corner. Server default: false. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class Wanx2_1ImageeditDescriptionEdit(ModeCall[ResultT, TaskT]):
    """`client.wanx2_1_imageedit.description_edit`: edits by an instruction.

    Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        strength: float | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Edits by an instruction.

        Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. It may be empty.
                [ha, qw]
            base_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. At
                most 10 MB each. It is sent as a web address, a data: URI or an upload (oss://). A URL must not contain
                Chinese characters. [ha, qw]
            strength: How far the result may go from the picture; larger is further. Accepts 0.0 to 1.0. Server default:
                0.5. [ha, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha,
                qw]
            watermark: Adds the mark "AI生成" in the lower right corner. Server default: false. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "strength": strength,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        strength: float | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "strength": strength,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        strength: float | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "strength": strength,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class Wanx2_1ImageeditDescriptionEditWithMask(ModeCall[ResultT, TaskT]):
    """`client.wanx2_1_imageedit.description_edit_with_mask`: edits inside a mask; the prompt describes what shall stand
    there.

    Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        base_image_url: ImageInput,
        mask_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Edits inside a mask; the prompt describes what shall stand there.

        Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. It may be empty.
                [ha, qw]
            base_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. At
                most 10 MB each. It is sent as a web address, a data: URI or an upload (oss://). A URL must not contain
                Chinese characters. [ha, qw]
            mask_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. It
                must have the width and height of base_image_url. At most 10 MB each. It is sent as a web address, a
                data: URI or an upload (oss://). A URL must not contain Chinese characters. White is edited, black is
                kept. [ha, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha,
                qw]
            watermark: Adds the mark "AI生成" in the lower right corner. Server default: false. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
                "mask_image_url": mask_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        base_image_url: ImageInput,
        mask_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
                "mask_image_url": mask_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        base_image_url: ImageInput,
        mask_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
                "mask_image_url": mask_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class Wanx2_1ImageeditRemoveWatermark(ModeCall[ResultT, TaskT]):
    """`client.wanx2_1_imageedit.remove_watermark`: removes lettering.

    Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Removes lettering.

        Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. It may be empty.
                [ha, qw]
            base_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. At
                most 10 MB each. It is sent as a web address, a data: URI or an upload (oss://). A URL must not contain
                Chinese characters. [ha, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha,
                qw]
            watermark: Adds the mark "AI生成" in the lower right corner. Server default: false. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class Wanx2_1ImageeditExpand(ModeCall[ResultT, TaskT]):
    """`client.wanx2_1_imageedit.expand`: extends the picture beyond its edges.

    Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        top_scale: float | None = None,
        bottom_scale: float | None = None,
        left_scale: float | None = None,
        right_scale: float | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Extends the picture beyond its edges.

        Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. It may be empty.
                [ha, qw]
            base_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. At
                most 10 MB each. It is sent as a web address, a data: URI or an upload (oss://). A URL must not contain
                Chinese characters. [ha, qw]
            top_scale: How far the picture grows at the top; 1.5 adds half of it. Accepts 1.0 to 2.0. Server default:
                1.0. [ha, qw]
            bottom_scale: How far the picture grows at the bottom; 1.5 adds half of it. Accepts 1.0 to 2.0. Server
                default: 1.0. [ha, qw]
            left_scale: How far the picture grows at the left; 1.5 adds half of it. Accepts 1.0 to 2.0. Server default:
                1.0. [ha, qw]
            right_scale: How far the picture grows at the right; 1.5 adds half of it. Accepts 1.0 to 2.0. Server
                default: 1.0. [ha, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha,
                qw]
            watermark: Adds the mark "AI生成" in the lower right corner. Server default: false. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "top_scale": top_scale,
                "bottom_scale": bottom_scale,
                "left_scale": left_scale,
                "right_scale": right_scale,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        top_scale: float | None = None,
        bottom_scale: float | None = None,
        left_scale: float | None = None,
        right_scale: float | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "top_scale": top_scale,
                "bottom_scale": bottom_scale,
                "left_scale": left_scale,
                "right_scale": right_scale,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        top_scale: float | None = None,
        bottom_scale: float | None = None,
        left_scale: float | None = None,
        right_scale: float | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "top_scale": top_scale,
                "bottom_scale": bottom_scale,
                "left_scale": left_scale,
                "right_scale": right_scale,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class Wanx2_1ImageeditSuperResolution(ModeCall[ResultT, TaskT]):
    """`client.wanx2_1_imageedit.super_resolution`: enlarges and sharpens.

    Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        upscale_factor: int | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Enlarges and sharpens.

        Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. It may be empty.
                [ha, qw]
            base_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. At
                most 10 MB each. It is sent as a web address, a data: URI or an upload (oss://). A URL must not contain
                Chinese characters. [ha, qw]
            upscale_factor: How often the sides are enlarged; 1 sharpens only. Accepts 1 to 4. Server default: 1. [ha,
                qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha,
                qw]
            watermark: Adds the mark "AI生成" in the lower right corner. Server default: false. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "upscale_factor": upscale_factor,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        upscale_factor: int | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "upscale_factor": upscale_factor,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        upscale_factor: int | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "upscale_factor": upscale_factor,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class Wanx2_1ImageeditColorization(ModeCall[ResultT, TaskT]):
    """`client.wanx2_1_imageedit.colorization`: colours a grey picture.

    Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Colours a grey picture.

        Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. It may be empty.
                [ha, qw]
            base_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. At
                most 10 MB each. It is sent as a web address, a data: URI or an upload (oss://). A URL must not contain
                Chinese characters. [ha, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha,
                qw]
            watermark: Adds the mark "AI生成" in the lower right corner. Server default: false. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class Wanx2_1ImageeditDoodle(ModeCall[ResultT, TaskT]):
    """`client.wanx2_1_imageedit.doodle`: makes a picture of a line drawing.

    Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        is_sketch: bool | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Makes a picture of a line drawing.

        Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. It may be empty.
                [ha, qw]
            base_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. At
                most 10 MB each. It is sent as a web address, a data: URI or an upload (oss://). A URL must not contain
                Chinese characters. [ha, qw]
            is_sketch: The picture is line art already. Server default: false. [ha, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha,
                qw]
            watermark: Adds the mark "AI生成" in the lower right corner. Server default: false. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "is_sketch": is_sketch,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        is_sketch: bool | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "is_sketch": is_sketch,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        is_sketch: bool | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "is_sketch": is_sketch,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class Wanx2_1ImageeditControlCartoonFeature(ModeCall[ResultT, TaskT]):
    """`client.wanx2_1_imageedit.control_cartoon_feature`: puts a cartoon figure into a new scene.

    Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Puts a cartoon figure into a new scene.

        Model wanx2.1-imageedit, async. List price per image: CNY 0.14 in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. It may be empty.
                [ha, qw]
            base_image_url: One image. Formats: JPEG, PNG, BMP, TIFF and WEBP. Each side must be 512 to 4,096 pixels. At
                most 10 MB each. It is sent as a web address, a data: URI or an upload (oss://). A URL must not contain
                Chinese characters. [ha, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random. [ha,
                qw]
            watermark: Adds the mark "AI生成" in the lower right corner. Server default: false. [ha, qw]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
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
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        prompt: str,
        base_image_url: ImageInput,
        *,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            prompt,
            {
                "base_image_url": base_image_url,
            },
            {
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class Wanx2_1Imageedit(ModelClient[ResultT, TaskT]):
    """wanx2.1-imageedit: Ten editing functions for one picture.

    List price per image: CNY 0.14 in cn-beijing.

    Regions: cn-beijing.
    """

    spec = WANX2_1_IMAGEEDIT

    @cached_property
    def stylization_all(self) -> Wanx2_1ImageeditStylizationAll[ResultT, TaskT]:
        """Redraws the whole picture in a style; French picture book and gold-foil art are trained."""
        return Wanx2_1ImageeditStylizationAll(self, "stylization_all")

    @cached_property
    def stylization_local(self) -> Wanx2_1ImageeditStylizationLocal[ResultT, TaskT]:
        """Gives one thing of the picture another material: ice, cloud, festive lantern, wood, blue-and-white porcelain,
        fluff, weaving or balloon.
        """
        return Wanx2_1ImageeditStylizationLocal(self, "stylization_local")

    @cached_property
    def description_edit(self) -> Wanx2_1ImageeditDescriptionEdit[ResultT, TaskT]:
        """Edits by an instruction."""
        return Wanx2_1ImageeditDescriptionEdit(self, "description_edit")

    @cached_property
    def description_edit_with_mask(self) -> Wanx2_1ImageeditDescriptionEditWithMask[ResultT, TaskT]:
        """Edits inside a mask; the prompt describes what shall stand there."""
        return Wanx2_1ImageeditDescriptionEditWithMask(self, "description_edit_with_mask")

    @cached_property
    def remove_watermark(self) -> Wanx2_1ImageeditRemoveWatermark[ResultT, TaskT]:
        """Removes lettering."""
        return Wanx2_1ImageeditRemoveWatermark(self, "remove_watermark")

    @cached_property
    def expand(self) -> Wanx2_1ImageeditExpand[ResultT, TaskT]:
        """Extends the picture beyond its edges."""
        return Wanx2_1ImageeditExpand(self, "expand")

    @cached_property
    def super_resolution(self) -> Wanx2_1ImageeditSuperResolution[ResultT, TaskT]:
        """Enlarges and sharpens."""
        return Wanx2_1ImageeditSuperResolution(self, "super_resolution")

    @cached_property
    def colorization(self) -> Wanx2_1ImageeditColorization[ResultT, TaskT]:
        """Colours a grey picture."""
        return Wanx2_1ImageeditColorization(self, "colorization")

    @cached_property
    def doodle(self) -> Wanx2_1ImageeditDoodle[ResultT, TaskT]:
        """Makes a picture of a line drawing."""
        return Wanx2_1ImageeditDoodle(self, "doodle")

    @cached_property
    def control_cartoon_feature(self) -> Wanx2_1ImageeditControlCartoonFeature[ResultT, TaskT]:
        """Puts a cartoon figure into a new scene."""
        return Wanx2_1ImageeditControlCartoonFeature(self, "control_cartoon_feature")
