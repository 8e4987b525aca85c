"""The spec language of the files that all families share: api.yaml, errors.yaml, sources.yaml."""

from __future__ import annotations

from generator.spec_language.family import (
    CITED,
    CONFLICT,
    DATE,
    DISAGREEMENTS,
    DOCUMENTS,
    ENDPOINT_FIELDS,
    ENDPOINT_ID,
    HOST,
    MEMBERS,
    PATH,
    PROTOCOL,
    SOURCE,
    TEXT,
    WORDS,
)
from generator.spec_language.shape import Anything, Choice, Either, Flag, Integer, Items, Map, Record, Ref, Shape, Text

STATUS = Integer("an HTTP status", 200)
SETTING = Choice(("api_key", "region", "workspace", "base_url"))
REGION_FIELDS: dict[str, Shape] = {
    "name!": WORDS,
    "aliases": Items(Text("lower-case letters or Chinese", "[a-z]+|[\u4e00-\u9fff]+")),
    "host": HOST,
    "hosts": Items(HOST),
    "workspace_host!": Text("an https:// address with {workspace}", r"https://\{workspace\}[^/\s]+"),
}
REGION = Record(REGION_FIELDS | CITED | {"conflict": CONFLICT})
OPERATION_FIELDS: dict[str, Shape] = {
    "method!": Choice(("GET", "POST")),
    **{name: shape for name, shape in ENDPOINT_FIELDS.items() if name != "protocols!"},
    "protocols": Items(PROTOCOL),
    "query": MEMBERS,
    "limit": WORDS,
}
OPERATION = Record(OPERATION_FIELDS | CITED | {"conflict": CONFLICT})
TASK_STATE = Record({"terminal!": Flag(), "succeeded": Flag(), "meaning!": WORDS, "spellings": Items(TEXT), **CITED})
USE = Record({"scenario!": WORDS, "models!": Items(Ref("model")), "note!": WORDS, **CITED})
EXAMPLE = Record(
    {
        "name!": TEXT,
        "title!": WORDS,
        "endpoint!": Ref("endpoint"),
        "documents": DOCUMENTS,
        "call!": Map(Anything()),
        "request!": Record({"method!": Choice(("GET", "POST")), "path!": PATH, "headers": Map(TEXT), "body": TEXT}),
    }
)
API = Record(
    {
        "spec_version!": Text("a version, such as 1.2.0", r"[0-9]+\.[0-9]+\.[0-9]+"),
        "base_path!": PATH,
        "default_region!": Ref("region"),
        "regions!": Map(REGION),
        "endpoints!": Map(OPERATION, ENDPOINT_ID),
        "headers": Map(Record({"value!": WORDS, "when!": WORDS, **CITED})),
        "environment!": Map(Items(Text("an environment variable", "[A-Z][A-Z0-9_]*"))),
        "task_states!": Map(TASK_STATE),
        "lifetimes!": Map(Record({"seconds!": Integer("seconds", 1), **CITED})),
        "limits": Map(Record({"value!": Integer("an integer", 1), **CITED})),
        "schemas!": Map(Map(Anything())),
        "uses": Items(USE, 0),
        "conflicts": DISAGREEMENTS,
        "examples": Items(EXAMPLE, 0),
    }
)
ERRORS = Record(
    {
        "codes!": Map(
            Record(
                {
                    "status!": Either((STATUS, Items(STATUS))),
                    "meaning!": WORDS,
                    "error!": Choice(
                        (
                            "AuthError",
                            "AccessDenied",
                            "ModelNotFound",
                            "OutOfCredit",
                            "ContentRejected",
                            "RateLimited",
                            "ServerError",
                            "BadRequest",
                        )
                    ),
                    "retry!": Choice(("never", "after_delay", "slowly", "once", "unknown_outcome")),
                    "hint!": WORDS,
                    "source!": SOURCE,
                }
            )
        )
    }
)
# Of a source that is the service itself: what it said of what, in our words.
ANSWER = Record(
    {
        "about!": TEXT,
        "date!": DATE,
        "region!": Ref("region"),
        "status!": STATUS,
        "code": TEXT,
        "says!": WORDS,
    }
)
SOURCES = Record(
    {
        "sources!": Map(
            Record(
                {
                    "title!": WORDS,
                    "publisher!": WORDS,
                    "edition!": TEXT,
                    "trust!": Choice(("specification", "highest", "high", "mixed", "low")),
                    "url": Text("an https:// address", r"https://\S+"),
                    "note": WORDS,
                    "answers": Items(ANSWER),
                }
            )
        )
    }
)
