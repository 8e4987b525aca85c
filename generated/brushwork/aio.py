"""The client for asyncio."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any

from brushwork_runtime.client.aio import AsyncClientBase
from brushwork_runtime.results.result import Result
from brushwork_runtime.tasks.aiotasks import AsyncTask

from .client import Models

if TYPE_CHECKING:
    from brushwork_runtime.results.result import ResultOf
    from brushwork_runtime.tasks.aiotasks import AsyncTaskOf

    from .clients.qwen_image_3_0 import QwenImage3_0, QwenImage3_0Pro, QwenImage3_0Values
    from .clients.qwen_mt_image import QwenMtImage, QwenMtImage2_0, QwenMtImageValues


class AsyncClient(Models[Coroutine[Any, Any, Result], Coroutine[Any, Any, AsyncTask]], AsyncClientBase):
    """`Client` with awaitable calls."""

    __module__ = "brushwork"

    if TYPE_CHECKING:  # what else the answers of these models hold

        @cached_property
        def qwen_image_3_0_pro(  # noqa: D102
            self,
        ) -> QwenImage3_0Pro[
            Coroutine[Any, Any, ResultOf[QwenImage3_0Values]], Coroutine[Any, Any, AsyncTaskOf[QwenImage3_0Values]]
        ]: ...

        @cached_property
        def qwen_image_3_0(  # noqa: D102
            self,
        ) -> QwenImage3_0[
            Coroutine[Any, Any, ResultOf[QwenImage3_0Values]], Coroutine[Any, Any, AsyncTaskOf[QwenImage3_0Values]]
        ]: ...

        @cached_property
        def qwen_mt_image_2_0(  # noqa: D102
            self,
        ) -> QwenMtImage2_0[
            Coroutine[Any, Any, ResultOf[QwenMtImageValues]], Coroutine[Any, Any, AsyncTaskOf[QwenMtImageValues]]
        ]: ...

        @cached_property
        def qwen_mt_image(  # noqa: D102
            self,
        ) -> QwenMtImage[
            Coroutine[Any, Any, ResultOf[QwenMtImageValues]], Coroutine[Any, Any, AsyncTaskOf[QwenMtImageValues]]
        ]: ...
