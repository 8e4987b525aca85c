"""Qwen-Image: Text to image in five fixed sizes, strong in Chinese and English text, for posters and batches.

Models: qwen-image-plus, qwen-image-max, qwen-image.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.qwen_image import QWEN_IMAGE, QWEN_IMAGE_MAX, QWEN_IMAGE_PLUS

if TYPE_CHECKING:
    from typing import Literal, Self

    from brushwork_runtime.base.types import Extra
    from brushwork_runtime.client.calls import Prepared

    QwenImageSize = (
        Literal["16:9", "4:3", "1:1", "3:4", "9:16", "1664*928", "1472*1104", "1328*1328", "1104*1472", "928*1664"]
        | str
        | tuple[int, int]
    )


class QwenImagePlusGenerate(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_plus.generate`: text to image.

    Model qwen-image-plus, async or sync. List price per image: about USD 0.03 in ap-southeast-1; CNY 0.2 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: QwenImageSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["async", "sync"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the
        service. Its replacement is qwen-image-2.0: client.qwen_image_2_0.generate(...). Its size is width*height with
        an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. It has no
        task route: no submit(), no protocol="async". Source: Notice 118434 of 2026-07-10 on the page of model
        retirements.

        Model qwen-image-plus, async or sync. List price per image: about USD 0.03 in ap-southeast-1; CNY 0.2 in
        cn-beijing.

        Documents disagree: guide-04, guide-05 and skill say that the sync route is not supported. Sent if asked for;
        the vendor's pages recommend it, the guides list only the asynchronous endpoint.

        Args:
            prompt: What to make. At most 800 tokens; the server silently truncates longer text. [ha]
                Documents disagree: ha says that the limit is 800 characters. An older edition of the page counted
                characters. The server truncates long prompts and rejects none.
            size: Output resolution, width*height in pixels; one of five. Accepts 1664*928, 1472*1104, 1328*1328,
                1104*1472 or 928*1664. Server default: 1664*928. [guide-04, guide-05, ha, qc]
                Documents disagree: guide-04, guide-05 and skill say that the default is 1328*1328. The default is
                1664*928, as the vendor's pages say; the script sends 1328*1328 itself.
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [guide-04,
                guide-05]
                Documents disagree: ha, qc and skill say that the range is 1. Above 1 it is sent with a warning; the
                vendor's pages say that the server then answers 400.
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05, ha, qc]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, ha, qc, sdk, skill]
            watermark: Adds the mark "Qwen-Image" in the lower right corner. Server default: false. [ha, qc]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha, qc]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            protocol: How to send it: async or sync; async by default.
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
            qc: Qwen Cloud documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
            skill: qwencloud-image-generation script
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
        size: QwenImageSize | None = None,
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
        size: QwenImageSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["async", "sync"] | None = None,
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


class QwenImageMaxGenerate(ModeCall[ResultT, TaskT]):
    """`client.qwen_image_max.generate`: text to image.

    Model qwen-image-max, sync or async. List price per image: about USD 0.075 in ap-southeast-1; CNY 0.5 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: QwenImageSize | None = None,
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

        The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the
        service. Its replacement is qwen-image-2.0: client.qwen_image_2_0.generate(...). Its size is width*height with
        an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. It has no
        task route: no submit(), no protocol="async". Source: Notice 118434 of 2026-07-10 on the page of model
        retirements.

        qwen-image-max currently equals qwen-image-max-2025-12-30.

        Model qwen-image-max, sync or async. List price per image: about USD 0.075 in ap-southeast-1; CNY 0.5 in
        cn-beijing.

        Documents disagree: guide-04, guide-05 and skill say that the sync route is not supported. Used first; the
        vendor's pages have no other endpoint for this model.

        Documents disagree: ha and qc say that the async route is not supported. Offered with a warning; the vendor's
        pages allow tasks for qwen-image-plus and qwen-image only, and the server may answer 403.

        Args:
            prompt: What to make. At most 800 tokens; the server silently truncates longer text. [ha]
                Documents disagree: ha says that the limit is 800 characters. An older edition of the page counted
                characters. The server truncates long prompts and rejects none.
            size: Output resolution, width*height in pixels. Accepts width*height with an area of 262,144 (512*512) to
                4,194,304 (2048*2048) pixels; recommended sizes are always accepted. Server default: 1664*928.
                [guide-04, guide-05, ha, qc]
                Documents disagree: guide-04, guide-05 and ha say that only the recommended sizes are accepted. Any size
                within the area passes, as one vendor page says; beside the five it gets a warning.
                Documents disagree: guide-04, guide-05 and skill say that the default is 1328*1328. The default is
                1664*928, as the vendor's pages say; the script sends 1328*1328 itself.
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [guide-04,
                guide-05]
                Documents disagree: ha, qc and skill say that the range is 1. Above 1 it is sent with a warning; the
                vendor's pages say that the server then answers 400.
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05, ha, qc]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, ha, qc, sdk, skill]
            watermark: Adds the mark "Qwen-Image" in the lower right corner. Server default: false. [ha, qc]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha, qc]
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
            qc: Qwen Cloud documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
            skill: qwencloud-image-generation script
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
        size: QwenImageSize | None = None,
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
        size: QwenImageSize | None = None,
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


class QwenImageGenerate(ModeCall[ResultT, TaskT]):
    """`client.qwen_image.generate`: text to image.

    Model qwen-image, async or sync. List price per image: about USD 0.035 in ap-southeast-1; CNY 0.25 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: QwenImageSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["async", "sync"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image.

        The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the
        service. Its replacement is qwen-image-2.0: client.qwen_image_2_0.generate(...). Its size is width*height with
        an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. It has no
        task route: no submit(), no protocol="async". Source: Notice 118434 of 2026-07-10 on the page of model
        retirements.

        Model qwen-image, async or sync. List price per image: about USD 0.035 in ap-southeast-1; CNY 0.25 in
        cn-beijing.

        Documents disagree: guide-04, guide-05 and skill say that the sync route is not supported. Sent if asked for;
        the vendor's pages recommend it, the guides list only the asynchronous endpoint.

        Args:
            prompt: What to make. At most 800 tokens; the server silently truncates longer text. [ha]
                Documents disagree: ha says that the limit is 800 characters. An older edition of the page counted
                characters. The server truncates long prompts and rejects none.
            size: Output resolution, width*height in pixels; one of five. Accepts 1664*928, 1472*1104, 1328*1328,
                1104*1472 or 928*1664. Server default: 1664*928. [guide-04, guide-05, ha, qc]
                Documents disagree: guide-04, guide-05 and skill say that the default is 1328*1328. The default is
                1664*928, as the vendor's pages say; the script sends 1328*1328 itself.
            n: Number of images. Billed per image. Accepts 1 to 4. Server default: 1. Sent if omitted: 1. [guide-04,
                guide-05]
                Documents disagree: ha, qc and skill say that the range is 1. Above 1 it is sent with a warning; the
                vendor's pages say that the server then answers 400.
            prompt_extend: Lets a language model rewrite the prompt. Helps short prompts, adds 3 to 4 seconds. Server
                default: true. [guide-04, guide-05, ha, qc]
            negative_prompt: What to avoid in the image. Text; the server silently truncates it after 500 characters.
                [guide-04, guide-05, ha, qc, sdk, skill]
            watermark: Adds the mark "Qwen-Image" in the lower right corner. Server default: false. [ha, qc]
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-04, guide-05, ha, qc]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            output_size: Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.
            protocol: How to send it: async or sync; async by default.
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
            qc: Qwen Cloud documentation
            sdk: DashScope Python SDK 2.0.2 and 1.26.2
            skill: qwencloud-image-generation script
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
        size: QwenImageSize | None = None,
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
        size: QwenImageSize | None = None,
        n: int = 1,
        prompt_extend: bool | None = None,
        negative_prompt: str | None = None,
        watermark: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        protocol: Literal["async", "sync"] | None = None,
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


class QwenImagePlus(ModelClient[ResultT, TaskT]):
    """qwen-image-plus: Fixed sizes, synchronous or as a task, for batches.

    The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the service.
    Its replacement is qwen-image-2.0: client.qwen_image_2_0.generate(...). Its size is width*height with an area of
    262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. It has no task route: no
    submit(), no protocol="async". Source: Notice 118434 of 2026-07-10 on the page of model retirements.

    List price per image: about USD 0.03 in ap-southeast-1; CNY 0.2 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = QWEN_IMAGE_PLUS

    @cached_property
    def generate(self) -> QwenImagePlusGenerate[ResultT, TaskT]:
        """Text to image."""
        return QwenImagePlusGenerate(self, "generate")

    def at(self, snapshot: Literal["qwen-image-plus-2026-01-09"]) -> Self:
        """This model pinned to a dated snapshot."""
        return self._at(snapshot)


class QwenImageMax(ModelClient[ResultT, TaskT]):
    """qwen-image-max: Highest quality of the family.

    The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the service.
    Its replacement is qwen-image-2.0: client.qwen_image_2_0.generate(...). Its size is width*height with an area of
    262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. It has no task route: no
    submit(), no protocol="async". Source: Notice 118434 of 2026-07-10 on the page of model retirements.

    qwen-image-max currently equals qwen-image-max-2025-12-30.

    List price per image: about USD 0.075 in ap-southeast-1; CNY 0.5 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = QWEN_IMAGE_MAX

    @cached_property
    def generate(self) -> QwenImageMaxGenerate[ResultT, TaskT]:
        """Text to image."""
        return QwenImageMaxGenerate(self, "generate")

    def at(self, snapshot: Literal["qwen-image-max-2025-12-30"]) -> Self:
        """This model pinned to a dated snapshot."""
        return self._at(snapshot)


class QwenImage(ModelClient[ResultT, TaskT]):
    """qwen-image: Same abilities as qwen-image-plus, at a higher price.

    The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is not confirmed by an answer of the service.
    Its replacement is qwen-image-2.0: client.qwen_image_2_0.generate(...). Its size is width*height with an area of
    262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are always accepted. It has no task route: no
    submit(), no protocol="async". Source: Notice 118434 of 2026-07-10 on the page of model retirements.

    List price per image: about USD 0.035 in ap-southeast-1; CNY 0.25 in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = QWEN_IMAGE

    @cached_property
    def generate(self) -> QwenImageGenerate[ResultT, TaskT]:
        """Text to image."""
        return QwenImageGenerate(self, "generate")
