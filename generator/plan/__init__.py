"""From loaded specs to the IR."""

from generator.plan.specs import plan

__all__ = ["plan"]
