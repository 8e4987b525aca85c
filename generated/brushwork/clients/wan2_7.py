"""Wan 2.7 Image: Multi-function models: text to image with optional thinking, editing with up to nine reference images
and boxes, and coherent image sequences.

Models: wan2.7-image-pro, wan2.7-image.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.wan2_7 import WAN2_7_IMAGE, WAN2_7_IMAGE_PRO

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import BoxLists, Extra, ImageInputs, PaletteInput
    from brushwork_runtime.client.calls import Prepared

    Wan2_7Size = Literal["1K", "2K"] | str | tuple[int, int]
    Wan2_7ImageProGenerateSize = Literal["1K", "2K", "4K"] | str | tuple[int, int]


class Wan2_7ImageProGenerate(ModeCall[ResultT, TaskT]):
    """`client.wan2_7_image_pro.generate`: text to image, with optional thinking.

    Model wan2.7-image-pro, sync or async. List price per image: USD 0.075 in ap-southeast-1; CNY 0.50 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: Wan2_7ImageProGenerateSize | None = None,
        n: int = 1,
        thinking_mode: bool | None = None,
        color_palette: PaletteInput | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image, with optional thinking.

        Model wan2.7-image-pro, sync or async. List price per image: USD 0.075 in ap-southeast-1; CNY 0.50 in
        cn-beijing.

        Documents disagree: guide-04 and guide-05 say that the async route is not supported. Sent if asked for; the
        guides list only the synchronous endpoint, three vendor pages document the asynchronous one.

        The ratio values of color_palette must add up to exactly 100.00.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qc, qw]
            size: Output resolution: a preset or width*height in pixels. A preset gives a square picture without
                reference images and the aspect ratio of the last one with them. The result may differ by a few pixels.
                Accepts 1K (1024*1024), 2K (2048*2048), 4K (4096*4096) or width*height with an area of 589,824 (768*768)
                to 16,777,216 (4096*4096) pixels and an aspect ratio of 1:8 to 8:1. Server default: 2K. [guide-04,
                guide-05, ha, qc, qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [guide-04,
                guide-05, qw]
                Documents disagree: ha and qc say that the default is 1. The client always sends n, so the server's
                default never decides the bill; the vendor's page has printed the 1 in bold since July 2026.
            thinking_mode: Reasons before drawing, for better quality at higher latency. Off with reference images and
                in sequences. Server default: true. [guide-04, guide-05, ha]
                Documents disagree: sdk says that the type is text (fast, balanced, quality). Boolean, as every document
                says; only an SDK docstring names words.
            color_palette: Colour theme, ideally 8 colours, each {"hex": "#RRGGBB", "ratio": "23.51%"}, with ratios of
                two decimals that add up to 100.00%. 3 to 10 colours. [guide-04, guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05]
                Documents disagree: ha, qc, qw and ac say that it is not supported. Sent if given, with a warning; the
                vendor's own pages do not list it, and one calls it unsupported.
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [guide-04,
                guide-05, ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha]
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
            ha: Alibaba Cloud Model Studio help, Chinese
            ac: Alibaba Cloud Model Studio help, English
            qc: Qwen Cloud documentation
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "thinking_mode": thinking_mode,
                "color_palette": color_palette,
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
        size: Wan2_7ImageProGenerateSize | None = None,
        n: int = 1,
        thinking_mode: bool | None = None,
        color_palette: PaletteInput | None = None,
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
                "thinking_mode": thinking_mode,
                "color_palette": color_palette,
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
        size: Wan2_7ImageProGenerateSize | None = None,
        n: int = 1,
        thinking_mode: bool | None = None,
        color_palette: PaletteInput | None = None,
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
                "thinking_mode": thinking_mode,
                "color_palette": color_palette,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            output_size=output_size,
            protocol=protocol,
            validate=validate,
        )


class Wan2_7ImageProEdit(ModeCall[ResultT, TaskT]):
    """`client.wan2_7_image_pro.edit`: edits or combines one to nine reference images.

    Model wan2.7-image-pro, sync or async. List price per image: USD 0.075 in ap-southeast-1; CNY 0.50 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: Wan2_7Size | None = None,
        n: int = 1,
        bbox_list: BoxLists | None = None,
        color_palette: PaletteInput | None = None,
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
        """Edits or combines one to nine reference images.

        Model wan2.7-image-pro, sync or async. List price per image: USD 0.075 in ap-southeast-1; CNY 0.50 in
        cn-beijing.

        Documents disagree: guide-04 and guide-05 say that the async route is not supported. Sent if asked for; the
        guides list only the synchronous endpoint, three vendor pages document the asynchronous one.

        bbox_list must have one entry for each entry of reference_images, in the same order. The ratio values of
        color_palette must add up to exactly 100.00.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qc, qw]
            reference_images: 1 to 9 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP and
                WEBP. Each side must be 240 to 8,000 pixels. The aspect ratio must be 1:8 to 8:1. At most 20 MB each.
                Transparency is not accepted: a PNG with an alpha channel is rejected. [ha, ac, qc]
                Documents disagree: guide-04 and guide-05 say that the limit is 10 megabytes. Files up to 20 MB are
                accepted, with a warning above 10 MB.
            size: Output resolution: a preset or width*height in pixels. A preset gives a square picture without
                reference images and the aspect ratio of the last one with them. The result may differ by a few pixels.
                Accepts 1K (1024*1024), 2K (2048*2048) or width*height with an area of 589,824 (768*768) to 4,194,304
                (2048*2048) pixels and an aspect ratio of 1:8 to 8:1. Server default: 2K. [guide-04, guide-05, ha, qc,
                qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [guide-04,
                guide-05, qw]
                Documents disagree: ha and qc say that the default is 1. The client always sends n, so the server's
                default never decides the bill; the vendor's page has printed the 1 in bold since July 2026.
            bbox_list: Regions to edit: one list per reference image, in the same order, each box [x1, y1, x2, y2] in
                pixels of that image from its top left corner. An empty list means no box for that image. 0 to 2 boxes
                per reference image. [guide-04, guide-05, ha]
            color_palette: Colour theme, ideally 8 colours, each {"hex": "#RRGGBB", "ratio": "23.51%"}, with ratios of
                two decimals that add up to 100.00%. 3 to 10 colours. [guide-04, guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05]
                Documents disagree: ha, qc, qw and ac say that it is not supported. Sent if given, with a warning; the
                vendor's own pages do not list it, and one calls it unsupported.
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [guide-04,
                guide-05, ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha]
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
                "bbox_list": bbox_list,
                "color_palette": color_palette,
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
        size: Wan2_7Size | None = None,
        n: int = 1,
        bbox_list: BoxLists | None = None,
        color_palette: PaletteInput | None = None,
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
                "bbox_list": bbox_list,
                "color_palette": color_palette,
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
        size: Wan2_7Size | None = None,
        n: int = 1,
        bbox_list: BoxLists | None = None,
        color_palette: PaletteInput | None = None,
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
                "bbox_list": bbox_list,
                "color_palette": color_palette,
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


class Wan2_7ImageProSequence(ModeCall[ResultT, TaskT]):
    """`client.wan2_7_image_pro.sequence`: a coherent set of images, the same subject across scenes. Thinking is off in
    sequences.

    Model wan2.7-image-pro, sync or async. List price per image: USD 0.075 in ap-southeast-1; CNY 0.50 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        n: int,
        size: Wan2_7Size | None = None,
        bbox_list: BoxLists | None = None,
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
        """A coherent set of images, the same subject across scenes. Thinking is off in sequences.

        Model wan2.7-image-pro, sync or async. List price per image: USD 0.075 in ap-southeast-1; CNY 0.50 in
        cn-beijing.

        Documents disagree: guide-04 and guide-05 say that the async route is not supported. Sent if asked for; the
        guides list only the synchronous endpoint, three vendor pages document the asynchronous one.

        bbox_list must have one entry for each entry of reference_images, in the same order.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qc, qw]
            reference_images: 0 to 9 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP and
                WEBP. Each side must be 240 to 8,000 pixels. The aspect ratio must be 1:8 to 8:1. At most 20 MB each.
                Transparency is not accepted: a PNG with an alpha channel is rejected. [ha, ac, qc]
                Documents disagree: guide-04 and guide-05 say that the limit is 10 megabytes. Files up to 20 MB are
                accepted, with a warning above 10 MB.
            n: Maximum number of images; the model decides how many it makes. Billed per image made. Accepts 1 to 12.
                Server default: 12. [guide-04, guide-05, qw]
            size: Output resolution: a preset or width*height in pixels. A preset gives a square picture without
                reference images and the aspect ratio of the last one with them. The result may differ by a few pixels.
                Accepts 1K (1024*1024), 2K (2048*2048) or width*height with an area of 589,824 (768*768) to 4,194,304
                (2048*2048) pixels and an aspect ratio of 1:8 to 8:1. Server default: 2K. [guide-04, guide-05, ha, qc,
                qw]
            bbox_list: Regions to edit: one list per reference image, in the same order, each box [x1, y1, x2, y2] in
                pixels of that image from its top left corner. An empty list means no box for that image. 0 to 2 boxes
                per reference image. [guide-04, guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05]
                Documents disagree: ha, qc, qw and ac say that it is not supported. Sent if given, with a warning; the
                vendor's own pages do not list it, and one calls it unsupported.
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [guide-04,
                guide-05, ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha]
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
                "bbox_list": bbox_list,
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
        n: int,
        size: Wan2_7Size | None = None,
        bbox_list: BoxLists | None = None,
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
                "bbox_list": bbox_list,
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
        reference_images: ImageInputs = (),
        *,
        n: int,
        size: Wan2_7Size | None = None,
        bbox_list: BoxLists | None = None,
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
                "bbox_list": bbox_list,
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


class Wan2_7ImageGenerate(ModeCall[ResultT, TaskT]):
    """`client.wan2_7_image.generate`: text to image, with optional thinking.

    Model wan2.7-image, sync or async. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: Wan2_7Size | None = None,
        n: int = 1,
        thinking_mode: bool | None = None,
        color_palette: PaletteInput | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["sync", "async"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image, with optional thinking.

        Model wan2.7-image, sync or async. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.

        Documents disagree: guide-04 and guide-05 say that the async route is not supported. Sent if asked for; the
        guides list only the synchronous endpoint, three vendor pages document the asynchronous one.

        The ratio values of color_palette must add up to exactly 100.00.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qc, qw]
            size: Output resolution: a preset or width*height in pixels. A preset gives a square picture without
                reference images and the aspect ratio of the last one with them. The result may differ by a few pixels.
                Accepts 1K (1024*1024), 2K (2048*2048) or width*height with an area of 589,824 (768*768) to 4,194,304
                (2048*2048) pixels and an aspect ratio of 1:8 to 8:1. Server default: 2K. [guide-04, guide-05, ha, qc,
                qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [guide-04,
                guide-05, qw]
                Documents disagree: ha and qc say that the default is 1. The client always sends n, so the server's
                default never decides the bill; the vendor's page has printed the 1 in bold since July 2026.
            thinking_mode: Reasons before drawing, for better quality at higher latency. Off with reference images and
                in sequences. Server default: true. [guide-04, guide-05, ha]
                Documents disagree: sdk says that the type is text (fast, balanced, quality). Boolean, as every document
                says; only an SDK docstring names words.
            color_palette: Colour theme, ideally 8 colours, each {"hex": "#RRGGBB", "ratio": "23.51%"}, with ratios of
                two decimals that add up to 100.00%. 3 to 10 colours. [guide-04, guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05]
                Documents disagree: ha, qc, qw and ac say that it is not supported. Sent if given, with a warning; the
                vendor's own pages do not list it, and one calls it unsupported.
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [guide-04,
                guide-05, ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha]
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
            ha: Alibaba Cloud Model Studio help, Chinese
            ac: Alibaba Cloud Model Studio help, English
            qc: Qwen Cloud documentation
            qw: QianWen platform documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "n": n,
                "thinking_mode": thinking_mode,
                "color_palette": color_palette,
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
        size: Wan2_7Size | None = None,
        n: int = 1,
        thinking_mode: bool | None = None,
        color_palette: PaletteInput | None = None,
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
                "thinking_mode": thinking_mode,
                "color_palette": color_palette,
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
        size: Wan2_7Size | None = None,
        n: int = 1,
        thinking_mode: bool | None = None,
        color_palette: PaletteInput | None = None,
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
                "thinking_mode": thinking_mode,
                "color_palette": color_palette,
                "negative_prompt": negative_prompt,
                "watermark": watermark,
                "seed": seed,
            },
            extra=extra,
            output_size=output_size,
            protocol=protocol,
            validate=validate,
        )


class Wan2_7ImageEdit(ModeCall[ResultT, TaskT]):
    """`client.wan2_7_image.edit`: edits or combines one to nine reference images.

    Model wan2.7-image, sync or async. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs,
        *,
        size: Wan2_7Size | None = None,
        n: int = 1,
        bbox_list: BoxLists | None = None,
        color_palette: PaletteInput | None = None,
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
        """Edits or combines one to nine reference images.

        Model wan2.7-image, sync or async. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.

        Documents disagree: guide-04 and guide-05 say that the async route is not supported. Sent if asked for; the
        guides list only the synchronous endpoint, three vendor pages document the asynchronous one.

        bbox_list must have one entry for each entry of reference_images, in the same order. The ratio values of
        color_palette must add up to exactly 100.00.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qc, qw]
            reference_images: 1 to 9 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP and
                WEBP. Each side must be 240 to 8,000 pixels. The aspect ratio must be 1:8 to 8:1. At most 20 MB each.
                Transparency is not accepted: a PNG with an alpha channel is rejected. [ha, ac, qc]
                Documents disagree: guide-04 and guide-05 say that the limit is 10 megabytes. Files up to 20 MB are
                accepted, with a warning above 10 MB.
            size: Output resolution: a preset or width*height in pixels. A preset gives a square picture without
                reference images and the aspect ratio of the last one with them. The result may differ by a few pixels.
                Accepts 1K (1024*1024), 2K (2048*2048) or width*height with an area of 589,824 (768*768) to 4,194,304
                (2048*2048) pixels and an aspect ratio of 1:8 to 8:1. Server default: 2K. [guide-04, guide-05, ha, qc,
                qw]
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 4. Sent if omitted: 1. [guide-04,
                guide-05, qw]
                Documents disagree: ha and qc say that the default is 1. The client always sends n, so the server's
                default never decides the bill; the vendor's page has printed the 1 in bold since July 2026.
            bbox_list: Regions to edit: one list per reference image, in the same order, each box [x1, y1, x2, y2] in
                pixels of that image from its top left corner. An empty list means no box for that image. 0 to 2 boxes
                per reference image. [guide-04, guide-05, ha]
            color_palette: Colour theme, ideally 8 colours, each {"hex": "#RRGGBB", "ratio": "23.51%"}, with ratios of
                two decimals that add up to 100.00%. 3 to 10 colours. [guide-04, guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05]
                Documents disagree: ha, qc, qw and ac say that it is not supported. Sent if given, with a warning; the
                vendor's own pages do not list it, and one calls it unsupported.
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [guide-04,
                guide-05, ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha]
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
                "bbox_list": bbox_list,
                "color_palette": color_palette,
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
        size: Wan2_7Size | None = None,
        n: int = 1,
        bbox_list: BoxLists | None = None,
        color_palette: PaletteInput | None = None,
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
                "bbox_list": bbox_list,
                "color_palette": color_palette,
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
        size: Wan2_7Size | None = None,
        n: int = 1,
        bbox_list: BoxLists | None = None,
        color_palette: PaletteInput | None = None,
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
                "bbox_list": bbox_list,
                "color_palette": color_palette,
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


class Wan2_7ImageSequence(ModeCall[ResultT, TaskT]):
    """`client.wan2_7_image.sequence`: a coherent set of images, the same subject across scenes. Thinking is off in
    sequences.

    Model wan2.7-image, sync or async. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        reference_images: ImageInputs = (),
        *,
        n: int,
        size: Wan2_7Size | None = None,
        bbox_list: BoxLists | None = None,
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
        """A coherent set of images, the same subject across scenes. Thinking is off in sequences.

        Model wan2.7-image, sync or async. List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.

        Documents disagree: guide-04 and guide-05 say that the async route is not supported. Sent if asked for; the
        guides list only the synchronous endpoint, three vendor pages document the asynchronous one.

        bbox_list must have one entry for each entry of reference_images, in the same order.

        Args:
            prompt: What to make. At most 5,000 characters; the server silently truncates longer text. [ha, qc, qw]
            reference_images: 0 to 9 images, in the order in which the prompt numbers them. Formats: JPEG, PNG, BMP and
                WEBP. Each side must be 240 to 8,000 pixels. The aspect ratio must be 1:8 to 8:1. At most 20 MB each.
                Transparency is not accepted: a PNG with an alpha channel is rejected. [ha, ac, qc]
                Documents disagree: guide-04 and guide-05 say that the limit is 10 megabytes. Files up to 20 MB are
                accepted, with a warning above 10 MB.
            n: Maximum number of images; the model decides how many it makes. Billed per image made. Accepts 1 to 12.
                Server default: 12. [guide-04, guide-05, qw]
            size: Output resolution: a preset or width*height in pixels. A preset gives a square picture without
                reference images and the aspect ratio of the last one with them. The result may differ by a few pixels.
                Accepts 1K (1024*1024), 2K (2048*2048) or width*height with an area of 589,824 (768*768) to 4,194,304
                (2048*2048) pixels and an aspect ratio of 1:8 to 8:1. Server default: 2K. [guide-04, guide-05, ha, qc,
                qw]
            bbox_list: Regions to edit: one list per reference image, in the same order, each box [x1, y1, x2, y2] in
                pixels of that image from its top left corner. An empty list means no box for that image. 0 to 2 boxes
                per reference image. [guide-04, guide-05, ha]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05]
                Documents disagree: ha, qc, qw and ac say that it is not supported. Sent if given, with a warning; the
                vendor's own pages do not list it, and one calls it unsupported.
            watermark: Adds the mark "AI Generated" in the lower right corner. Server default: false. [guide-04,
                guide-05, ha]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha]
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
                "bbox_list": bbox_list,
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
        n: int,
        size: Wan2_7Size | None = None,
        bbox_list: BoxLists | None = None,
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
                "bbox_list": bbox_list,
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
        reference_images: ImageInputs = (),
        *,
        n: int,
        size: Wan2_7Size | None = None,
        bbox_list: BoxLists | None = None,
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
                "bbox_list": bbox_list,
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


class Wan2_7ImagePro(ModelClient[ResultT, TaskT]):
    """wan2.7-image-pro: Highest quality of the family; 4K in text to image.

    List price per image: USD 0.075 in ap-southeast-1; CNY 0.50 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = WAN2_7_IMAGE_PRO

    @cached_property
    def generate(self) -> Wan2_7ImageProGenerate[ResultT, TaskT]:
        """Text to image, with optional thinking."""
        return Wan2_7ImageProGenerate(self, "generate")

    @cached_property
    def edit(self) -> Wan2_7ImageProEdit[ResultT, TaskT]:
        """Edits or combines one to nine reference images."""
        return Wan2_7ImageProEdit(self, "edit")

    @cached_property
    def sequence(self) -> Wan2_7ImageProSequence[ResultT, TaskT]:
        """A coherent set of images, the same subject across scenes. Thinking is off in sequences."""
        return Wan2_7ImageProSequence(self, "sequence")


class Wan2_7Image(ModelClient[ResultT, TaskT]):
    """wan2.7-image: Faster and cheaper; up to 2K.

    List price per image: USD 0.03 in ap-southeast-1; CNY 0.20 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = WAN2_7_IMAGE

    @cached_property
    def generate(self) -> Wan2_7ImageGenerate[ResultT, TaskT]:
        """Text to image, with optional thinking."""
        return Wan2_7ImageGenerate(self, "generate")

    @cached_property
    def edit(self) -> Wan2_7ImageEdit[ResultT, TaskT]:
        """Edits or combines one to nine reference images."""
        return Wan2_7ImageEdit(self, "edit")

    @cached_property
    def sequence(self) -> Wan2_7ImageSequence[ResultT, TaskT]:
        """A coherent set of images, the same subject across scenes. Thinking is off in sequences."""
        return Wan2_7ImageSequence(self, "sequence")
