"""`brushwork completion`: the script that a shell reads to complete commands, options, models and parameters."""

from __future__ import annotations

import os

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

from brushwork_cli import streams
from brushwork_cli.options.common import talking
from brushwork_cli.session import current
from brushwork_runtime import series, tr

_VARIABLE = "_BRUSHWORK_COMPLETE"
_BREAKS = ("=", ":")
_SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


class Bash(BashComplete):
    """bash splits words at "=" and ":" and completes only the last part; here they are one word again."""

    _typed = ""

    def source(self) -> str:
        """The script."""
        return self.source_template % self.source_vars()

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one at the cursor, and that one."""
        words, cursor = split_arg_string(os.environ["COMP_WORDS"]), int(os.environ["COMP_CWORD"])
        last = words[cursor] if cursor < len(words) else ""
        found = joined([*words[1:cursor], last])
        self._typed = found[-1] if last in _BREAKS else found[-1].removesuffix(last)
        return found[:-1], found[-1]

    def format_completion(self, item: CompletionItem) -> str:
        """The part that bash puts in the place of the last one."""
        return f"{item.type},{item.value.removeprefix(self._typed)}"


def joined(words: list[str]) -> list[str]:
    """The words, those put together that a break stands between."""
    found: list[str] = []
    glue = False
    for word in words:
        if found and (glue or word in _BREAKS):
            found[-1] += word
            glue = word in _BREAKS
        else:
            found.append(word)
    return found


@click.command("completion")
@click.argument("shell", type=click.Choice(list(_SHELLS)), required=False)
@talking
def completion(shell: str | None) -> None:
    """Print the completion script of a shell.

    It completes commands, options, models, and the sizes and parameters of the given model.

    \b
      bash  eval "$(brushwork completion bash)"        in ~/.bashrc
      zsh   eval "$(brushwork completion zsh)"         in ~/.zshrc, after compinit
      fish  brushwork completion fish > ~/.config/fish/completions/brushwork.fish
    """
    name = shell or os.path.basename(os.environ.get("SHELL", ""))
    if name not in _SHELLS:
        raise click.UsageError(tr("Missing argument 'SHELL': one of {names}.", names=series(_SHELLS)))
    root = click.get_current_context().find_root().command
    complete = Bash if name == "bash" else _SHELLS[name]
    script = complete(root, {}, "brushwork", _VARIABLE).source()
    if current().json:
        streams.document({"shell": name, "script": script})
    else:
        streams.data(script)


def install() -> None:
    """Let click use this module's own way with bash."""
    add_completion_class(Bash)
