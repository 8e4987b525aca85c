"""One sentence for each fact, shared by documentation, docstrings and schema descriptions.

Everything is plain text. Sizes are written 1280*720; the Markdown writer turns them into code. Functions whose text is
shown on pages take the language; everything else is English.
"""

from generator.phrasing.conflicts import cite, claimed, conflict_words, disagreement_words, other_claim
from generator.phrasing.inputs import count_words, images_words, prompt_words
from generator.phrasing.lifecycle import activation_words, identity_words, lifecycle_words, retirement_mark
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import (
    area,
    area_span,
    counted,
    dimensions,
    listing,
    number,
    plural,
    ratio_span,
    sentence,
    span,
    value,
)
from generator.phrasing.parameters import (
    bills_words,
    bounds_words,
    default_words,
    number_words,
    parameter_words,
    range_words,
    sent_words,
    size_words,
)
from generator.phrasing.prices import amount_words, rate_words, region_words, tier_words, typical_words
from generator.phrasing.results import results_words, value_words
from generator.phrasing.rules import condition_words, rule_words

__all__ = [
    "ENGLISH",
    "Locale",
    "activation_words",
    "amount_words",
    "area",
    "area_span",
    "bills_words",
    "bounds_words",
    "cite",
    "claimed",
    "condition_words",
    "conflict_words",
    "count_words",
    "counted",
    "default_words",
    "dimensions",
    "disagreement_words",
    "identity_words",
    "images_words",
    "lifecycle_words",
    "listing",
    "number",
    "number_words",
    "other_claim",
    "parameter_words",
    "plural",
    "prompt_words",
    "range_words",
    "rate_words",
    "ratio_span",
    "region_words",
    "results_words",
    "retirement_mark",
    "rule_words",
    "sent_words",
    "sentence",
    "size_words",
    "span",
    "tier_words",
    "typical_words",
    "value",
    "value_words",
]
