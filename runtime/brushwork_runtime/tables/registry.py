"""The models that a client knows: those of the tables, and those that were added to it."""

from __future__ import annotations

from importlib import import_module
from os import PathLike, fspath
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import ConfigError
from brushwork_runtime.base.json_values import named, read_text
from brushwork_runtime.base.language import later, series, tr
from brushwork_runtime.base.redact import short
from brushwork_runtime.tables.spec import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from brushwork_runtime.tables.spec import Api


_FEW = 40
"""Of how many models one looks for those that take what another refuses."""


class ModelInfo:
    """What is known of a model. `id` is as asked for: the model's or a snapshot's; `spec` is its rule table."""

    __slots__ = ("_schema", "id", "spec")

    def __init__(self, id: str, spec: Model, schema: Callable[[str], Mapping[str, object]]) -> None:  # noqa: A002
        self.id = id
        self.spec = spec
        self._schema = schema

    def __repr__(self) -> str:
        return f"<{self.id}: {', '.join(self.modes)}>"

    @property
    def modes(self) -> tuple[str, ...]:
        """The names of its modes."""
        return tuple(self.spec.modes)

    def json_schema(self, mode: str, protocol: str | None = None) -> dict[str, object]:
        """JSON Schema (draft 2020-12) of a mode's arguments, or with `protocol` of the body that it sends.

        A further route of the same protocol goes by its endpoint. Raises `KeyError` for a mode or protocol that the
        model does not have.
        """
        modes = _mapping(self._schema(self.spec.id)["modes"])
        if not isinstance(mode, str) or (mode := str.__str__(mode)) not in modes:  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
            shown = redact.value(mode)
            raise KeyError(tr("{id} has no mode {mode}; it has {names}", id=self.id, mode=shown, names=series(modes)))
        found = _mapping(modes[mode])
        if protocol is None:
            return _mapping(found["arguments"])
        requests = _mapping(found["requests"])
        if not isinstance(protocol, str) or (protocol := str.__str__(protocol)) not in requests:  # pyright: ignore[reportUnnecessaryIsInstance] - the same
            shown, names = redact.value(protocol).strip("'"), series(requests)
            told = tr(
                "{id} {mode} has no {shown} route; it has {names}", id=self.id, mode=mode, shown=shown, names=names
            )
            raise KeyError(told)
        return _mapping(requests[protocol])


def _mapping(value: object) -> dict[str, object]:
    return dict(named(value))


class Registry:
    """Models by id. Tables and schemas are loaded when they are first asked for.

    `index` maps a model id to the module and constant of its table, `snapshots` an id of a date or a region to its
    model's, `api` and `schema` load what they are called by.
    """

    __slots__ = ("_added", "_api", "_index", "_load_api", "_load_schema", "_loaded", "_snapshots", "_twins")

    def __init__(
        self,
        index: Mapping[str, tuple[str, str]],
        api: Callable[[], Api],
        schema: Callable[[str], Mapping[str, object]],
        snapshots: Mapping[str, str] | None = None,
    ) -> None:
        self._index = index
        self._load_api = api
        self._load_schema = schema
        self._snapshots: Mapping[str, str] = snapshots or {}
        self._api: Api | None = None
        self._loaded: dict[str, Model] = {}
        self._added: dict[str, Model] = {}
        self._twins: dict[str, str] = {}

    @property
    def api(self) -> Api:
        """What all models share."""
        if self._api is None:
            self._api = self._load_api()
        return self._api

    def opened(self, specs: Iterable[Model | str | PathLike[str]] | None = None) -> Registry:
        """A registry of the same models and those of `specs`, which grows without changing this one.

        Each of `specs` is a rule table, or a JSON file {"models": {"new-id": {"like": "known-id"}}}.
        """
        other = Registry(self._index, self._load_api, self._load_schema, self._snapshots)
        other._loaded, other._api = self._loaded, self._api
        other._added, other._twins = dict(self._added), dict(self._twins)
        if specs:
            overlay(other, specs)
        return other

    def table(self, name: str) -> Model:
        """The table of a model or snapshot. Raises `InvalidRequest`, with the nearest names, if there is none."""
        if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
            raise self._unknown(name)
        name = str.__str__(name)
        found = self._added.get(name) or self._loaded.get(name)
        if found is not None:
            return found
        model_id = self._snapshots.get(name, name)
        if model_id in self._added:
            return self._added[model_id]
        if model_id not in self._index:
            raise self._unknown(name)
        module, constant = self._index[model_id]
        model: Model = getattr(import_module(module), constant)
        self._loaded[name] = self._loaded[model_id] = model
        return model

    def _unknown(self, name: object) -> Exception:
        from brushwork_runtime.base.violations import Violation, nearest_names, refusal

        close = nearest_names(name, [*self, *self._snapshots], 3) if isinstance(name, str) else []
        what = tr("model is {name}, which is not known here.", name=redact.value(name, 80))
        if len(close) > 1:
            what += tr(" Near it: {names}.", names=series(close))
        violation = Violation("model", name, tr("a model that this client knows"), what, close[0] if close else None)
        hint = tr("Known: {named}. A newer one: client.models.register(name, like=...).", named=self.named())
        return refusal("client.models", [violation], hint)

    def __getitem__(self, name: str) -> ModelInfo:
        with short:
            return ModelInfo(name, self.table(name), self._schema_of)

    def _schema_of(self, model_id: str) -> Mapping[str, object]:
        return self._load_schema(self._twins.get(model_id, model_id))

    def __contains__(self, name: object) -> bool:
        known = (self._added, self._index, self._snapshots)
        return isinstance(name, str) and any(str.__str__(name) in ids for ids in known)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._index, *self._added)))

    def __len__(self) -> int:
        return len({*self._index, *self._added})

    def __repr__(self) -> str:
        return f"<{len(self)} models: {', '.join(self)}>"

    def _repr_html_(self) -> str:
        """For a notebook: a table of the models."""
        from html import escape

        rows = "".join(
            f"<tr><td><code>{escape(each.id)}</code></td><td>{', '.join(each.modes)}</td>"
            f'<td style="text-align:left">{escape(each.summary)}</td></tr>'
            for each in self.tables()
        )
        head = "".join(f"<th>{tr(name)}</th>" for name in (later("model"), later("modes"), later("what it is")))
        return f"<table><tr>{head}</tr>{rows}</table>"

    def tables(self) -> Iterator[Model]:
        """The tables of all models, in order."""
        return (self.table(name) for name in self)

    def named(self) -> str:
        """The models as a text lists them: all, or the first of very many."""
        names = list(self)
        more = tr(" and {count} more", count=len(names) - _FEW) if len(names) > _FEW else ""
        return f"{', '.join(names[:_FEW])}{more}"

    def near(self, model: Model) -> Iterator[Model]:
        """The tables of a few other models, those of its family first, however many there are."""
        home = self._index.get(model.id, ("",))[0]
        names = sorted(self, key=lambda name: self._index.get(name, ("",))[0] != home)
        return (self.table(name) for name in names[:_FEW] if name != model.id)

    @property
    def untried(self) -> bool:
        """Whether there are more models than `near` gives."""
        return len(self) > _FEW

    def advised(self, model: Model) -> Iterator[Model]:
        """Those of them that may be named to a caller of `model`: none that is announced to retire."""
        return (other for other in self.near(model) if other.lifecycle is None or other.lifecycle.retires is None)

    def add(self, model: Model) -> None:
        """Add a model by its table, in the place of one of the same id."""
        self._added[model.id] = model
        names = dict.fromkeys((*model.snapshots, *model.ids.values()), model.id)
        self._snapshots = {**self._snapshots, **names, model.id: model.id}

    def register(self, name: str, *, like: str) -> ModelInfo:
        """Add a model that is newer than the tables and takes what `like` takes. Its prices are not known.

        Raises `InvalidRequest` if `like` is not known.
        """
        with short:
            if not isinstance(name, str) or not str.__str__(name):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
                raise TypeError(tr("name is {name}; it must be text, the id of a model", name=redact.value(name)))
            twin, name = self.table(like), str.__str__(name)
            identifier = name.replace("-", "_").replace(".", "_").replace("/", "_")
            modes = tuple(twin.modes.values())
            self.add(
                Model(
                    name, identifier=identifier, family=twin.family, summary=f"Like {twin.id}.", modes=modes, regions={}
                )
            )
            self._twins[name] = self._twins.get(twin.id, twin.id)
            return self[name]


_FORM = '{"models": {"new-id": {"like": "known-id"}}}'


def overlay(registry: Registry, specs: Iterable[Model | str | PathLike[str]]) -> None:
    """Add the models of tables and JSON files to a registry.

    Raises `ConfigError` for a file that cannot be read or has another form, `InvalidRequest` for an unknown `like`.
    """
    for spec in specs:
        if isinstance(spec, Model):
            registry.add(spec)
            continue
        if not isinstance(spec, (str, PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
            raise ConfigError(
                tr("specs holds {spec}; it must hold tables of models and names of files", spec=redact.value(spec))
            )
        for name, like in _likes(fspath(spec)).items():
            registry.register(name, like=like)


def _likes(path: str) -> dict[str, str]:
    import json

    hint = tr("It is JSON: {form}.", form=_FORM)
    try:
        document: object = json.loads(read_text(path))
    except (OSError, ValueError, RecursionError) as error:
        told = tr("the specs file {path!r} cannot be read: {error}", path=path, error=error)
        raise ConfigError(told, hint=hint) from error
    models = named(named(document).get("models"))
    if not models:
        raise ConfigError(tr("the specs file {path!r} has no models", path=path), hint=hint)
    likes: dict[str, str] = {}
    for name, entry in models.items():
        like = named(entry).get("like")
        if not isinstance(like, str):
            told = tr("the specs file {path!r} does not say what {name} is like", path=path, name=name)
            raise ConfigError(told, hint=hint)
        likes[name] = like
    return likes
