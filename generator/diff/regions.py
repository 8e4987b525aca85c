"""Regions and their hosts."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.changes import Change, Scope
from generator.diff.other_facts import cited, disputed, rest
from generator.diff.pairs import pairs, words_gone_and_come
from generator.ir import Region
from generator.phrasing import listing

_SCOPE = Scope()
_HANDLED = frozenset({"id", "aliases", "host", "hosts", "workspace_host", "sources", "conflicts"})


def regions_changes(old: tuple[Region, ...], new: tuple[Region, ...]) -> Iterator[Change]:
    """What became of the regions that a client can be told."""
    found = pairs(old, new, lambda region: region.id)
    for region in found.gone:
        yield _SCOPE.change("removed", "breaking", region.id, f"the region `{region.id}` is gone.")
    for region in found.come:
        yield _SCOPE.change("added", "feature", region.id, f"the region `{region.id}` is new: {region.name}.")
    for before, after in found.both:
        subject = f"the region `{after.id}`"
        yield from _aliases(subject, before, after)
        yield from _hosts(subject, before, after)
        yield from cited(_SCOPE, subject, before.sources, after.sources)
        yield from disputed(_SCOPE, subject, before.conflicts, after.conflicts)
        yield from rest(_SCOPE, before, after, subject, _HANDLED)


def _aliases(subject: str, old: Region, new: Region) -> Iterator[Change]:
    gone, come = words_gone_and_come(old.aliases, new.aliases)
    if gone:
        said = f"{subject} is no longer called {listing((f'`{name}`' for name in gone), 'or')}."
        yield _SCOPE.change("narrowed", "breaking", new.id, said, old=list(gone))
    if come:
        said = f"{subject} is also called {listing(f'`{name}`' for name in come)}."
        yield _SCOPE.change("widened", "feature", new.id, said, new=list(come))


def _hosts(subject: str, old: Region, new: Region) -> Iterator[Change]:
    if new.host is None and old.host is not None:
        said = f"{subject} no longer has a shared host, so it needs a workspace id; it was `{old.host}`."
        yield _SCOPE.change("narrowed", "breaking", new.id, said, old=old.host)
    elif old.host is None and new.host is not None:
        said = f"{subject} has a shared host, so it needs no workspace id: `{new.host}`."
        yield _SCOPE.change("widened", "feature", new.id, said, new=new.host)
    gone, come = words_gone_and_come(old.hosts, new.hosts)
    if gone:
        said = f"{subject} is no longer known by {listing((f'`{host}`' for host in gone), 'or')}."
        yield _SCOPE.change("narrowed", "breaking", new.id, said, old=list(gone))
    if come:
        said = f"{subject} is also known by {listing(f'`{host}`' for host in come)}."
        yield _SCOPE.change("widened", "feature", new.id, said, new=list(come))
    for name, was, now in (("host", old.host, new.host), ("workspace host", old.workspace_host, new.workspace_host)):
        if was and now and was != now:
            said = f"the {name} of {subject} is `{now}`; it was `{was}`."
            yield _SCOPE.change("moved", "fix", new.id, said, old=was, new=now)
