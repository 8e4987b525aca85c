"""Every mistake that a spec author can make, found in one run."""

from generator.check.example_requests import check_requests
from generator.check.specs import check

__all__ = ["check", "check_requests"]
