"""What every command shares: the common options and the client configured by them."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brushwork_cli.package import Package
    from brushwork_cli.settings.configuration import Configuration
    from brushwork_cli.settings.records import Record
    from brushwork_runtime import Registry, SyncClient


def _text(content: bytes, encoding: str) -> str:
    """What came through stdin: as its bytes say, else in the encoding that the system says it has."""
    from brushwork_runtime import NotUnicode, decoded

    try:
        return decoded(content)
    except NotUnicode as error:
        refusal = error
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise click.UsageError(tr("stdin cannot be read: {error}", error=refusal)) from refusal


@dataclass(slots=True, kw_only=True)
class Session:
    """One run of the command. `given` holds the connection settings of the command line, None for those not given.

    `sent` is set once a request that is billed has begun to go out: it decides what an unreadable answer means.
    `beside` is what --json prints beside the error that is about to leave, as the images that were good.
    `emulator` asks for an emulator of its own, within this process.
    """

    package: Package
    json: bool = False
    quiet: bool = False
    verbose: int = 0
    given: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    timeout: float | None = None
    emulator: bool = False
    sent: bool = False
    beside: dict[str, object] | None = None
    _configuration: Configuration | None = None
    _registry: Registry | None = None
    _stdin: str | None = None
    _api: Any = None
    _records: list[Record] | None = None

    def stdin(self) -> str:
        """What stdin holds; it is read once, however often a request is made of it."""
        if self._stdin is not None:
            return self._stdin
        source = getattr(sys.stdin, "buffer", None)  # what stands in its place need not have one
        text = sys.stdin.read() if source is None else _text(source.read(), sys.stdin.encoding)
        self._stdin = text = text.replace("\r\n", "\n")
        return text

    @property
    def configuration(self) -> Configuration:
        """Every setting with its origin; files are read once."""
        if self._configuration is None:
            from brushwork_cli.settings.configuration import configure

            self._configuration = configure(self.package, self.given)
            for path in self._configuration.foreign:
                from brushwork_runtime import tr

                self.say(tr("warning: {path} belongs to another user and is not read", path=path))
        return self._configuration

    @property
    def registry(self) -> Registry:
        """The models, with the prices of the configuration files."""
        if self._registry is None:
            registry, prices = self.package.registry(), self.configuration.prices
            if prices:
                from brushwork_cli.settings.prices import repriced

                registry = registry.opened(repriced(registry, prices))
            self._registry = registry
        return self._registry

    def records(self) -> list[Record]:
        """What this machine made, the oldest first; read once."""
        if self._records is None:
            from brushwork_cli.settings.records import read

            self._records = read()
        return self._records

    def own(self) -> Session | None:
        """This session without the project's file; None where there is none."""
        own = self.configuration.own
        return None if own is None else replace(self, quiet=True, _configuration=own, _registry=None)

    def client(self, hooks: Mapping[str, Callable[..., object]] | None = None) -> SyncClient:
        """A client of the configuration, perhaps without a key. Raises `ConfigError`.

        `hooks` are the client's own arguments.
        """
        settings = self._emulated() if self.emulator else dict[str, Any](self.configuration.arguments())
        if self.configuration.prices:
            from brushwork_cli.settings.prices import repriced

            settings["specs"] = repriced(self.package.registry(), self.configuration.prices)
        client: SyncClient = self.package.make_client(**settings, timeout=self._seconds(), **(hooks or {}))
        return client

    def _emulated(self) -> dict[str, Any]:
        """The arguments of a client of an emulator in this process, which plays the configured region.

        Raises `ImportError` where the packages of the extra are missing.
        """
        from brushwork_cli.output.model_facts import priced_in

        if self.given.get("base_url"):
            raise click.UsageError(tr("--emulator and --base-url exclude each other; give one of them."))
        region = priced_in(self, None)
        if self._api is None:
            self._api = self.package.make_emulator(region=region)
        return {
            "api_key": self._api.key,
            "base_url": self._api.url,
            "region": region,
            "transport": self._api.transport(),
        }

    def unlock(self, client: SyncClient) -> None:
        """Give the client its key, just before it is needed: only now is the command run that prints it.

        Raises `ConfigError` if there is no key.
        """
        key = None if self.emulator else self.fetched_key()
        if key is not None:
            from brushwork_runtime import session_of, settle

            client.settings.api_key = settle(session_of(client).api, api_key=key, environment={}).api_key
        elif client.settings.api_key is None:
            from brushwork_cli.hints import no_key

            raise no_key(client)

    def fetched_key(self) -> str | None:
        """The key where a command or the keyring gives it, asked now; None where it is none of these.

        Raises `ConfigError`.
        """
        found = self.configuration.values
        if "api_key_command" in found:
            from brushwork_cli.settings.key_command import ask

            return ask(found["api_key_command"].value, found["api_key_command"].origin)
        if "api_key_keyring" in found:
            from brushwork_cli.settings.credentials import from_keyring

            return from_keyring(found["api_key_keyring"].value)
        return None

    def _seconds(self) -> float | None:
        configured = self.configuration["timeout"]
        if self.timeout is not None or configured is None:
            return self.timeout
        try:
            return float(configured)
        except ValueError:
            from brushwork_runtime import ConfigError

            origin = self.configuration.values["timeout"].origin
            raise ConfigError(
                tr("timeout {configured!r} ({origin}) is not a number of seconds", configured=configured, origin=origin)
            ) from None

    def say(self, text: str) -> None:
        """Talk, unless -q asks for silence."""
        if not self.quiet:
            from brushwork_cli.streams import talk

            talk(text)


def current() -> Session:
    """The session of the command that runs."""
    found = click.get_current_context().find_object(Session)
    assert found is not None
    return found
