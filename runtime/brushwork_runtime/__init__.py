"""The core: transport, polling, download, and what they need.

This module is its declared API for the packages beside it, the emulator and the command: what stands here they may
import, from here, and nothing else. Each name is looked up when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork_runtime.api.exchange import accepted as accepted
    from brushwork_runtime.base import errors as errors, log as log, redact as redact
    from brushwork_runtime.base.clock import Cancellation as Cancellation, Clock as Clock, today as today
    from brushwork_runtime.base.errors import (
        BrushworkError as BrushworkError,
        ConfigError as ConfigError,
        ConnectFailed as ConnectFailed,
        InvalidRequest as InvalidRequest,
        OutcomeUnknown as OutcomeUnknown,
        PartialResult as PartialResult,
    )
    from brushwork_runtime.base.events import (
        RequestEvent as RequestEvent,
        ResponseEvent as ResponseEvent,
        RetryEvent as RetryEvent,
        TaskEvent as TaskEvent,
        TransferEvent as TransferEvent,
    )
    from brushwork_runtime.base.image_headers import EXTENSIONS as EXTENSIONS, sniff as sniff
    from brushwork_runtime.base.image_marks import AigcLabel as AigcLabel, AiMarking as AiMarking
    from brushwork_runtime.base.json_values import (
        NotUnicode as NotUnicode,
        TooLong as TooLong,
        decoded as decoded,
        fields as fields,
        items as items,
        named as named,
        plain as plain,
        read_text as read_text,
    )
    from brushwork_runtime.base.language import (
        Speaking as Speaking,
        alternatives as alternatives,
        chinese as chinese,
        later as later,
        localized as localized,
        reason_of as reason_of,
        sentences as sentences,
        series as series,
        speak as speak,
        tr as tr,
        wrapped as wrapped,
    )
    from brushwork_runtime.base.violations import Violation as Violation, nearest_names as nearest_names
    from brushwork_runtime.client.calls import Prepared as Prepared
    from brushwork_runtime.client.client import SyncClient as SyncClient, session_of as session_of
    from brushwork_runtime.client.quotas import QuotaLimit as QuotaLimit
    from brushwork_runtime.config import loopback as loopback, region_of as region_of, settle as settle
    from brushwork_runtime.http.messages import HttpRequest as HttpRequest, HttpResponse as HttpResponse
    from brushwork_runtime.http.transport import broken as broken, received as received, seconds_for as seconds_for
    from brushwork_runtime.request.cost import Estimate as Estimate
    from brushwork_runtime.request.flat import typed as typed
    from brushwork_runtime.request.request import parameters_of as parameters_of
    from brushwork_runtime.results import atomic_file as atomic_file
    from brushwork_runtime.results.converting import unwritable as unwritable
    from brushwork_runtime.results.image import Image as Image
    from brushwork_runtime.results.result import Result as Result, TextPart as TextPart
    from brushwork_runtime.results.saving import (
        Destination as Destination,
        Names as Names,
        SaveOptions as SaveOptions,
        destination_of as destination_of,
        is_local as is_local,
        run as run,
        safe as safe,
    )
    from brushwork_runtime.submit.recovery import created_since as created_since
    from brushwork_runtime.submit.send import begun_nothing as begun_nothing
    from brushwork_runtime.tables.registry import ModelInfo as ModelInfo, Registry as Registry
    from brushwork_runtime.tables.spec import (
        Api as Api,
        Boolean as Boolean,
        Boxes as Boxes,
        Choice as Choice,
        Color as Color,
        Constant as Constant,
        Dispute as Dispute,
        Integer as Integer,
        Json as Json,
        Lifecycle as Lifecycle,
        List as List,
        Mode as Mode,
        Model as Model,
        Number as Number,
        Object as Object,
        Palette as Palette,
        Parameter as Parameter,
        Pixels as Pixels,
        Price as Price,
        RateLimit as RateLimit,
        Results as Results,
        Route as Route,
        Size as Size,
        Text as Text,
        by_name as by_name,
    )
    from brushwork_runtime.tasks.task import Task as Task
    from brushwork_runtime.validate.sizes import exact as exact
    from brushwork_runtime.validate.unknown import (
        KNOBS_ELSEWHERE as KNOBS_ELSEWHERE,
        NAMES_ELSEWHERE as NAMES_ELSEWHERE,
    )

_HOMES = {
    "api.exchange": "accepted",
    "base": "errors log redact",
    "base.clock": "Cancellation Clock today",
    "base.errors": "BrushworkError ConfigError ConnectFailed InvalidRequest OutcomeUnknown PartialResult",
    "base.events": "RequestEvent ResponseEvent RetryEvent TaskEvent TransferEvent",
    "base.image_headers": "EXTENSIONS sniff",
    "base.image_marks": "AiMarking AigcLabel",
    "base.json_values": "NotUnicode TooLong decoded fields items named plain read_text",
    "base.language": "Speaking alternatives chinese later localized reason_of sentences series speak tr wrapped",
    "base.violations": "Violation nearest_names",
    "client.calls": "Prepared",
    "client.client": "SyncClient session_of",
    "client.quotas": "QuotaLimit",
    "config": "loopback region_of settle",
    "http.messages": "HttpRequest HttpResponse",
    "http.transport": "broken received seconds_for",
    "request.cost": "Estimate",
    "request.flat": "typed",
    "request.request": "parameters_of",
    "results": "atomic_file",
    "results.converting": "unwritable",
    "results.image": "Image",
    "results.result": "Result TextPart",
    "results.saving": "Destination Names SaveOptions destination_of is_local run safe",
    "submit.recovery": "created_since",
    "submit.send": "begun_nothing",
    "tables.registry": "ModelInfo Registry",
    "tables.spec": (
        "Api Boolean Boxes Choice Color Constant Dispute Integer Json Lifecycle List Mode "
        "Model Number Object Palette Parameter Price RateLimit Results Route Size Text by_name"
    ),
    "tasks.task": "Task",
    "validate.sizes": "exact",
    "validate.unknown": "KNOBS_ELSEWHERE NAMES_ELSEWHERE",
}
"""Where the names are; a module that is used as a whole is a name of its package."""

_MODULES = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    home = _MODULES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{home}")
    return getattr(module, name, None) or import_module(f"{__name__}.{home}.{name}")
