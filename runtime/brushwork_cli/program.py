"""Runs a command line and turns every error into a message and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.group import make
from brushwork_cli.session import Session
from brushwork_runtime import chinese, speak, tr

if TYPE_CHECKING:
    from brushwork_cli.package import Package

_USAGE = 2
_INTERRUPTED = 130
_BROKEN_PIPE = 1
_LOST = "PyCapsule_Import could not import"
"""What Python makes of an interrupt while `ssl` is imported, before anything is sent."""


def execute(package: Package, arguments: list[str]) -> int:
    """Run the arguments and return the exit code."""
    streams.prepare()
    if "_BRUSHWORK_COMPLETE" in os.environ:
        from brushwork_cli.commands.completion import install

        install()
    session = Session(package=package, json="--json" in arguments)
    speak("en" if session.json else None)  # what programs read is the same in every language
    try:
        code = make(package.version).main(arguments, prog_name="brushwork", standalone_mode=False, obj=session)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return _USAGE
    except click.ClickException as error:
        return _misused(session, error)
    except BrokenPipeError:  # whoever read stdout has enough of it
        streams.mute()
        return _BROKEN_PIPE
    except click.Abort as error:  # click turns an interrupt into one, and a "no" to a question
        return _failed(session, error.__cause__ or KeyboardInterrupt())
    except KeyboardInterrupt as error:
        return _failed(session, error)
    except Exception as error:
        lost = isinstance(error, ImportError) and str(error).startswith(_LOST)
        return _failed(session, KeyboardInterrupt() if lost else error)
    finally:
        speak(None)
    return code if isinstance(code, int) else 0


def _failed(session: Session, error: BaseException) -> int:
    from brushwork_cli.failure import report

    return report(session, error)


def _message(error: click.ClickException) -> str:
    if not chinese():
        return error.format_message()
    from brushwork_cli import refusals

    return refusals.said(error.format_message())


def _misused(session: Session, error: click.ClickException) -> int:
    """Tell what is wrong with the command line."""
    if isinstance(error, click.NoSuchOption):
        from brushwork_cli import slips

        error = slips.option(error, session)
    context = error.ctx if isinstance(error, click.UsageError) else None
    message, usual = _message(error), f"{context.command_path if context else 'brushwork'} --help"
    hint: str = getattr(error, "hint", usual)
    if session.json:
        from brushwork_cli.failure import IDS

        words = {"type": "UsageError", "message": message, "hint": hint, "exit_code": _USAGE}
        streams.document({"error": {**words, **dict.fromkeys(IDS)}})
    else:
        streams.talk(tr("error: {message}", message=message))
        streams.talk(tr("  hint: {hint}", hint=hint).replace("\n", "\n        "))
    return _USAGE
