"""The kinds of parameters: each accepts a value fast, and explains slowly what it does not accept.

`acceptor` makes, once for each parameter, the function that judges its values. It gives what goes out for a value that
there is nothing to say about, and `DOUBT` for any other: then `explain` adds the faults or warnings to the findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base.json_values import builtin
from brushwork_runtime.tables.spec import Boolean, Boxes, Choice, Constant, Number, Palette, Size, Text
from brushwork_runtime.validate.findings import DOUBT
from brushwork_runtime.validate.scalars import (
    accept_boolean,
    accept_choice,
    accept_constant,
    accept_number,
    accept_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_runtime.tables.spec import Parameter
    from brushwork_runtime.validate.findings import Accept, Findings, Seen

_made: dict[Parameter, Accept] = {}


def acceptor(parameter: Parameter) -> Accept:
    """The function that judges values of a parameter, made once."""
    found = _made.get(parameter)
    if found is None:
        found = _made[parameter] = _new(parameter)
    return found


def _new(parameter: Parameter) -> Accept:
    accept = _of_kind(parameter)
    if parameter.disputes:
        from brushwork_runtime.validate.disputes import denied

        denials = denied(parameter)
        accept = accept if denials is None else _undisputed(accept, denials)
    if isinstance(parameter, Size):
        from brushwork_runtime.validate.sizes import remembering

        accept = remembering(accept)
    return accept


def _of_kind(parameter: Parameter) -> Accept:
    match parameter:
        case Number():
            return accept_number(parameter)
        case Boolean():
            return accept_boolean
        case Size():
            from brushwork_runtime.validate.sizes import accept_size

            return accept_size(parameter)
        case Text():
            return accept_text(parameter)
        case Choice():
            return accept_choice(parameter)
        case Boxes():
            from brushwork_runtime.validate.boxes import accept_boxes

            return accept_boxes(parameter)
        case Palette():
            from brushwork_runtime.validate.palette import accept_palette

            return accept_palette(parameter)
        case Constant():
            return accept_constant(parameter)
        case _:
            return lambda value, _: value


def _undisputed(accept: Accept, denials: Callable[[object], bool]) -> Accept:
    def undisputed(value: object, images: Seen) -> object:
        found = accept(value, images)
        return DOUBT if found is not DOUBT and denials(found) else found

    return undisputed


def explain(parameter: Parameter, value: object, images: Seen, findings: Findings) -> object:
    """Say what there is to say about a value that was not accepted; what goes out for it, if it goes out."""
    before = len(findings.violations)
    found = _explained(parameter, value, images, findings)
    if parameter.disputes and len(findings.violations) == before:
        from brushwork_runtime.validate.disputes import warn_of_disputes

        warn_of_disputes(parameter, found, findings)
    return found


def _explained(parameter: Parameter, value: object, images: Seen, findings: Findings) -> object:
    from brushwork_runtime.validate import boxes, nearest_sizes as nearsizes, palette, scalars

    match parameter:
        case Number():
            return scalars.explain_number(parameter, value, findings)
        case Boolean():
            return scalars.explain_boolean(parameter, value, findings)
        case Size():
            return nearsizes.explain_size(parameter, value, findings)
        case Text():
            return scalars.explain_text(parameter, value, findings)
        case Choice():
            return scalars.explain_choice(parameter, value, findings)
        case Boxes():
            return boxes.explain_boxes(parameter, value, images, findings)
        case Palette():
            return palette.explain_palette(parameter, value, findings)
        case Constant():
            return scalars.explain_constant(parameter, value, findings)
        case _:
            return value


def check(parameter: Parameter, value: object, findings: Findings, images: Seen = ()) -> object:
    """Judge one value and return what goes out for it; what there is to say about it is added to `findings`."""
    value = builtin(value)
    found = acceptor(parameter)(value, images)
    return explain(parameter, value, images, findings) if found is DOUBT else found
