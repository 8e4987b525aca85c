"""Prices: an amount of money for a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.drift.claims import Claim
from generator.drift.passage import Passage
from generator.drift.subject import Context, sentences, whose
from generator.drift.values import amount

_AMOUNT = r"((?<!\d)\d++(?:\.\d++)?)"
_MONEY = re.compile(
    rf"(?:US\s?)?\$\s?{_AMOUNT}|(?:¥|￥|RMB|CNY)\s?{_AMOUNT}|(?:USD)\s?{_AMOUNT}|{_AMOUNT}\s?(?:USD|美元)|{_AMOUNT}\s?(?:CNY|RMB|yuan|元)"
)
_CURRENCIES = ("USD", "CNY", "USD", "USD", "CNY")
_UNIT = re.compile(r"image|picture|张|per\b|price|单价|价格|cost", re.IGNORECASE)
_PLACES: tuple[tuple[str, str], ...] = (
    (r"hong kong|香港|cn-hongkong", "cn-hongkong"),
    (r"japan|tokyo|东京|ap-northeast-1", "ap-northeast-1"),
    (r"international|intl|singapore|国际|新加坡|ap-southeast-1", "ap-southeast-1"),
    (r"mainland|china|beijing|北京|中国内地|cn-beijing", "cn-beijing"),
    (r"virginia|弗吉尼亚|us-east-1", "us-east-1"),
    (r"frankfurt|germany|法兰克福|eu-central-1", "eu-central-1"),
)


def price_claims(
    context: Context, text: Passage, default: tuple[str, ...] | None = None, *, told: bool = False
) -> Iterator[Claim]:
    """The prices in a text; `told` where it is known to be about a model, as in a row of a table."""
    clean = text.clean
    mentions = context.names.mentions(clean)
    subject = context.subject if default is None else default
    for bounds in sentences(clean.text):
        said = clean.text[bounds[0] : bounds[1]]
        if not told and not _UNIT.search(said):
            continue
        for found in _MONEY.finditer(clean.text, *bounds):
            number = next(each for each in found.groups() if each)
            currency = next(code for code, each in zip(_CURRENCIES, found.groups(), strict=True) if each)
            models = whose(mentions, clean.text, found.start(), found.end(), (0, len(clean.text))) or subject
            regions = _regions(context, clean.text, found, bounds)
            yield Claim(
                place=clean.place(found.start()),
                said=found[0],
                fields=tuple(f"price:{region}:{currency}" for region in regions),
                values=(amount(number),),
                models=models,
                sure=True,
            )


def _regions(context: Context, text: str, found: re.Match[str], bounds: tuple[int, int]) -> tuple[str, ...]:
    """The region named nearest behind the amount, or before it; else every one."""
    after = text[found.end() : min(bounds[1], found.end() + 30)]
    for words in (after, text[max(bounds[0], found.start() - 40) : found.start()]):
        named = [region for pattern, region in _PLACES if re.search(pattern, words, re.IGNORECASE)]
        if named:
            return tuple(named[:1])
    return tuple(region.id for region in context.spec.api.regions)
