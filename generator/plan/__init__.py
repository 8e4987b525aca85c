"""From loaded specs to the IR."""

from generator.plan.specs import class_name, identifier, plan

__all__ = ["class_name", "identifier", "plan"]
