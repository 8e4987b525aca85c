"""`brushwork gen`, and the commands that name their mode: `edit`, `sequence`, `interleave`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from brushwork_cli.options.common import shared
from brushwork_cli.options.execution import ExecutionOptions, execution_options
from brushwork_cli.options.request import RequestOptions, request_options
from brushwork_cli.session import current

if TYPE_CHECKING:
    from collections.abc import Callable


def _command(name: str, mode: str | None, text: str) -> click.Command:
    def run(options: RequestOptions, execution: ExecutionOptions) -> None:
        from brushwork_cli.execution import call

        if execution.dry_run:
            call.dry_run(current(), options, mode)
        else:
            call.make(current(), options, execution, mode)

    run.__doc__ = text
    function: Callable[..., object] = request_options(execution_options(run))
    return click.command(name)(shared(function))


gen = _command(
    "gen",
    None,
    """Make images from a prompt, or edit the ones given with -i.

    The model decides what is sent and how: the mode follows from the images and the flags, as enable_interleave.
    Prints the paths of the files, one a line. Without -o they go here, under names that no other result has.

    \b
      brushwork gen "a stray orange cat, spring" -m wan2.7-image-pro -s 2K -n 2 -o out/
      brushwork gen "make it night" -m wan2.7-image -i room.jpg --dry-run
      brushwork gen "four seasons" -m wan2.7-image --mode sequence -n 4
      brushwork gen --request '{"model": "z-image-turbo", "prompt": "a cat"}' --json
    """,
)
edit = _command(
    "edit",
    "edit",
    """Edit or combine reference images.

    \b
      brushwork edit "put the clock of image 1 into image 2" -m wan2.7-image -i clock.jpg -i room.jpg
    """,
)
sequence = _command(
    "sequence",
    "sequence",
    """Make a set of images that belong together.

    -n is needed: it is the most that is made, and billed.

    \b
      brushwork sequence "a cat through the four seasons" -m wan2.7-image -n 4 -o seasons/
    """,
)
interleave = _command(
    "interleave",
    "interleave",
    """Make text and images in turn, as for a tutorial.

    The images and index.md with the text go into a folder.

    \b
      brushwork interleave "latte art in three steps" -m wan2.6-image -p max_images=3 -o latte/
    """,
)
