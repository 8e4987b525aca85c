"""`brushwork login` and `logout`: the key, kept where only the user reads it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.options.common import shared
from brushwork_cli.session import current
from brushwork_cli.settings import credentials
from brushwork_runtime import ConfigError, redact, tr

if TYPE_CHECKING:
    from brushwork_cli.session import Session

_LONGEST = 500
"""Characters of a key; what is longer is something else that was pasted."""


@click.command("login")
@click.option("--keyring/--file", default=None, help="Where to keep it (default: the keyring if there is one).")
@shared
def login(keyring: bool | None) -> None:
    """Ask for your key and keep it where only you can read it.

    Nothing is shown while you type; from a pipe the first line is the key. It is kept for the profile of --profile, or
    the default one, with --region as its region: in the system's keyring (extra `keyring`), else in a file of mode 600.

    \b
      brushwork login --region cn
      pass show dashscope/intl | brushwork login --profile intl --region intl
    """
    session = current()
    if keyring and not credentials.has_keyring():
        raise click.UsageError(
            tr("There is no keyring here: it needs pip install 'brushwork[keyring]' and its service.")
        )
    region = _region(session)
    key = _asked(session)
    profile = _profile(session)
    where = credentials.keep(profile, key, region, keyring=credentials.has_keyring() if keyring is None else keyring)
    if session.json:
        streams.document({"profile": profile, "region": region, "key": redact.key(key), "kept_in": where})
        return
    shown = redact.key(key)
    session.say(
        tr("The key {key} of the profile {profile} is kept in {where}.", key=shown, profile=profile, where=where)
    )
    if over := _earlier(session):
        session.say(tr("{name} is set and comes before it.", name=over))
    session.say(tr("brushwork doctor checks it, without cost."))


@click.command("logout")
@click.option("--all", "every", is_flag=True, help="Remove the keys of all profiles.")
@shared
def logout(every: bool) -> None:
    """Remove the key that login keeps."""
    session = current()
    gone = credentials.forget(None if every else _profile(session))
    if session.json:
        streams.document({"removed": gone})
    else:
        session.say(tr("Removed: the key of {names}.", names=", ".join(gone)) if gone else tr("No key was kept."))
        if over := _earlier(session):
            session.say(tr("{name} is still set.", name=over))


def _asked(session: Session) -> str:
    """The key, typed unseen or from a pipe. Raises `click.UsageError` for what is none."""
    if sys.stdin.isatty():
        text: str = click.prompt(tr("API key (not shown)"), hide_input=True, err=True)
    else:
        text = session.stdin().partition("\n")[0]
    key = text.strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key or len(key) > _LONGEST:
        raise click.UsageError(tr("That is not a key: a key is one word, such as sk-..., of at most 500 characters."))
    return key


def _profile(session: Session) -> str:
    """The profile of --profile, which need not be there yet, else the default one."""
    if named := session.given.get("profile"):
        return named
    try:
        profile = session.configuration.profile
    except ConfigError:  # a file that is not in order is no reason to keep no key
        profile = None
    return profile.value if profile else credentials.DEFAULT


def _region(session: Session) -> str | None:
    """The id of the region of --region. Raises `ConfigError` for one that there is not."""
    from brushwork_runtime import region_of

    given = session.given.get("region")
    if given is None:
        return None
    found = region_of(session.package.registry().api, given, "region=", None)
    return found.id if found is not None else None


def _earlier(session: Session) -> str | None:
    """The variable that holds a key too."""
    import os

    names = session.package.variables.get("api_key", ())
    return next((f"${name}" for name in names if os.environ.get(name)), None)
