"""The check for each kind of parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.checks.boxes import boxes
from brushwork_runtime.checks.palette import palette
from brushwork_runtime.checks.scalars import boolean, choice, integer
from brushwork_runtime.checks.sizes import size
from brushwork_runtime.checks.text import text
from brushwork_runtime.spec import Boolean, Boxes, Choice, Integer, Palette, Size, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_runtime.checks.findings import Findings
    from brushwork_runtime.images.inputs import Input
    from brushwork_runtime.spec import Parameter


def check(parameter: Parameter, value: object, findings: Findings, images: Sequence[Input | None] = ()) -> object:
    """Check one value, add what is wrong with it to `findings`, and return what to send for it."""
    match parameter:
        case Integer():
            return integer(parameter, value, findings)
        case Boolean():
            return boolean(parameter, value, findings)
        case Size():
            return size(parameter, value, findings)
        case Text():
            return text(parameter, value, findings)
        case Choice():
            return choice(parameter, value, findings)
        case Boxes():
            return boxes(parameter, value, findings, images)
        case Palette():
            return palette(parameter, value, findings)
        case _:
            return value
