"""The client: one attribute per model, loaded when first used."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ResultT, TaskT
from brushwork_runtime.client.client import BaseClient, SyncClient
from brushwork_runtime.results.result import Result

from .registry import REGISTRY

if TYPE_CHECKING:
    from typing import Literal

    from brushwork_runtime.base.types import Extra, ImageInputs
    from brushwork_runtime.results.result import ResultOf
    from brushwork_runtime.tasks.task import Task, TaskOf  # noqa: F401 - a task is named as text below, since it is imported late

    from .clients.kling import KlingKlingV3ImageGeneration, KlingKlingV3OmniImageGeneration
    from .clients.qwen_image import QwenImage, QwenImageMax, QwenImagePlus
    from .clients.qwen_image_2_0 import QwenImage2_0, QwenImage2_0Pro
    from .clients.qwen_image_2_1 import QwenImage2_1Pro, QwenImage2_1Turbo
    from .clients.qwen_image_3_0 import QwenImage3_0, QwenImage3_0Pro, QwenImage3_0Values
    from .clients.qwen_image_edit import QwenImageEdit, QwenImageEditMax, QwenImageEditPlus
    from .clients.qwen_mt_image import QwenMtImage, QwenMtImage2_0, QwenMtImageValues
    from .clients.vidu import (
        ViduViduImageLiteReference2image,
        ViduViduImageProReference2image,
        ViduViduImageReference2image,
        ViduViduq2FastReference2image,
        ViduViduq2ProReference2image,
        ViduViduq3FastReference2image,
    )
    from .clients.wan2_1_t2i import Wan2_1T2iPlus, Wan2_1T2iTurbo, Wanx2_0T2iTurbo
    from .clients.wan2_2_t2i import Wan2_2T2iFlash, Wan2_2T2iPlus
    from .clients.wan2_5_i2i import Wan2_5I2iPreview
    from .clients.wan2_5_t2i import Wan2_5T2iPreview
    from .clients.wan2_6_image import Wan2_6Image
    from .clients.wan2_6_t2i import Wan2_6T2i
    from .clients.wan2_7 import Wan2_7Image, Wan2_7ImagePro
    from .clients.wanx2_1_imageedit import Wanx2_1Imageedit
    from .clients.wanx_style_repaint import WanxStyleRepaintV1
    from .clients.wanx_v1 import WanxV1
    from .clients.z_image import ZImageTurbo


class Models(BaseClient[ResultT, TaskT]):
    """The models as attributes, named by the model's id with "_" for "." and "-"."""

    _registry = REGISTRY

    @cached_property
    def kling_kling_v3_image_generation(self) -> KlingKlingV3ImageGeneration[ResultT, TaskT]:
        """kling/kling-v3-image-generation (generate, edit): Text to image, and images after one reference."""
        from .clients.kling import KlingKlingV3ImageGeneration

        return KlingKlingV3ImageGeneration(self)

    @cached_property
    def kling_kling_v3_omni_image_generation(self) -> KlingKlingV3OmniImageGeneration[ResultT, TaskT]:
        """kling/kling-v3-omni-image-generation (generate, edit, sequence): Up to ten references and elements,
        coherent sets, and 4k.
        """
        from .clients.kling import KlingKlingV3OmniImageGeneration

        return KlingKlingV3OmniImageGeneration(self)

    @cached_property
    def qwen_image_2_0_pro(self) -> QwenImage2_0Pro[ResultT, TaskT]:
        """qwen-image-2.0-pro (generate, edit): Strongest text rendering and most realistic textures of the family."""
        from .clients.qwen_image_2_0 import QwenImage2_0Pro

        return QwenImage2_0Pro(self)

    @cached_property
    def qwen_image_2_0(self) -> QwenImage2_0[ResultT, TaskT]:
        """qwen-image-2.0 (generate, edit): Faster and cheaper, with the same parameters."""
        from .clients.qwen_image_2_0 import QwenImage2_0

        return QwenImage2_0(self)

    @cached_property
    def qwen_image_2_1_pro(self) -> QwenImage2_1Pro[ResultT, TaskT]:
        """qwen-image-2.1-pro (generate, edit): The vendor's strongest 2.1 model, with up to ten references."""
        from .clients.qwen_image_2_1 import QwenImage2_1Pro

        return QwenImage2_1Pro(self)

    @cached_property
    def qwen_image_2_1_turbo(self) -> QwenImage2_1Turbo[ResultT, TaskT]:
        """qwen-image-2.1-turbo (generate, edit): Faster and cheaper; several references, how many is not documented."""
        from .clients.qwen_image_2_1 import QwenImage2_1Turbo

        return QwenImage2_1Turbo(self)

    @cached_property
    def qwen_image_3_0_pro(self) -> QwenImage3_0Pro[ResultT, TaskT]:
        """qwen-image-3.0-pro (generate, edit): The strongest model of the line."""
        from .clients.qwen_image_3_0 import QwenImage3_0Pro

        return QwenImage3_0Pro(self)

    @cached_property
    def qwen_image_3_0(self) -> QwenImage3_0[ResultT, TaskT]:
        """qwen-image-3.0 (generate, edit): Cheaper, with the same parameters."""
        from .clients.qwen_image_3_0 import QwenImage3_0

        return QwenImage3_0(self)

    @cached_property
    def qwen_image_edit_max(self) -> QwenImageEditMax[ResultT, TaskT]:
        """qwen-image-edit-max (edit): Most precise editing of text and elements. Announced to retire on 2026-10-10."""
        from .clients.qwen_image_edit import QwenImageEditMax

        return QwenImageEditMax(self)

    @cached_property
    def qwen_image_edit_plus(self) -> QwenImageEditPlus[ResultT, TaskT]:
        """qwen-image-edit-plus (edit): The same parameters as max at a lower price. Announced to retire on
        2026-10-10.
        """
        from .clients.qwen_image_edit import QwenImageEditPlus

        return QwenImageEditPlus(self)

    @cached_property
    def qwen_image_edit(self) -> QwenImageEdit[ResultT, TaskT]:
        """qwen-image-edit (edit): The first of the family; one image per call. Announced to retire on 2026-10-10."""
        from .clients.qwen_image_edit import QwenImageEdit

        return QwenImageEdit(self)

    @cached_property
    def qwen_image_plus(self) -> QwenImagePlus[ResultT, TaskT]:
        """qwen-image-plus (generate): Fixed sizes, synchronous or as a task, for batches. Announced to retire on
        2026-10-10.
        """
        from .clients.qwen_image import QwenImagePlus

        return QwenImagePlus(self)

    @cached_property
    def qwen_image_max(self) -> QwenImageMax[ResultT, TaskT]:
        """qwen-image-max (generate): Highest quality of the family. Announced to retire on 2026-10-10."""
        from .clients.qwen_image import QwenImageMax

        return QwenImageMax(self)

    @cached_property
    def qwen_image(self) -> QwenImage[ResultT, TaskT]:
        """qwen-image (generate): Same abilities as qwen-image-plus, at a higher price. Announced to retire on
        2026-10-10.
        """
        from .clients.qwen_image import QwenImage

        return QwenImage(self)

    @cached_property
    def qwen_mt_image_2_0(self) -> QwenMtImage2_0[ResultT, TaskT]:
        """qwen-mt-image-2.0 (translate): Any pair of 55 languages, at once or as a task."""
        from .clients.qwen_mt_image import QwenMtImage2_0

        return QwenMtImage2_0(self)

    @cached_property
    def qwen_mt_image(self) -> QwenMtImage[ResultT, TaskT]:
        """qwen-mt-image (translate): Between Chinese or English and another language, as a task."""
        from .clients.qwen_mt_image import QwenMtImage

        return QwenMtImage(self)

    @cached_property
    def vidu_vidu_image_reference2image(self) -> ViduViduImageReference2image[ResultT, TaskT]:
        """vidu/vidu-image_reference2image (generate, edit): The widest choice of sizes up to 4K of the line's
        current model.
        """
        from .clients.vidu import ViduViduImageReference2image

        return ViduViduImageReference2image(self)

    @cached_property
    def vidu_vidu_image_pro_reference2image(self) -> ViduViduImageProReference2image[ResultT, TaskT]:
        """vidu/vidu-image-pro_reference2image (generate, edit): The dearer sibling of vidu-image; that it takes the
        same sizes is not documented by the vendor.
        """
        from .clients.vidu import ViduViduImageProReference2image

        return ViduViduImageProReference2image(self)

    @cached_property
    def vidu_vidu_image_lite_reference2image(self) -> ViduViduImageLiteReference2image[ResultT, TaskT]:
        """vidu/vidu-image-lite_reference2image (generate, edit): The cheaper sibling of vidu-image; that it takes
        the same sizes is not documented by the vendor.
        """
        from .clients.vidu import ViduViduImageLiteReference2image

        return ViduViduImageLiteReference2image(self)

    @cached_property
    def vidu_viduq3_fast_reference2image(self) -> ViduViduq3FastReference2image[ResultT, TaskT]:
        """vidu/viduq3-fast_reference2image (generate, edit): Very long formats too, up to 1:8."""
        from .clients.vidu import ViduViduq3FastReference2image

        return ViduViduq3FastReference2image(self)

    @cached_property
    def vidu_viduq2_pro_reference2image(self) -> ViduViduq2ProReference2image[ResultT, TaskT]:
        """vidu/viduq2-pro_reference2image (generate, edit): Ten formats in three resolutions."""
        from .clients.vidu import ViduViduq2ProReference2image

        return ViduViduq2ProReference2image(self)

    @cached_property
    def vidu_viduq2_fast_reference2image(self) -> ViduViduq2FastReference2image[ResultT, TaskT]:
        """vidu/viduq2-fast_reference2image (generate, edit): 1K only, at the lowest price."""
        from .clients.vidu import ViduViduq2FastReference2image

        return ViduViduq2FastReference2image(self)

    @cached_property
    def wan2_1_t2i_plus(self) -> Wan2_1T2iPlus[ResultT, TaskT]:
        """wan2.1-t2i-plus (generate): More detail, at a higher price than turbo."""
        from .clients.wan2_1_t2i import Wan2_1T2iPlus

        return Wan2_1T2iPlus(self)

    @cached_property
    def wan2_1_t2i_turbo(self) -> Wan2_1T2iTurbo[ResultT, TaskT]:
        """wan2.1-t2i-turbo (generate): Takes the same parameters as plus, at a lower price."""
        from .clients.wan2_1_t2i import Wan2_1T2iTurbo

        return Wan2_1T2iTurbo(self)

    @cached_property
    def wanx2_0_t2i_turbo(self) -> Wanx2_0T2iTurbo[ResultT, TaskT]:
        """wanx2.0-t2i-turbo (generate): The version before, at the lowest price."""
        from .clients.wan2_1_t2i import Wanx2_0T2iTurbo

        return Wanx2_0T2iTurbo(self)

    @cached_property
    def wan2_2_t2i_flash(self) -> Wan2_2T2iFlash[ResultT, TaskT]:
        """wan2.2-t2i-flash (generate): Lowest latency, for drafts and batches."""
        from .clients.wan2_2_t2i import Wan2_2T2iFlash

        return Wan2_2T2iFlash(self)

    @cached_property
    def wan2_2_t2i_plus(self) -> Wan2_2T2iPlus[ResultT, TaskT]:
        """wan2.2-t2i-plus (generate): Takes the same parameters as flash, at a higher price."""
        from .clients.wan2_2_t2i import Wan2_2T2iPlus

        return Wan2_2T2iPlus(self)

    @cached_property
    def wan2_5_i2i_preview(self) -> Wan2_5I2iPreview[ResultT, TaskT]:
        """wan2.5-i2i-preview (edit): Editing with one to three references, as a task."""
        from .clients.wan2_5_i2i import Wan2_5I2iPreview

        return Wan2_5I2iPreview(self)

    @cached_property
    def wan2_5_t2i_preview(self) -> Wan2_5T2iPreview[ResultT, TaskT]:
        """wan2.5-t2i-preview (generate): Text to image, as a task."""
        from .clients.wan2_5_t2i import Wan2_5T2iPreview

        return Wan2_5T2iPreview(self)

    @cached_property
    def wan2_6_image(self) -> Wan2_6Image[ResultT, TaskT]:
        """wan2.6-image (edit, interleave): Editing with one to four references, and mixed text and images."""
        from .clients.wan2_6_image import Wan2_6Image

        return Wan2_6Image(self)

    @cached_property
    def wan2_6_t2i(self) -> Wan2_6T2i[ResultT, TaskT]:
        """wan2.6-t2i (generate): Dedicated text-to-image model, slightly faster without editing overhead;
        synchronous or as a task.
        """
        from .clients.wan2_6_t2i import Wan2_6T2i

        return Wan2_6T2i(self)

    @cached_property
    def wan2_7_image_pro(self) -> Wan2_7ImagePro[ResultT, TaskT]:
        """wan2.7-image-pro (generate, edit, sequence): Highest quality of the family; 4K in text to image."""
        from .clients.wan2_7 import Wan2_7ImagePro

        return Wan2_7ImagePro(self)

    @cached_property
    def wan2_7_image(self) -> Wan2_7Image[ResultT, TaskT]:
        """wan2.7-image (generate, edit, sequence): Faster and cheaper; up to 2K."""
        from .clients.wan2_7 import Wan2_7Image

        return Wan2_7Image(self)

    @cached_property
    def wanx_style_repaint_v1(self) -> WanxStyleRepaintV1[ResultT, TaskT]:
        """wanx-style-repaint-v1 (repaint): 23 styles for a portrait, or the style of another picture."""
        from .clients.wanx_style_repaint import WanxStyleRepaintV1

        return WanxStyleRepaintV1(self)

    @cached_property
    def wanx_v1(self) -> WanxV1[ResultT, TaskT]:
        """wanx-v1 (generate): Ten styles, four sizes, one reference picture."""
        from .clients.wanx_v1 import WanxV1

        return WanxV1(self)

    @cached_property
    def wanx2_1_imageedit(self) -> Wanx2_1Imageedit[ResultT, TaskT]:
        """wanx2.1-imageedit (stylization_all, stylization_local, description_edit, description_edit_with_mask,
        remove_watermark, expand, super_resolution, colorization, doodle, control_cartoon_feature): Ten editing
        functions for one picture.
        """
        from .clients.wanx2_1_imageedit import Wanx2_1Imageedit

        return Wanx2_1Imageedit(self)

    @cached_property
    def z_image_turbo(self) -> ZImageTurbo[ResultT, TaskT]:
        """z-image-turbo (generate): Fast and the cheapest; one picture per call, synchronous only."""
        from .clients.z_image import ZImageTurbo

        return ZImageTurbo(self)


class Client(Models[Result, "Task"], SyncClient):
    """Calls the models and waits for the images; `AsyncClient` is the same for asyncio."""

    __module__ = "brushwork"

    if TYPE_CHECKING:  # what else the answers of these models hold

        @cached_property
        def qwen_image_3_0_pro(self) -> QwenImage3_0Pro[ResultOf[QwenImage3_0Values], TaskOf[QwenImage3_0Values]]: ...  # noqa: D102

        @cached_property
        def qwen_image_3_0(self) -> QwenImage3_0[ResultOf[QwenImage3_0Values], TaskOf[QwenImage3_0Values]]: ...  # noqa: D102

        @cached_property
        def qwen_mt_image_2_0(self) -> QwenMtImage2_0[ResultOf[QwenMtImageValues], TaskOf[QwenMtImageValues]]: ...  # noqa: D102

        @cached_property
        def qwen_mt_image(self) -> QwenMtImage[ResultOf[QwenMtImageValues], TaskOf[QwenMtImageValues]]: ...  # noqa: D102


@cache
def _client() -> Client:
    return Client()


def generate(
    prompt: str | None = None,
    *,
    model: str,
    mode: str | None = None,
    reference_images: ImageInputs = (),
    extra: Extra | None = None,
    fit: bool | str = False,
    inline: bool = False,
    on_unsupported: Literal["error", "drop"] = "error",
    output_size: str | tuple[int, int] | None = None,
    timeout: float | None = None,
    validate: bool = True,
    **parameters: object,
) -> Result:
    """`generate` of a shared client, created at the first call with settings from the environment."""
    return _client().generate(
        prompt,
        model=model,
        mode=mode,
        reference_images=reference_images,
        extra=extra,
        fit=fit,
        inline=inline,
        on_unsupported=on_unsupported,
        output_size=output_size,
        timeout=timeout,
        validate=validate,
        **parameters,
    )
