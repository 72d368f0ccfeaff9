"""Feed old documents of a source through the same path as a poll, each on its own day, into a throw-away database.

Between two documents the calendar turns as it does for a running service: a model retires on its day though no page was
read that day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from http import HTTPStatus
from pathlib import Path

from monitor.catalog.facts import Catalog
from monitor.config import Settings
from monitor.core.changes import Change, passed
from monitor.core.lifecycle import merge_all
from monitor.core.trust import SECOND_LOOK, Verdict
from monitor.errors import UsageError
from monitor.fetch import Answer
from monitor.service.app import Service
from monitor.service.clock import Stopped
from monitor.service.extracting import body_of, media_type_of
from monitor.service.manifest import Saved, day_of
from monitor.service.outcomes import Outcome, SourceReport
from monitor.service.recording import state_of
from monitor.service.scratch import scratch
from monitor.service.taking import take
from monitor.sources.spec import Auth, Source
from monitor.store import facts, sources
from monitor.store.accounts import EVERYBODY
from monitor.store.engine import Engine, reading, transaction

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Step:
    """What one document came to on its day.

    `looks` are the readings of it: one, or a second an hour later where the first was held back. `turned` is what the
    calendar alone changed between the document before and this one.
    """

    document: Saved
    at: datetime
    looks: tuple[SourceReport, ...]
    turned: tuple[Change, ...]

    @property
    def first(self) -> SourceReport:
        """The first reading, with its verdict and the reason."""
        return self.looks[0]

    @property
    def last(self) -> SourceReport:
        """The last reading, with what changed."""
        return self.looks[-1]


def documents_of(folder: Path, source_id: str) -> list[Saved]:
    """The documents of a folder, whose names begin with their day; those of a sub-folder are an account's of its name.

    Raises:
        UsageError: there is no such folder, or no document with a day in it.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder", hint="name one with documents whose names begin with their day")
    found = []
    for path in sorted(folder.rglob("*")):
        day = _DAY.match(path.name)
        if day and path.is_file() and (read_on := day_of(day[1])):
            account = path.parent.relative_to(folder).as_posix()
            found.append(Saved(source_id, read_on, path, "" if account == "." else account))
    if not found:
        raise UsageError(f"{folder}: no file whose name begins with a day", hint="2026-08-22.html, for example")
    return found


def replay(source: Source, documents: Iterable[Saved]) -> Iterator[Step]:
    """Take the documents of a source in the order of their days; what each came to, as it is taken.

    Documents without a day are left out; of one day they are taken in the order given.

    Raises:
        UsageError: a document cannot be read, or is larger than 20 MiB.
    """
    dated = sorted((day, place, d) for place, d in enumerate(documents) if (day := d.day))
    with scratch() as engine:
        moment = datetime.min.replace(tzinfo=UTC)
        for number, (day, _, document) in enumerate(dated):
            moment = max(datetime.combine(day, time(), UTC), moment + SECOND_LOOK)
            if number == 0:
                with transaction(engine) as session:
                    sources.ensure(session, {source.id: source.provider}, at=moment)
            turned = _turned(engine, dated[number - 1][0] if number else day, moment)
            at, looks = moment, [_look(engine, source, document, moment)]
            if looks[0].outcome is Outcome.SUSPECT and looks[0].verdict is Verdict.QUARANTINE:
                moment += SECOND_LOOK
                looks.append(_look(engine, source, document, moment))
            yield Step(document, at, tuple(looks), turned)


def _look(engine: Engine, source: Source, document: Saved, moment: datetime) -> SourceReport:
    answer = Answer(
        status=HTTPStatus.OK,
        body=body_of(document.path),
        url=source.page_url or source.url,
        media_type=media_type_of(document.path),
        etag=None,
        last_modified=None,
    )
    service = Service(Settings(), engine, Stopped(moment), {source.id: source}, Catalog({}), {})
    account = EVERYBODY if source.auth is Auth.NONE else document.account
    with reading(engine) as session:
        state = state_of(session, source)
    return take(service, source, answer, state=state, account=account, asked=source.url)


def _turned(engine: Engine, since: date, moment: datetime) -> tuple[Change, ...]:
    """What the calendar changed after the day `since`, recorded as a running service does."""
    with reading(engine) as session:
        lifecycles = merge_all(facts.observations(session))
    changes = passed(lifecycles, since, moment.date())
    with transaction(engine) as session:
        facts.add_changes(session, changes, at=moment)
    return changes
