"""Z-Image: Open model with six billion parameters and eight steps: fast, low-cost text to image, one picture per call.
The reply contains the picture and the prompt.

Models: z-image-turbo.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.z_image import Z_IMAGE_TURBO

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra
    from brushwork_runtime.client.calls import Prepared

    ZImageSize = (
        Literal[
            "1:1",
            "2:3",
            "3:2",
            "3:4",
            "4:3",
            "9:16",
            "16:9",
            "1024*1024",
            "832*1248",
            "1248*832",
            "864*1152",
            "1152*864",
            "720*1280",
            "1280*720",
            "1280*1280",
            "1024*1536",
            "1536*1024",
            "1104*1472",
            "1472*1104",
            "864*1536",
            "1536*864",
            "1536*1536",
            "1248*1872",
            "1872*1248",
            "1296*1728",
            "1728*1296",
            "1152*2048",
            "2048*1152",
        ]
        | str
        | tuple[int, int]
    )


class ZImageTurboGenerate(ModeCall[ResultT, TaskT]):
    """`client.z_image_turbo.generate`: text to image, one picture per call.

    Model z-image-turbo, sync. List price per image: USD 0.015 when prompt_extend is false or USD 0.03 when
    prompt_extend is true in ap-southeast-1; CNY 0.1 when prompt_extend is false or CNY 0.2 when prompt_extend is true
    in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        prompt: str,
        *,
        size: ZImageSize | None = None,
        prompt_extend: bool | None = None,
        seed: int | None = None,
        extra: Extra | None = None,
        output_size: str | tuple[int, int] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Text to image, one picture per call.

        Model z-image-turbo, sync. List price per image: USD 0.015 when prompt_extend is false or USD 0.03 when
        prompt_extend is true in ap-southeast-1; CNY 0.1 when prompt_extend is false or CNY 0.2 when prompt_extend is
        true in cn-beijing.

        Args:
            prompt: What to make. At most 800 characters; the server silently truncates longer text. [ha, qw]
            size: Output resolution, width*height in pixels; best from 1024*1024 to 1536*1536 in area. Accepts
                width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; recommended sizes are
                always accepted. Server default: 1024*1536. [guide-05, ha, qw]
                Documents disagree: guide-05 says that the default is 1024*1024. The default is 1024*1536, as the
                vendor's pages say.
            prompt_extend: Lets a language model rewrite the prompt. Adds 2 to 4 seconds and doubles the price; the
                reply then contains the rewritten prompt and the reasoning. Server default: false. It changes the price
                per image. [ha, qw]
                Documents disagree: guide-05 says that the default is true. The default is false, as the vendor's pages
                say; an estimate without it shows both prices.
            seed: Makes results more similar, not identical. Accepts 0 to 2,147,483,647. Server default: random.
                [guide-05, ha, qw]
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
            guide-05: Image generation guide, mainland China, 2026-05
            ha: Alibaba Cloud Model Studio help, Chinese
            qw: QianWen platform documentation
        """
        return self._prepare(
            prompt,
            {},
            {
                "size": size,
                "prompt_extend": prompt_extend,
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
        size: ZImageSize | None = None,
        prompt_extend: bool | None = None,
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
                "size": size,
                "prompt_extend": prompt_extend,
                "seed": seed,
            },
            extra=extra,
            output_size=output_size,
            validate=validate,
        )


class ZImageTurbo(ModelClient[ResultT, TaskT]):
    """z-image-turbo: Fast and the cheapest; one picture per call, synchronous only.

    List price per image: USD 0.015 when prompt_extend is false or USD 0.03 when prompt_extend is true in
    ap-southeast-1; CNY 0.1 when prompt_extend is false or CNY 0.2 when prompt_extend is true in cn-beijing.

    Regions: ap-southeast-1, cn-beijing.
    """

    spec = Z_IMAGE_TURBO

    @cached_property
    def generate(self) -> ZImageTurboGenerate[ResultT, TaskT]:
        """Text to image, one picture per call."""
        return ZImageTurboGenerate(self, "generate")
