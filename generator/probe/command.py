"""`probe plan | run | report`: what the service can be asked, asking it, and what its answers settle.

Exit codes: 0 done, 1 a request that was to be refused may have been accepted, 2 usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from generator.pipeline import Planned
    from generator.probe.answers import Verdict
    from generator.probe.journal import Journal
    from generator.probe.questions import Question, Request

_ACCEPTED = (
    "This was to be refused, and may be billed. Nothing more was sent. Look at the bill, then correct the rule of the "
    "specs that refuses it."
)
HELP = "ask the service what the documents leave open, for free where that can be"


def add_probe(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    command: argparse.ArgumentParser = commands.add_parser("probe", help=HELP, description=__doc__)
    kinds = command.add_subparsers(required=True, metavar="plan | run | report")
    which = argparse.ArgumentParser(add_help=False, parents=[shared])
    which.add_argument("--region", default="ap-southeast-1", help="the region of the key (default: %(default)s)")
    which.add_argument(
        "questions", nargs="*", metavar="ID", help="only these: ids as `plan` prints them, or `qwen-image/*`"
    )
    kept = argparse.ArgumentParser(add_help=False)
    kept.add_argument(
        "--journal", type=Path, default=Path("probe-journal.jsonl"), metavar="FILE", help="what was asked"
    )
    kept.add_argument("--propose", action="store_true", help="print a patch of the specs for `git apply`")
    plan = kinds.add_parser("plan", parents=[which], help="list the questions; nothing is sent")
    plan.set_defaults(run=_plan)
    run = kinds.add_parser("run", parents=[which, kept], help="ask those that the budget covers, each at most once")
    run.add_argument("--budget", required=True, type=_amount, metavar="X", help="0: only what cannot be billed")
    run.add_argument("--currency", choices=("USD", "CNY"), default="USD", help="of the budget (default: %(default)s)")
    run.add_argument("--base-url", metavar="URL", help="in place of the region's host; its path is not used")
    run.set_defaults(run=_run)
    report = kinds.add_parser("report", parents=[which, kept], help="what the answers in the journal settle")
    report.set_defaults(run=_report)


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise argparse.ArgumentTypeError(f"expected an amount such as 0 or 0.50, got {text!r}")
    return amount


def _made(options: argparse.Namespace) -> tuple[Planned, list[Question]]:
    """The specs, and the questions that are meant."""
    from generator.pipeline import planned
    from generator.probe.plan import questions

    specs = planned(options.specs)
    if options.region not in {region.id for region in specs.spec.api.regions}:
        raise SystemExit(_refused(f"unknown region {options.region!r}"))

    def wanted(name: str) -> bool:
        return not options.questions or any(fnmatchcase(name, one) for one in options.questions)

    chosen = questions(specs.spec, options.region, wanted)
    if not chosen:
        raise SystemExit(_refused("no question has such an id; `python -m generator probe plan` lists them"))
    return specs, chosen


def _here(found: list[Question], region: str) -> list[Question]:
    """The questions that a key of the region can ask."""
    return [question for question in found if not question.regions or region in question.regions]


def _plan(options: argparse.Namespace) -> int:
    found = _made(options)[1]
    sys.stdout.write("\n".join(line for question in found for line in _lines(question, options.region)) + "\n")
    sys.stderr.write(_summary(found) + "\n")
    return 0


def _lines(question: Question, region: str) -> Iterable[str]:
    where = "" if not question.regions or region in question.regions else f"; only in {', '.join(question.regions)}"
    if question.priced:
        kind = f"at most {question.priced.cost} {question.priced.currency}"
    else:
        kind = "free" if question.free else "not asked"
    yield f"{question.id} ({question.location}): {kind}{where}"
    yield f"    {question.about}"
    if question.free:
        proofs = dict.fromkeys(proof for group in question.groups for proof in group[0].proof)
        yield f"    at most {len(question.requests)} requests, refused in any case: {'; '.join(list(proofs)[:2])}"
    elif question.reason:
        yield f"    {question.reason}"


def _summary(found: list[Question]) -> str:
    free = sum(question.free for question in found)
    priced = [question.priced for question in found if question.priced]
    costs = {each.currency: Decimal() for each in priced}
    for each in priced:
        costs[each.currency] += each.cost
    told = " and ".join(f"{amount} {currency}" for currency, amount in costs.items()) or "nothing"
    rest = len(found) - free - len(priced)
    return f"{len(found)} questions: {free} free, {len(priced)} for at most {told} together, {rest} cannot be asked"


def _run(options: argparse.Namespace) -> int:
    from generator.probe.asking import AcceptedError, Pace, affordable, ask, due, sender
    from generator.probe.journal import Journal

    key = os.environ.get("DASHSCOPE_API_KEY", "").strip()
    if not key:
        return _refused("set DASHSCOPE_API_KEY, to the key of an account in that region")
    specs, found = _made(options)
    region = next(each for each in specs.spec.api.regions if each.id == options.region)
    base = urlsplit(options.base_url or region.host or "")
    if base.scheme not in ("http", "https") or not base.netloc:
        return _refused("--base-url must be an http(s) URL" if options.base_url else f"{region.id} needs --base-url")
    journal = Journal(options.journal, region.id)
    new = [each for each in _here(found, region.id) if due(specs.spec, each, journal.answer)]
    chosen = affordable(new, options.budget, options.currency)
    requests = {each.key(region.id): each for question in chosen for each in question.requests}
    unsent = [each for each in requests.values() if journal.answer(each) is None]
    for request in unsent:
        sys.stdout.write(_shown(request) + "\n")
    costs = sum((question.priced.cost for question in chosen if question.priced), Decimal())
    bill = f"questions: {len(chosen)}, at most {costs} {options.currency}"
    told = f"At most these {len(unsent)} requests go to {base.netloc}, most only if an earlier one does not tell"
    sys.stdout.write(f"{told}; {bill}.\n")
    sys.stdout.flush()
    try:
        send = sender(f"{base.scheme}://{base.netloc}", key)
        ask(specs.spec, chosen, journal, send, Pace(specs.spec), say=_say)
    except AcceptedError as error:
        sys.stderr.write(f"error: {error}\n{_ACCEPTED}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(f"stopped; the same command goes on after what {options.journal} has\n")
        return 130
    return _proposed(options, specs, chosen, journal) if options.propose else 0


def _report(options: argparse.Namespace) -> int:
    from generator.probe.answers import settle
    from generator.probe.journal import Journal

    specs, found = _made(options)
    journal = Journal(options.journal, options.region)
    if options.propose:
        return _proposed(options, specs, found, journal)
    for question in _here(found, options.region):
        verdict = settle(specs.spec, question, journal.answer)
        if verdict.answer is not None:
            _say(verdict)
    return 0


def _proposed(options: argparse.Namespace, specs: Planned, found: list[Question], journal: Journal) -> int:
    from generator.probe.answers import settle
    from generator.probe.propose import patch

    text, left = patch(
        specs,
        [settle(specs.spec, question, journal.answer) for question in _here(found, options.region)],
        options.region,
    )
    sys.stdout.write(text)
    for line in left:
        sys.stderr.write(f"no patch for {line}\n")
    return 0


def _say(verdict: Verdict) -> None:
    settled = {"fact": "the specs are right", "claim": "the other claim is right", None: "settles nothing"}[
        verdict.side
    ]
    answer = f" ({verdict.answer.status} {verdict.answer.code})".replace(" )", ")") if verdict.answer else ""
    sys.stdout.write(f"{verdict.question.id}: {settled}: {verdict.words}{answer}\n")
    sys.stdout.flush()


def _shown(request: Request) -> str:
    import json

    body = "" if request.body is None else json.dumps(request.body, ensure_ascii=False)
    headers = "".join(f" {name}: {value}" for name, value in request.headers)
    return f"{request.method} {request.path}{headers} {body[:300]}{'...' if body[300:] else ''}".rstrip()


def _refused(message: str) -> int:
    sys.stderr.write(f"error: {message}\n")
    return 2
