"""What to do next, as shell commands: the errors' own hints are in Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brushwork_runtime import errors, session_of, tr

if TYPE_CHECKING:
    from brushwork_runtime import SyncClient

_TRANSLATIONS = (
    (r"client\.models\['([^']+)'\]\.json_schema\('[^']*'\)", r"brushwork models show \1"),
    (r"(?:\s{1,9}A newer\s{1,9}one: |\s{0,9}较新的模型：)client\.models\.register\([^)]*\)[.。]", ""),
    (r"\s{0,9}(?:To send it again on purpose: |如要有意重发：)client\.resend\(err\.request\)[.。]", ""),
    (r"err\.recover\(\)", "brushwork task list"),
    (r'client\.task\("([^"]+)"\)\.wait\(\)', r"brushwork task wait \1"),
    (r'client\.tasks\.list\(model_name="([^"]+)"\)\.?', r"brushwork task list --model \1"),
    (r"client\.tasks\.list\(\)\.?", "brushwork task list"),
    (r'Client\(region="([^"]+)"\)', r"--region \1"),
    (r"(?:Pass Client\([^)]*\) or |请传入 Client\([^)]*\)，或 )export", "export"),
    (r'protocol="(\w+)"', r"--protocol \1"),
    (r'route="([\w-]+)"', r"--route \1"),
    (r"(?:; with validate=True the client finds most of these first|；启用 validate=True 时，[^。]*)", ""),
    (r"\b(fit|inline|overwrite)=True\b", r"--\1"),
    (r"\bformat='(\w+)'", r"--format \1"),
    (r"\b(\w+)=True\b", r"-p \1=true"),
    (r"\b(\w+)=False\b", r"-p \1=false"),
    (r"err\.result (?:holds [^.]*\.|中有[^。]*。)\s{0,9}", ""),  # what is saved is said where it is
)
"""What hints tell Python programmers to call, and the command that does the same."""

_PATTERNS = tuple((re.compile(pattern), command) for pattern, command in _TRANSLATIONS)


def no_key(client: SyncClient) -> errors.ConfigError:
    """The error for a client without a key."""
    names = session_of(client).api.environment.get("api_key", ())
    own = names[min(1, len(names) - 1)] if names else "BRUSHWORK_API_KEY"
    return errors.ConfigError(
        tr("no API key is set"),
        hint=tr(
            "brushwork login asks for one and keeps it; or export {name}=sk-...\nTo try it without a key: --emulator.",
            name=own,
        ),
    )


def as_commands(text: str) -> str:
    """The text with commands for what it tells Python programmers to call."""
    for pattern, command in _PATTERNS:
        text = pattern.sub(command, text)
    return text


def hint_of(error: BaseException) -> str | None:
    """What to do about an error, on one line or several."""
    if isinstance(error, FileExistsError):
        return tr("--overwrite replaces it.")
    own: str | None = getattr(error, "hint", None)
    if own is None:
        return None
    hint = as_commands(own.replace("\n  ", "\n"))
    if isinstance(error, errors.AuthError):
        hint += "\n" + tr("brushwork doctor checks every region, without cost.")
    return hint
