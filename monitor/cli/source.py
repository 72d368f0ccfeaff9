"""`model-monitor source`: what is read, and how well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.source_accept import accept
from monitor.cli.source_rebuild import rebuild
from monitor.cli.source_replay import replay
from monitor.cli.terminal import counted, moment, note, say, say_json, table

if TYPE_CHECKING:
    from monitor.service.app import Service
    from monitor.service.known import Known
    from monitor.store.readings import LoggedReading

UNWELL = 4
READINGS_SHOWN = 20
SHORT = 12  # hex digits of a sha256 that tell documents apart
TIMES = {"since", "last_polled_at", "last_good_at"}


@dataclass(frozen=True)
class Sources:
    """Every source that is switched on, with how it stands, and which of them are not well: id and why, in words."""

    service: Service
    known: Known
    facts: Mapping[str, int]
    unwell: Mapping[str, str]

    def as_json(self, source_id: str) -> dict[str, Any]:
        """One source as JSON: what it is, how it stands, and the catalog's date if that stands in for it."""
        from monitor.service import answers

        source, bundled = self.service.sources[source_id], self.catalog_as_of(source_id)
        return {
            **answers.of_source(self.known.states[source_id]),
            "provider": source.provider,
            "url": source.page_url or source.url,
            "verified": source.verified,
            "key_env": source.key_env,
            "facts": self.facts[source_id],
            "well": source_id not in self.unwell,
            "catalog_as_of": bundled,
        }

    def catalog_as_of(self, source_id: str) -> str | None:
        """The day of the bundled facts that stand in for a source that was never read."""
        bundled = self.service.catalog.sources.get(source_id)
        return bundled.as_of.isoformat() if bundled and not self.known.states[source_id].last_good_at else None


@click.group(epilog=example("source list", "source show openai/deprecations", "source check"))
def source() -> None:
    """See what is read, and how well."""


for command in (accept, replay, rebuild):
    source.add_command(command)


@source.command("list", epilog=example("source list --json"))
@as_json
@click.pass_obj
def list_sources(options: Options, *, as_json: bool) -> None:
    """List all sources: state, since when, last good reading, and the reason if one is not well."""
    found = _sources(options)
    ids = list(found.service.sources)
    if as_json:
        say_json({"sources": [found.as_json(source_id) for source_id in ids]})
        return
    rows = []
    for source_id in ids:
        state, verified = found.known.states[source_id], found.service.sources[source_id].verified
        why = "; ".join(filter(None, (state.reason, "" if verified else "unverified")))
        good = state.last_good_at.date() if state.last_good_at else None
        rows.append((source_id, state.state, state.since.date(), good, found.facts[source_id] or None, why))
    table(
        ("source", "state", "since", "last good", "facts", "reason"),
        rows,
        whole={"source", "state", "since", "last good"},
    )
    stand_ins = [(source_id, as_of) for source_id in ids if (as_of := found.catalog_as_of(source_id))]
    for source_id, as_of in stand_ins:
        say(f"{source_id}: not read yet, so the bundled catalog of {as_of} stands in for it")


@source.command(epilog=example("source show openai/deprecations"))
@click.argument("source_id", metavar="ID")
@as_json
@click.pass_obj
def show(options: Options, *, source_id: str, as_json: bool) -> None:
    """Show one source: what it is, how it stands, and the documents that it sent, with what became of each."""
    from monitor.notify.foreign import clean
    from monitor.sources.registry import find_source
    from monitor.store import archive, readings
    from monitor.store.engine import reading

    found = _sources(options)
    source = find_source(source_id, found.service.sources)
    with reading(found.service.engine) as session:
        documents = archive.documents(session, source.id)
        log = readings.newest(session, source.id, limit=READINGS_SHOWN)
    answer = found.as_json(source.id)
    if as_json:
        kept = [{"sha256": d.sha256, "bytes": d.size, "fetched_at": d.fetched_at.isoformat()} for d in documents]
        say_json({**answer, "documents": kept, "readings": [_reading_as_json(r) for r in log]})
        return
    for key, value in answer.items():
        shown = moment(datetime.fromisoformat(value)) if value and key in TIMES else value
        if shown is not None:
            say(f"{key.replace('_', ' '):<16} {clean(str(shown))}")
    if not documents:
        return
    say()
    table(
        ("fetched", "bytes", "document"),
        [(moment(d.fetched_at), d.size, d.sha256) for d in documents],
        whole={"fetched", "bytes", "document"},
    )
    say()
    table(
        ("last read", "times", "document", "came to", "reason"),
        [(moment(r.until), r.times, r.document_sha256[:SHORT], r.fate, r.reason) for r in log],
        whole={"last read", "document", "came to"},
    )


@source.command(epilog=example("source check || mail -s 'sources' ops@example.org"))
@as_json
@click.pass_obj
def check(options: Options, *, as_json: bool) -> int | None:
    """Name the sources that are suspect, failing or stale; the exit status is 4 if there is any."""
    found = _sources(options)
    states = Counter(found.known.states[source_id].state.value for source_id in found.service.sources)
    if as_json:
        say_json({"well": not found.unwell, "sources": [found.as_json(source_id) for source_id in found.unwell]})
    else:
        for source_id, why in found.unwell.items():
            say(f"{source_id}: {why}")
        told = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
        note(f"{counted(sum(states.values()), 'source')}: {told}; {len(found.unwell)} not well")
    return UNWELL if found.unwell else None


def _reading_as_json(r: LoggedReading) -> dict[str, Any]:
    return {
        "from": r.at.isoformat(),
        "until": r.until.isoformat(),
        "times": r.times,
        "document_sha256": r.document_sha256,
        "account": r.account or None,
        "fate": r.fate.value,
        "reason": r.reason or None,
    }


def _sources(options: Options) -> Sources:
    from monitor.service.digest import unwell
    from monitor.service.known import known
    from monitor.store import facts
    from monitor.store.engine import reading

    with options.service_or_catalog() as service, reading(service.engine) as session:
        view = known(session, service, service.clock.now())
        held = Counter(o.fact.source_id for o in facts.observations(session) if not o.gone_since)
    ill = {
        s.source_id: f"{s.state} since {moment(s.since)}, last good {moment(s.last_good_at) or 'never'}"
        + (f": {s.reason}" if s.reason else "")
        for s in unwell(view)
        if s.source_id in service.sources
    }
    return Sources(service, view, held, ill)
