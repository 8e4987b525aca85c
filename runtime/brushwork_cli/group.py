"""The commands by name; the module of one is imported when it runs, since --help needs none of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

from brushwork_cli.exit_codes import BRIEFLY
from brushwork_cli.options.common import shared
from brushwork_runtime import chinese

if TYPE_CHECKING:
    from collections.abc import Mapping

CommandT = TypeVar("CommandT", bound=click.Command)

_HOME = "brushwork_cli.commands"

SECTIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Make images": {
        "gen": ("generate:gen", "Make images from a prompt, or edit the ones given with -i."),
        "edit": ("generate:edit", "Edit or combine reference images."),
        "sequence": ("generate:sequence", "Make a set of images that belong together."),
        "interleave": ("generate:interleave", "Make text and images in turn, as for a tutorial."),
        "batch": ("batch:batch", "Make thousands of pictures: plan, run, resume, report."),
        "task": ("task:task", "Wait for tasks, show, list and cancel them."),
        "history": ("history:history", "What this machine made: list it, open it, make it again."),
    },
    "For agents and programs": {
        "mcp": ("mcp:mcp", "Let agents make pictures, within a budget."),
        "skill": ("skill:skill", "Teach agents that have a shell to use this command."),
        "serve": ("serve:serve", "Serve a playground page, and OpenAI's images endpoints, on a local port."),
    },
    "Look before you pay": {
        "models": ("models:models", "What each model accepts, makes and costs."),
        "cost": ("cost:cost", "What a request costs, by model."),
        "curl": ("curl:curl", "A request as a curl command."),
        "explain-curl": ("curl:explain_curl", "What a curl command does, what it costs, and what is wrong with it."),
    },
    "Without key or cost": {
        "demo": ("demo:demo", "Make one picture per model and mode on the emulator."),
        "emulator": ("emulator:emulator", "Serve the API on a local port."),
    },
    "Set up": {
        "login": ("login:login", "Ask for your key and keep it where only you can read it."),
        "logout": ("login:logout", "Remove the key that login keeps."),
        "doctor": ("doctor:doctor", "Check key, regions, network, clock and disk."),
        "config": ("config:config", "Show every setting and where it comes from."),
        "completion": ("completion:completion", "Print the completion script of a shell."),
    },
}
"""Section -> command -> where it is, and the line that describes it."""

_COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}


class Commands(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the base's signature
        """Every name, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(f"{_HOME}.{module}"), attribute)
        for each in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            each.epilog = each.epilog or BRIEFLY
        return _spoken(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; the error for an unknown one names the nearest."""
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-"):
            from brushwork_cli import slips

            raise slips.command(args, _COMMANDS, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands by section, from their lines here, and the exit codes of all of them."""
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, line) for name, (_, line) in commands.items()])


def make(version: str) -> click.Group:
    """The command `brushwork` itself."""

    @click.group(
        cls=Commands,
        name="brushwork",
        context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]},
        epilog=BRIEFLY,
    )
    @click.version_option(version, prog_name="brushwork", message="%(prog)s %(version)s")
    @shared
    def brushwork(**_: Any) -> None:
        """Make images with Alibaba's models: Wan, Qwen-Image and Z-Image.

        \b
          brushwork gen "a cozy flower shop" --emulator     no key, no cost
          brushwork login                                   asks for your key and keeps it
          brushwork gen "a cozy flower shop" -m wan2.6-t2i -s 16:9 -o shop.png
          brushwork models

        Data goes to stdout, messages to stderr.
        """

    return _spoken(brushwork)


def _spoken(command: CommandT) -> CommandT:
    """The command, with its help in the language of messages."""
    if not chinese():
        return command
    from brushwork_cli.output.help import translated

    return translated(command)
