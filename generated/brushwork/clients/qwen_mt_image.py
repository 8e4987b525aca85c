"""Qwen-MT image translation: Translates the text in a picture and keeps its layout. The answer is a JPEG of the
picture's size.

Models: qwen-mt-image-2.0, qwen-mt-image.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.client.calls import ModeCall, ModelClient, ResultT, TaskT

from ..tables.qwen_mt_image import QWEN_MT_IMAGE, QWEN_MT_IMAGE_2_0

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal, TypedDict

    from brushwork_runtime.base.types import Extra, ImageInput
    from brushwork_runtime.client.calls import Prepared

    QwenMtImageSourceLang = (
        Literal[
            "auto",
            "zh",
            "zh-tw",
            "en",
            "ja",
            "ko",
            "de",
            "es",
            "ru",
            "fr",
            "pt",
            "it",
            "vi",
            "id",
            "ms",
            "th",
            "ar",
            "nl",
            "pl",
            "tr",
            "uk",
            "el",
            "hu",
            "ro",
            "cs",
            "sv",
            "da",
            "fi",
            "no",
            "hi",
            "ta",
            "te",
            "ne",
            "fa",
            "az",
            "kk",
            "uz",
            "mn",
            "ug",
            "be",
            "bg",
            "sr",
            "hr",
            "bs",
            "sl",
            "sk",
            "mk",
            "lv",
            "lt",
            "ga",
            "lb",
            "af",
            "la",
            "ce",
            "inh",
            "chm",
        ]
        | str
    )
    QwenMtImageSourceLangValue = Literal["auto", "zh", "en", "ko", "ja", "ru", "es", "fr", "pt", "it", "vi", "de"] | str
    QwenMtImageTargetLang = (
        Literal[
            "zh",
            "zh-tw",
            "en",
            "ja",
            "ko",
            "de",
            "es",
            "ru",
            "fr",
            "pt",
            "it",
            "vi",
            "id",
            "ms",
            "th",
            "ar",
            "nl",
            "pl",
            "tr",
            "uk",
            "el",
            "hu",
            "ro",
            "cs",
            "sv",
            "da",
            "fi",
            "no",
            "hi",
            "ta",
            "te",
            "ne",
            "fa",
            "az",
            "kk",
            "uz",
            "mn",
            "ug",
            "be",
            "bg",
            "sr",
            "hr",
            "bs",
            "sl",
            "sk",
            "mk",
            "lv",
            "lt",
            "ga",
            "lb",
            "af",
            "la",
            "ce",
            "inh",
            "chm",
        ]
        | str
    )
    QwenMtImageTargetLangValue = (
        Literal["zh", "en", "ko", "ja", "ru", "es", "fr", "pt", "it", "vi", "ms", "th", "id", "ar"] | str
    )
    QwenMtImageSensitives = Sequence[str]

    class QwenMtImageTerminologiesItem(TypedDict):
        """An item of terminologies, or what is in one."""

        src: str
        tgt: str

    QwenMtImageTerminologies = Sequence[QwenMtImageTerminologiesItem]

    class QwenMtImageValues(TypedDict):
        """What `result.values` holds: None for what an answer does not hold.

        message: Says when no text was found; the call is billed all the same.
        """

        message: str | None


class QwenMtImage2_0Translate(ModeCall[ResultT, TaskT]):
    """`client.qwen_mt_image_2_0.translate`: translates the text in a picture.

    Model qwen-mt-image-2.0, sync or async. List price per image: CNY 0.004 in cn-beijing; CNY 0.004375 in
    ap-southeast-1.
    """

    __slots__ = ()

    def __call__(
        self,
        image_url: ImageInput,
        *,
        source_lang: QwenMtImageSourceLang,
        target_lang: QwenMtImageTargetLang,
        domainHint: str | None = None,
        sensitives: QwenMtImageSensitives | None = None,
        terminologies: QwenMtImageTerminologies | None = None,
        imageSegment: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        protocol: Literal["sync", "async"] | None = None,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Translates the text in a picture.

        Model qwen-mt-image-2.0, sync or async. List price per image: CNY 0.004 in cn-beijing; CNY 0.004375 in
        ap-southeast-1.

        source_lang and target_lang must differ. Case is ignored.

        Args:
            image_url: One image. Formats: JPEG, PNG, BMP, PNM, PPM, TIFF and WEBP. Each side must be 15 to 8,192
                pixels. The aspect ratio must be 1:10 to 10:1. At most 100 MB each. It is sent as a web address or an
                upload (oss://). A URL must not contain Chinese characters. [ha]
            source_lang: Language of the text in the picture, or auto. Accepts auto, zh, zh-tw, en, ja, ko, de, es, ru,
                fr, pt, it, vi, id, ms, th, ar, nl, pl, tr, uk, el, hu, ro, cs, sv, da, fi, no, hi, ta, te, ne, fa, az,
                kk, uz, mn, ug, be, bg, sr, hr, bs, sl, sk, mk, lv, lt, ga, lb, af, la, ce, inh or chm; the documents
                leave it open what else. [ha]
            target_lang: Language to translate into; another than source_lang. Accepts zh, zh-tw, en, ja, ko, de, es,
                ru, fr, pt, it, vi, id, ms, th, ar, nl, pl, tr, uk, el, hu, ro, cs, sv, da, fi, no, hi, ta, te, ne, fa,
                az, kk, uz, mn, ug, be, bg, sr, hr, bs, sl, sk, mk, lv, lt, ga, lb, af, la, ce, inh or chm; the
                documents leave it open what else. [ha]
            domainHint: What the picture is about and how it shall sound, in English; at most 200 words are advised.
                Text; the server silently truncates it after 200 words. [ha]
            sensitives: Words that are removed before translating, matched exactly; at most 50 are advised. A list of 1
                to 50, each text. [ha]
            terminologies: Translations to use, each of a term in the source language. A list, each an object of src
                (text) and tgt (text). [ha]
            imageSegment: Leaves the text on people, goods and logos as it is. Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
            protocol: How to send it: sync or async; sync by default.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 24 hours, so save the images soon. result.values["message"] (text): Says
                when no text was found; the call is billed all the same.

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
            None,
            {
                "image_url": image_url,
            },
            {
                "source_lang": source_lang,
                "target_lang": target_lang,
                "domainHint": domainHint,
                "sensitives": sensitives,
                "terminologies": terminologies,
                "imageSegment": imageSegment,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            protocol=protocol,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        image_url: ImageInput,
        *,
        source_lang: QwenMtImageSourceLang,
        target_lang: QwenMtImageTargetLang,
        domainHint: str | None = None,
        sensitives: QwenMtImageSensitives | None = None,
        terminologies: QwenMtImageTerminologies | None = None,
        imageSegment: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout` and `protocol`.
        """
        return self._prepare(
            None,
            {
                "image_url": image_url,
            },
            {
                "source_lang": source_lang,
                "target_lang": target_lang,
                "domainHint": domainHint,
                "sensitives": sensitives,
                "terminologies": terminologies,
                "imageSegment": imageSegment,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        image_url: ImageInput,
        *,
        source_lang: QwenMtImageSourceLang,
        target_lang: QwenMtImageTargetLang,
        domainHint: str | None = None,
        sensitives: QwenMtImageSensitives | None = None,
        terminologies: QwenMtImageTerminologies | None = None,
        imageSegment: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        protocol: Literal["sync", "async"] | None = None,
        validate: bool = True,
    ) -> Prepared[ResultT, TaskT]:
        """Check and build the request without sending it: body, curl command, price.

        Same arguments as the call, except for `timeout`. `send()` of the returned request sends it, `submit()` starts a
        task.
        """
        return self._prepare(
            None,
            {
                "image_url": image_url,
            },
            {
                "source_lang": source_lang,
                "target_lang": target_lang,
                "domainHint": domainHint,
                "sensitives": sensitives,
                "terminologies": terminologies,
                "imageSegment": imageSegment,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            protocol=protocol,
            validate=validate,
        )


class QwenMtImageTranslate(ModeCall[ResultT, TaskT]):
    """`client.qwen_mt_image.translate`: translates the text in a picture.

    Model qwen-mt-image, async. List price per image: CNY 0.003 in cn-beijing.
    """

    __slots__ = ()

    def __call__(
        self,
        image_url: ImageInput,
        *,
        source_lang: QwenMtImageSourceLangValue,
        target_lang: QwenMtImageTargetLangValue,
        domainHint: str | None = None,
        sensitives: QwenMtImageSensitives | None = None,
        terminologies: QwenMtImageTerminologies | None = None,
        imageSegment: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
        timeout: float | None = None,
    ) -> ResultT:
        """Translates the text in a picture.

        Model qwen-mt-image, async. List price per image: CNY 0.003 in cn-beijing.

        source_lang and target_lang must differ. Case is ignored. source_lang ko, ja, ru, es, fr, pt, it, vi or de is
        not accepted when target_lang is ko, ja, ru, es, fr, pt, it, vi, ms, th, id or ar. Case is ignored.

        Args:
            image_url: One image. Formats: JPEG, PNG, BMP, PNM, PPM, TIFF and WEBP. Each side must be 15 to 8,192
                pixels. The aspect ratio must be 1:10 to 10:1. At most 100 MB each. It is sent as a web address or an
                upload (oss://). A URL must not contain Chinese characters. [ha]
            source_lang: Language of the text in the picture, or auto. Accepts auto, zh, en, ko, ja, ru, es, fr, pt, it,
                vi or de; the documents leave it open what else. [ha]
            target_lang: Language to translate into; another than source_lang. Accepts zh, en, ko, ja, ru, es, fr, pt,
                it, vi, ms, th, id or ar; the documents leave it open what else. [ha]
            domainHint: What the picture is about and how it shall sound, in English; at most 200 words are advised.
                Text; the server silently truncates it after 200 words. [ha]
            sensitives: Words that are removed before translating, matched exactly; at most 50 are advised. A list of 1
                to 50, each text. [ha]
            terminologies: Translations to use, each of a term in the source language. A list, each an object of src
                (text) and tgt (text). [ha]
            imageSegment: Leaves the text on people, goods and logos as it is. Server default: false. [ha]
            extra: Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.
            fit: True turns, converts and scales images until they fit; a colour is what transparency becomes (white).
            inline: Send local images inside the request instead of uploading them first.
            validate: False sends the request without checking it first.
            timeout: Seconds to wait for the result, in total.

        Returns:
            The images. Image URLs expire after 24 hours, so save the images soon. result.values["message"] (text): Says
                when no text was found; the call is billed all the same.

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
            None,
            {
                "image_url": image_url,
            },
            {
                "source_lang": source_lang,
                "target_lang": target_lang,
                "domainHint": domainHint,
                "sensitives": sensitives,
                "terminologies": terminologies,
                "imageSegment": imageSegment,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        ).send(timeout)

    def submit(
        self,
        image_url: ImageInput,
        *,
        source_lang: QwenMtImageSourceLangValue,
        target_lang: QwenMtImageTargetLangValue,
        domainHint: str | None = None,
        sensitives: QwenMtImageSensitives | None = None,
        terminologies: QwenMtImageTerminologies | None = None,
        imageSegment: bool | None = None,
        extra: Extra | None = None,
        fit: bool | str = False,
        inline: bool = False,
        validate: bool = True,
    ) -> TaskT:
        """Start a task and return it at once; its `wait()` returns what the call returns.

        Same arguments as the call, except for `timeout`.
        """
        return self._prepare(
            None,
            {
                "image_url": image_url,
            },
            {
                "source_lang": source_lang,
                "target_lang": target_lang,
                "domainHint": domainHint,
                "sensitives": sensitives,
                "terminologies": terminologies,
                "imageSegment": imageSegment,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
            protocol="async",
        ).submit()

    def prepare(
        self,
        image_url: ImageInput,
        *,
        source_lang: QwenMtImageSourceLangValue,
        target_lang: QwenMtImageTargetLangValue,
        domainHint: str | None = None,
        sensitives: QwenMtImageSensitives | None = None,
        terminologies: QwenMtImageTerminologies | None = None,
        imageSegment: bool | None = None,
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
            None,
            {
                "image_url": image_url,
            },
            {
                "source_lang": source_lang,
                "target_lang": target_lang,
                "domainHint": domainHint,
                "sensitives": sensitives,
                "terminologies": terminologies,
                "imageSegment": imageSegment,
            },
            extra=extra,
            fit=fit,
            inline=inline,
            validate=validate,
        )


class QwenMtImage2_0(ModelClient[ResultT, TaskT]):
    """qwen-mt-image-2.0: Any pair of 55 languages, at once or as a task.

    List price per image: CNY 0.004 in cn-beijing; CNY 0.004375 in ap-southeast-1.

    Regions: cn-beijing, ap-southeast-1.
    """

    spec = QWEN_MT_IMAGE_2_0

    @cached_property
    def translate(self) -> QwenMtImage2_0Translate[ResultT, TaskT]:
        """Translates the text in a picture."""
        return QwenMtImage2_0Translate(self, "translate")


class QwenMtImage(ModelClient[ResultT, TaskT]):
    """qwen-mt-image: Between Chinese or English and another language, as a task.

    List price per image: CNY 0.003 in cn-beijing.

    Regions: cn-beijing.
    """

    spec = QWEN_MT_IMAGE

    @cached_property
    def translate(self) -> QwenMtImageTranslate[ResultT, TaskT]:
        """Translates the text in a picture."""
        return QwenMtImageTranslate(self, "translate")
