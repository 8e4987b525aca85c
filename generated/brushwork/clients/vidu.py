"""Vidu image models: Text to image, and images after up to fourteen references, in fixed sizes up to 4K, one image per
call.

Models: vidu/vidu-image_reference2image, vidu/vidu-image-pro_reference2image, vidu/vidu-image-lite_reference2image,
vidu/viduq3-fast_reference2image, vidu/viduq2-pro_reference2image, vidu/viduq2-fast_reference2image.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.vidu import (
    VIDU_VIDU_IMAGE_LITE_REFERENCE2IMAGE,
    VIDU_VIDU_IMAGE_PRO_REFERENCE2IMAGE,
    VIDU_VIDU_IMAGE_REFERENCE2IMAGE,
    VIDU_VIDUQ2_FAST_REFERENCE2IMAGE,
    VIDU_VIDUQ2_PRO_REFERENCE2IMAGE,
    VIDU_VIDUQ3_FAST_REFERENCE2IMAGE,
)

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.client.calls import Prepared

    ViduSize = (
        Literal[
            "1024*1024",
            "720*1440",
            "1440*720",
            "1024*768",
            "768*1024",
            "1920*1088",
            "1088*1920",
            "1536*1024",
            "1024*1536",
            "1920*816",
            "816*1920",
            "2048*2048",
            "1088*2160",
            "2160*1088",
            "2736*2048",
            "2048*2736",
            "2560*1440",
            "1440*2560",
            "3072*2048",
            "2048*3072",
            "2560*1104",
            "1104*2560",
            "2880*2880",
            "1440*2880",
            "2880*1440",
            "3312*2480",
            "2480*3312",
            "3840*2160",
            "2160*3840",
            "3520*2352",
            "2352*3520",
            "3840*1648",
            "1648*3840",
        ]
        | str
        | tuple[int, int]
    )
    ViduViduq3FastReference2imageSize = (
        Literal[
            "1024*1024",
            "768*1376",
            "848*1264",
            "896*1200",
            "928*1152",
            "1152*928",
            "1200*896",
            "1264*848",
            "1376*768",
            "1584*672",
            "512*2064",
            "2064*512",
            "352*2928",
            "2928*352",
            "2048*2048",
            "1536*2752",
            "1696*2528",
            "1792*2400",
            "1856*2304",
            "2304*1856",
            "2400*1792",
            "2528*1696",
            "2752*1536",
            "3168*1344",
            "1024*4128",
            "4128*1024",
            "704*5856",
            "5856*704",
            "4096*4096",
            "3072*5504",
            "3392*5056",
            "3584*4800",
            "3712*4608",
            "4608*3712",
            "4800*3584",
            "5056*3392",
            "5504*3072",
            "6336*2688",
            "2048*8256",
            "8256*2048",
            "1408*11712",
            "11712*1408",
        ]
        | str
        | tuple[int, int]
    )
    ViduViduq2ProReference2imageSize = (
        Literal[
            "1024*1024",
            "768*1376",
            "848*1264",
            "896*1200",
            "928*1152",
            "1152*928",
            "1200*896",
            "1264*848",
            "1376*768",
            "1584*672",
            "2048*2048",
            "1536*2752",
            "1696*2528",
            "1792*2400",
            "1856*2304",
            "2304*1856",
            "2400*1792",
            "2528*1696",
            "2752*1536",
            "3168*1344",
            "4096*4096",
            "3072*5504",
            "3392*5056",
            "3584*4800",
            "3712*4608",
            "4608*3712",
            "4800*3584",
            "5056*3392",
            "5504*3072",
            "6336*2688",
        ]
        | str
        | tuple[int, int]
    )
    ViduViduq2FastReference2imageSize = (
        Literal[
            "1024*1024",
            "768*1376",
            "848*1264",
            "896*1200",
            "928*1152",
            "1152*928",
            "1200*896",
            "1264*848",
            "1376*768",
            "1584*672",
        ]
        | str
        | tuple[int, int]
    )


class ViduViduImageReference2imageGenerate(ModeCall[ResultT, TaskT]):
    """`client.vidu_vidu_image_reference2image.generate`: text to image.

    Model vidu/vidu-image_reference2image, async. List price per image: CNY 0.625 when size is 1K, CNY 1.0 when size is
    2K or CNY 1.46875 when size is 4K in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/vidu-image_reference2image, async. List price per image: CNY 0.625 when size is 1K, CNY 1.0 when size
        is 2K or CNY 1.46875 when size is 4K in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 720*1440,
                1440*720, 1024*768, 768*1024, 1920*1088, 1088*1920, 1536*1024, 1024*1536, 1920*816, 816*1920, 2048*2048,
                1088*2160, 2160*1088, 2736*2048, 2048*2736, 2560*1440, 1440*2560, 3072*2048, 2048*3072, 2560*1104,
                1104*2560, 2880*2880, 1440*2880, 2880*1440, 3312*2480, 2480*3312, 3840*2160, 2160*3840, 3520*2352,
                2352*3520, 3840*1648 or 1648*3840. Server default: 1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class ViduViduImageReference2imageEdit(ModeCall[ResultT, TaskT]):
    """`client.vidu_vidu_image_reference2image.edit`: an image after one to fourteen reference images.

    Model vidu/vidu-image_reference2image, async. List price per image: CNY 0.625 when size is 1K, CNY 1.0 when size is
    2K or CNY 1.46875 when size is 4K in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """An image after one to fourteen reference images.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/vidu-image_reference2image, async. List price per image: CNY 0.625 when size is 1K, CNY 1.0 when size
        is 2K or CNY 1.46875 when size is 4K in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            reference_images: 1 to 14 images, in the order in which the prompt numbers them. Formats: PNG, JPEG and
                WEBP. The aspect ratio must be 1:4 to 4:1. At most 50 MB together. It is sent as a web address. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 720*1440,
                1440*720, 1024*768, 768*1024, 1920*1088, 1088*1920, 1536*1024, 1024*1536, 1920*816, 816*1920, 2048*2048,
                1088*2160, 2160*1088, 2736*2048, 2048*2736, 2560*1440, 1440*2560, 3072*2048, 2048*3072, 2560*1104,
                1104*2560, 2880*2880, 1440*2880, 2880*1440, 3312*2480, 2480*3312, 3840*2160, 2160*3840, 3520*2352,
                2352*3520, 3840*1648 or 1648*3840. Server default: 1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class ViduViduImageProReference2imageGenerate(ModeCall[ResultT, TaskT]):
    """`client.vidu_vidu_image_pro_reference2image.generate`: text to image.

    Model vidu/vidu-image-pro_reference2image, async. List price per image: CNY 1.6875 when size is 1K, CNY 3.1875 when
    size is 2K or CNY 5.125 when size is 4K in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/vidu-image-pro_reference2image, async. List price per image: CNY 1.6875 when size is 1K, CNY 3.1875
        when size is 2K or CNY 5.125 when size is 4K in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 720*1440,
                1440*720, 1024*768, 768*1024, 1920*1088, 1088*1920, 1536*1024, 1024*1536, 1920*816, 816*1920, 2048*2048,
                1088*2160, 2160*1088, 2736*2048, 2048*2736, 2560*1440, 1440*2560, 3072*2048, 2048*3072, 2560*1104,
                1104*2560, 2880*2880, 1440*2880, 2880*1440, 3312*2480, 2480*3312, 3840*2160, 2160*3840, 3520*2352,
                2352*3520, 3840*1648 or 1648*3840. Server default: 1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class ViduViduImageProReference2imageEdit(ModeCall[ResultT, TaskT]):
    """`client.vidu_vidu_image_pro_reference2image.edit`: an image after one to fourteen reference images.

    Model vidu/vidu-image-pro_reference2image, async. List price per image: CNY 1.6875 when size is 1K, CNY 3.1875 when
    size is 2K or CNY 5.125 when size is 4K in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """An image after one to fourteen reference images.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/vidu-image-pro_reference2image, async. List price per image: CNY 1.6875 when size is 1K, CNY 3.1875
        when size is 2K or CNY 5.125 when size is 4K in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            reference_images: 1 to 14 images, in the order in which the prompt numbers them. Formats: PNG, JPEG and
                WEBP. The aspect ratio must be 1:4 to 4:1. At most 50 MB together. It is sent as a web address. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 720*1440,
                1440*720, 1024*768, 768*1024, 1920*1088, 1088*1920, 1536*1024, 1024*1536, 1920*816, 816*1920, 2048*2048,
                1088*2160, 2160*1088, 2736*2048, 2048*2736, 2560*1440, 1440*2560, 3072*2048, 2048*3072, 2560*1104,
                1104*2560, 2880*2880, 1440*2880, 2880*1440, 3312*2480, 2480*3312, 3840*2160, 2160*3840, 3520*2352,
                2352*3520, 3840*1648 or 1648*3840. Server default: 1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class ViduViduImageLiteReference2imageGenerate(ModeCall[ResultT, TaskT]):
    """`client.vidu_vidu_image_lite_reference2image.generate`: text to image.

    Model vidu/vidu-image-lite_reference2image, async. List price per image: CNY 0.3125 when size is 1K, CNY 0.34375
    when size is 2K or CNY 0.40625 when size is 4K in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/vidu-image-lite_reference2image, async. List price per image: CNY 0.3125 when size is 1K, CNY 0.34375
        when size is 2K or CNY 0.40625 when size is 4K in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 720*1440,
                1440*720, 1024*768, 768*1024, 1920*1088, 1088*1920, 1536*1024, 1024*1536, 1920*816, 816*1920, 2048*2048,
                1088*2160, 2160*1088, 2736*2048, 2048*2736, 2560*1440, 1440*2560, 3072*2048, 2048*3072, 2560*1104,
                1104*2560, 2880*2880, 1440*2880, 2880*1440, 3312*2480, 2480*3312, 3840*2160, 2160*3840, 3520*2352,
                2352*3520, 3840*1648 or 1648*3840. Server default: 1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class ViduViduImageLiteReference2imageEdit(ModeCall[ResultT, TaskT]):
    """`client.vidu_vidu_image_lite_reference2image.edit`: an image after one to fourteen reference images.

    Model vidu/vidu-image-lite_reference2image, async. List price per image: CNY 0.3125 when size is 1K, CNY 0.34375
    when size is 2K or CNY 0.40625 when size is 4K in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """An image after one to fourteen reference images.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/vidu-image-lite_reference2image, async. List price per image: CNY 0.3125 when size is 1K, CNY 0.34375
        when size is 2K or CNY 0.40625 when size is 4K in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            reference_images: 1 to 14 images, in the order in which the prompt numbers them. Formats: PNG, JPEG and
                WEBP. The aspect ratio must be 1:4 to 4:1. At most 50 MB together. It is sent as a web address. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 720*1440,
                1440*720, 1024*768, 768*1024, 1920*1088, 1088*1920, 1536*1024, 1024*1536, 1920*816, 816*1920, 2048*2048,
                1088*2160, 2160*1088, 2736*2048, 2048*2736, 2560*1440, 1440*2560, 3072*2048, 2048*3072, 2560*1104,
                1104*2560, 2880*2880, 1440*2880, 2880*1440, 3312*2480, 2480*3312, 3840*2160, 2160*3840, 3520*2352,
                2352*3520, 3840*1648 or 1648*3840. Server default: 1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class ViduViduq3FastReference2imageGenerate(ModeCall[ResultT, TaskT]):
    """`client.vidu_viduq3_fast_reference2image.generate`: text to image.

    Model vidu/viduq3-fast_reference2image, async. List price per image: CNY 0.46875 when size is 1K, CNY 0.78125 when
    size is 2K or CNY 1.09375 when size is 4K in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: ViduViduq3FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/viduq3-fast_reference2image, async. List price per image: CNY 0.46875 when size is 1K, CNY 0.78125
        when size is 2K or CNY 1.09375 when size is 4K in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 768*1376,
                848*1264, 896*1200, 928*1152, 1152*928, 1200*896, 1264*848, 1376*768, 1584*672, 512*2064, 2064*512,
                352*2928, 2928*352, 2048*2048, 1536*2752, 1696*2528, 1792*2400, 1856*2304, 2304*1856, 2400*1792,
                2528*1696, 2752*1536, 3168*1344, 1024*4128, 4128*1024, 704*5856, 5856*704, 4096*4096, 3072*5504,
                3392*5056, 3584*4800, 3712*4608, 4608*3712, 4800*3584, 5056*3392, 5504*3072, 6336*2688, 2048*8256,
                8256*2048, 1408*11712 or 11712*1408. Server default: 1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq3FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq3FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class ViduViduq3FastReference2imageEdit(ModeCall[ResultT, TaskT]):
    """`client.vidu_viduq3_fast_reference2image.edit`: an image after one to fourteen reference images.

    Model vidu/viduq3-fast_reference2image, async. List price per image: CNY 0.46875 when size is 1K, CNY 0.78125 when
    size is 2K or CNY 1.09375 when size is 4K in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: ViduViduq3FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """An image after one to fourteen reference images.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/viduq3-fast_reference2image, async. List price per image: CNY 0.46875 when size is 1K, CNY 0.78125
        when size is 2K or CNY 1.09375 when size is 4K in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            reference_images: 1 to 14 images, in the order in which the prompt numbers them. Formats: PNG, JPEG and
                WEBP. The aspect ratio must be 1:4 to 4:1. At most 50 MB together. It is sent as a web address. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 768*1376,
                848*1264, 896*1200, 928*1152, 1152*928, 1200*896, 1264*848, 1376*768, 1584*672, 512*2064, 2064*512,
                352*2928, 2928*352, 2048*2048, 1536*2752, 1696*2528, 1792*2400, 1856*2304, 2304*1856, 2400*1792,
                2528*1696, 2752*1536, 3168*1344, 1024*4128, 4128*1024, 704*5856, 5856*704, 4096*4096, 3072*5504,
                3392*5056, 3584*4800, 3712*4608, 4608*3712, 4800*3584, 5056*3392, 5504*3072, 6336*2688, 2048*8256,
                8256*2048, 1408*11712 or 11712*1408. Server default: 1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq3FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq3FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class ViduViduq2ProReference2imageGenerate(ModeCall[ResultT, TaskT]):
    """`client.vidu_viduq2_pro_reference2image.generate`: text to image.

    Model vidu/viduq2-pro_reference2image, async. List price per image: CNY 0.9375 when size is 1K, CNY 0.9375 when size
    is 2K or CNY 1.71875 when size is 4K in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: ViduViduq2ProReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/viduq2-pro_reference2image, async. List price per image: CNY 0.9375 when size is 1K, CNY 0.9375 when
        size is 2K or CNY 1.71875 when size is 4K in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 768*1376,
                848*1264, 896*1200, 928*1152, 1152*928, 1200*896, 1264*848, 1376*768, 1584*672, 2048*2048, 1536*2752,
                1696*2528, 1792*2400, 1856*2304, 2304*1856, 2400*1792, 2528*1696, 2752*1536, 3168*1344, 4096*4096,
                3072*5504, 3392*5056, 3584*4800, 3712*4608, 4608*3712, 4800*3584, 5056*3392, 5504*3072 or 6336*2688.
                Server default: 1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq2ProReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq2ProReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class ViduViduq2ProReference2imageEdit(ModeCall[ResultT, TaskT]):
    """`client.vidu_viduq2_pro_reference2image.edit`: an image after one to fourteen reference images.

    Model vidu/viduq2-pro_reference2image, async. List price per image: CNY 0.9375 when size is 1K, CNY 0.9375 when size
    is 2K or CNY 1.71875 when size is 4K in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: ViduViduq2ProReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """An image after one to fourteen reference images.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/viduq2-pro_reference2image, async. List price per image: CNY 0.9375 when size is 1K, CNY 0.9375 when
        size is 2K or CNY 1.71875 when size is 4K in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            reference_images: 1 to 14 images, in the order in which the prompt numbers them. Formats: PNG, JPEG and
                WEBP. The aspect ratio must be 1:4 to 4:1. At most 50 MB together. It is sent as a web address. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 768*1376,
                848*1264, 896*1200, 928*1152, 1152*928, 1200*896, 1264*848, 1376*768, 1584*672, 2048*2048, 1536*2752,
                1696*2528, 1792*2400, 1856*2304, 2304*1856, 2400*1792, 2528*1696, 2752*1536, 3168*1344, 4096*4096,
                3072*5504, 3392*5056, 3584*4800, 3712*4608, 4608*3712, 4800*3584, 5056*3392, 5504*3072 or 6336*2688.
                Server default: 1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq2ProReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq2ProReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class ViduViduq2FastReference2imageGenerate(ModeCall[ResultT, TaskT]):
    """`client.vidu_viduq2_fast_reference2image.generate`: text to image.

    Model vidu/viduq2-fast_reference2image, async. List price per image: CNY 0.28125 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: ViduViduq2FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/viduq2-fast_reference2image, async. List price per image: CNY 0.28125 in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 768*1376,
                848*1264, 896*1200, 928*1152, 1152*928, 1200*896, 1264*848, 1376*768 or 1584*672. Server default:
                1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq2FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq2FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class ViduViduq2FastReference2imageEdit(ModeCall[ResultT, TaskT]):
    """`client.vidu_viduq2_fast_reference2image.edit`: an image after one to fourteen reference images.

    Model vidu/viduq2-fast_reference2image, async. List price per image: CNY 0.28125 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: ViduViduq2FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
        watermark: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """An image after one to fourteen reference images.

        Before its first call it must be activated in the Model Studio console.

        Model vidu/viduq2-fast_reference2image, async. List price per image: CNY 0.28125 in cn-beijing.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qw]
            reference_images: 1 to 14 images, in the order in which the prompt numbers them. Formats: PNG, JPEG and
                WEBP. The aspect ratio must be 1:4 to 4:1. At most 50 MB together. It is sent as a web address. [ha, qw]
            size: Output resolution, width*height in pixels, from the list of the model. Accepts 1024*1024, 768*1376,
                848*1264, 896*1200, 928*1152, 1152*928, 1200*896, 1264*848, 1376*768 or 1584*672. Server default:
                1024*1024. It changes the price per image. [ha, qw]
            n: Must be 1. Accepts 1. Server default: 1. Sent if omitted: 1. [ha, qw]
            seed: Makes results more similar, not identical; 0 is random. Accepts 0 to 2,147,483,647. Server default:
                random. [ha, qw]
            watermark: Adds a mark to the image. [ha, qw]
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
            TaskFailed: The task ended without an image.

        Sources:
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {
                "reference_images": reference_images,
            },
            {
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq2FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
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
        size: ViduViduq2FastReference2imageSize | None = None,
        n: int = 1,
        seed: int | None = None,
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
                "size": size,
                "n": n,
                "seed": seed,
                "watermark": watermark,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            output_size=output_size,
            validate=validate,
        )


class ViduViduImageReference2image(ModelClient[ResultT, TaskT]):
    """vidu/vidu-image_reference2image: The widest choice of sizes up to 4K of the line's current model.

    Before its first call it must be activated in the Model Studio console.

    List price per image: CNY 0.625 when size is 1K, CNY 1.0 when size is 2K or CNY 1.46875 when size is 4K in
    cn-beijing.

    Regions: cn-beijing.
    """

    spec = VIDU_VIDU_IMAGE_REFERENCE2IMAGE

    @cached_property
    def generate(self) -> ViduViduImageReference2imageGenerate[ResultT, TaskT]:
        """Text to image."""
        return ViduViduImageReference2imageGenerate(self, "generate")

    @cached_property
    def edit(self) -> ViduViduImageReference2imageEdit[ResultT, TaskT]:
        """An image after one to fourteen reference images."""
        return ViduViduImageReference2imageEdit(self, "edit")


class ViduViduImageProReference2image(ModelClient[ResultT, TaskT]):
    """vidu/vidu-image-pro_reference2image: The dearer sibling of vidu-image; that it takes the same sizes is not
    documented by the vendor.

    Before its first call it must be activated in the Model Studio console.

    List price per image: CNY 1.6875 when size is 1K, CNY 3.1875 when size is 2K or CNY 5.125 when size is 4K in
    cn-beijing.

    Regions: cn-beijing.
    """

    spec = VIDU_VIDU_IMAGE_PRO_REFERENCE2IMAGE

    @cached_property
    def generate(self) -> ViduViduImageProReference2imageGenerate[ResultT, TaskT]:
        """Text to image."""
        return ViduViduImageProReference2imageGenerate(self, "generate")

    @cached_property
    def edit(self) -> ViduViduImageProReference2imageEdit[ResultT, TaskT]:
        """An image after one to fourteen reference images."""
        return ViduViduImageProReference2imageEdit(self, "edit")


class ViduViduImageLiteReference2image(ModelClient[ResultT, TaskT]):
    """vidu/vidu-image-lite_reference2image: The cheaper sibling of vidu-image; that it takes the same sizes is not
    documented by the vendor.

    Before its first call it must be activated in the Model Studio console.

    List price per image: CNY 0.3125 when size is 1K, CNY 0.34375 when size is 2K or CNY 0.40625 when size is 4K in
    cn-beijing.

    Regions: cn-beijing.
    """

    spec = VIDU_VIDU_IMAGE_LITE_REFERENCE2IMAGE

    @cached_property
    def generate(self) -> ViduViduImageLiteReference2imageGenerate[ResultT, TaskT]:
        """Text to image."""
        return ViduViduImageLiteReference2imageGenerate(self, "generate")

    @cached_property
    def edit(self) -> ViduViduImageLiteReference2imageEdit[ResultT, TaskT]:
        """An image after one to fourteen reference images."""
        return ViduViduImageLiteReference2imageEdit(self, "edit")


class ViduViduq3FastReference2image(ModelClient[ResultT, TaskT]):
    """vidu/viduq3-fast_reference2image: Very long formats too, up to 1:8.

    Before its first call it must be activated in the Model Studio console.

    List price per image: CNY 0.46875 when size is 1K, CNY 0.78125 when size is 2K or CNY 1.09375 when size is 4K in
    cn-beijing.

    Regions: cn-beijing.
    """

    spec = VIDU_VIDUQ3_FAST_REFERENCE2IMAGE

    @cached_property
    def generate(self) -> ViduViduq3FastReference2imageGenerate[ResultT, TaskT]:
        """Text to image."""
        return ViduViduq3FastReference2imageGenerate(self, "generate")

    @cached_property
    def edit(self) -> ViduViduq3FastReference2imageEdit[ResultT, TaskT]:
        """An image after one to fourteen reference images."""
        return ViduViduq3FastReference2imageEdit(self, "edit")


class ViduViduq2ProReference2image(ModelClient[ResultT, TaskT]):
    """vidu/viduq2-pro_reference2image: Ten formats in three resolutions.

    Before its first call it must be activated in the Model Studio console.

    List price per image: CNY 0.9375 when size is 1K, CNY 0.9375 when size is 2K or CNY 1.71875 when size is 4K in
    cn-beijing.

    Regions: cn-beijing.
    """

    spec = VIDU_VIDUQ2_PRO_REFERENCE2IMAGE

    @cached_property
    def generate(self) -> ViduViduq2ProReference2imageGenerate[ResultT, TaskT]:
        """Text to image."""
        return ViduViduq2ProReference2imageGenerate(self, "generate")

    @cached_property
    def edit(self) -> ViduViduq2ProReference2imageEdit[ResultT, TaskT]:
        """An image after one to fourteen reference images."""
        return ViduViduq2ProReference2imageEdit(self, "edit")


class ViduViduq2FastReference2image(ModelClient[ResultT, TaskT]):
    """vidu/viduq2-fast_reference2image: 1K only, at the lowest price.

    Before its first call it must be activated in the Model Studio console.

    List price per image: CNY 0.28125 in cn-beijing.

    Regions: cn-beijing.
    """

    spec = VIDU_VIDUQ2_FAST_REFERENCE2IMAGE

    @cached_property
    def generate(self) -> ViduViduq2FastReference2imageGenerate[ResultT, TaskT]:
        """Text to image."""
        return ViduViduq2FastReference2imageGenerate(self, "generate")

    @cached_property
    def edit(self) -> ViduViduq2FastReference2imageEdit[ResultT, TaskT]:
        """An image after one to fourteen reference images."""
        return ViduViduq2FastReference2imageEdit(self, "edit")
