"""An invented provider with a page and a model list, whose documents say plainly what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from monitor.catalog.facts import Catalog
from monitor.config import Settings
from monitor.core.facts import Authority, Fact, Observation, Reading, StatedStatus
from monitor.core.presence import Confirmation
from monitor.core.trust import Guards
from monitor.fetch import Answer
from monitor.service.app import Service
from monitor.service.clock import Stopped
from monitor.service.outcomes import SourceReport
from monitor.service.recording import state_of
from monitor.service.scratch import scratch
from monitor.service.taking import take, take_new
from monitor.service.unchanged import missed_again, stands
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.store import archive, facts, sources
from monitor.store.confirmations import Confirmed
from monitor.store.engine import Engine, reading, transaction

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


def read(source: Source, raw: RawDocument) -> Reading:
    """Rows as `document` writes them. A row that ends "today" ends on the day of the reading."""
    said = json.loads(raw.body)
    return Reading(
        tuple(_fact(source, row, raw.read_on) for row in said["rows"]),
        unread=tuple(said["unread"]),
        whole=said["whole"],
        problem=said["problem"],
    )


PAGE = Source(
    id="acme/deprecations",
    provider="acme",
    authority=Authority.DEPRECATIONS,
    url="https://acme.example/deprecations",
    read=read,
    guards=Guards(),
)
LIST = replace(
    PAGE,
    id="acme/models",
    authority=Authority.API,
    url="https://acme.example/models",
    is_list=True,
    auth=Auth.BEARER,
    key_env="ACME_API_KEY",
)


def document(*rows: str | Mapping[str, Any], whole: bool = True, problem: str | None = None, noise: str = "") -> bytes:
    """A document: rows are ids, or ids with what they state; `noise` changes its bytes and nothing else."""
    said = [{"id": row} if isinstance(row, str) else dict(row) for row in rows]
    return json.dumps({"rows": said, "whole": whole, "problem": problem, "unread": [], "noise": noise}).encode()


def ends(model_id: str, on: str | None = None, **stated: Any) -> dict[str, Any]:
    """A row with a shutdown date, and whatever else it states."""
    return {"id": model_id, "shutdown_on": on, **stated}


@contextmanager
def service() -> Iterator[Service]:
    """A service with an empty database that knows both sources, at eight in the morning."""
    with scratch() as engine:
        yield at(_service(engine), MORNING)


def at(made: Service, moment: datetime) -> Service:
    """The same service at another moment."""
    return replace(made, clock=Stopped(moment))


def came(
    made: Service,
    body: bytes,
    *,
    source: Source = PAGE,
    account: str = "",
    media_type: str | None = None,
    words: Mapping[str, Confirmation] | None = None,
) -> SourceReport:
    """A document comes, at the service's moment; `words` is what the provider says of models that it lacks."""
    answer = Answer(200, body, source.url, media_type, etag=None, last_modified=None)
    with reading(made.engine) as session:
        state = state_of(session, source)
        missing = facts.missing(session, source.id, account=account, document=state.document_sha256)
    if words is None:
        return take(made, source, answer, state=state, account=account, asked=source.url)

    def ask(missing: Sequence[str]) -> tuple[Confirmed, ...]:
        return tuple(_said(made, source, model_id, words[model_id]) for model_id in missing if model_id in words)

    found = stands(answer, state=state, account=account, at=made.clock.now())
    if found:
        return missed_again(made, found, ask(sorted(missing)))
    return take_new(made, source, answer, account=account, asked=source.url, ask=ask)


def _said(made: Service, source: Source, model_id: str, verdict: Confirmation) -> Confirmed:
    body = f"{model_id} is {verdict}".encode()
    with transaction(made.engine) as session:
        kept = archive.keep(session, body=body, source_id=source.id, url="", media_type="", at=made.clock.now())
    return Confirmed(model_id, verdict, 404, f"{source.url}/{model_id}", body.decode(), kept)


def known(made: Service) -> dict[str, Observation]:
    """What the record holds, by model id (and scope, where there is one)."""
    with reading(made.engine) as session:
        return {f"{o.fact.model_id}{o.fact.scope or ''}": o for o in facts.observations(session)}


def kinds(report: SourceReport) -> list[tuple[str, str]]:
    """What changed: kind and model."""
    return [(change.kind.value, change.model_id) for change in report.changes]


def _service(engine: Engine) -> Service:
    known = {source.id: source for source in (PAGE, LIST)}
    with transaction(engine) as session:
        sources.ensure(session, {source.id: source.provider for source in known.values()}, at=MORNING)
    return Service(Settings(), engine, Stopped(MORNING), known, Catalog({}), {})


def _fact(source: Source, row: Mapping[str, Any], read_on: date) -> Fact:
    stated = {
        name: read_on if value == "today" else date.fromisoformat(value) if name.endswith("_on") and value else value
        for name, value in row.items()
        if name != "id"
    }
    if status := stated.get("stated_status"):
        stated["stated_status"] = StatedStatus(status)
    for name in ("replacements", "regions"):
        stated[name] = tuple(stated.get(name, ()))
    return Fact(
        provider=source.provider, model_id=row["id"], source_id=source.id, url=source.url, quote=row["id"], **stated
    )
