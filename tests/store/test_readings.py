"""The log of readings: polls in a row that come to the same are one row, and nothing else is ever altered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.store import archive, readings
from monitor.store.engine import Engine, reading, transaction
from monitor.store.readings import LoggedReading
from monitor.store.states import Fate
from tests.store.samples import HOUR, NASTY, NOW, SOURCE


def log(database: Engine, body: bytes, hours: float, fate: Fate = Fate.ADMITTED, **given: Any) -> str:
    with transaction(database) as session:
        sha256 = archive.keep(session, body=body, source_id=SOURCE, url="https://x.example", media_type="", at=NOW)
        told = {"media_type": "text/markdown", "account": "", "reason": ""} | given
        readings.log(session, SOURCE, document=sha256, fate=fate, at=NOW + hours * HOUR, **told)
    return sha256


def rows(database: Engine) -> list[LoggedReading]:
    with reading(database) as session:
        return readings.newest(session, SOURCE, limit=100)[::-1]


def test_a_reading_comes_back_whole(record: Engine) -> None:
    sha256 = log(record, b"x", 0, Fate.HELD, account="k", reason=NASTY["quotes"])
    (row,) = rows(record)

    assert (row.source_id, row.document_sha256, row.media_type, row.account) == (SOURCE, sha256, "text/markdown", "k")
    assert (row.fate, row.reason, row.at, row.until, row.times) == (Fate.HELD, NASTY["quotes"], NOW, NOW, 1)


@pytest.mark.parametrize("fate", [Fate.HELD, Fate.REJECTED])
def test_what_is_not_believed_again_prolongs_its_row_and_gives_the_newest_reason(record: Engine, fate: Fate) -> None:
    log(record, b"x", 0, fate, reason="3 rows are missing")
    log(record, b"x", 1, fate, reason="4 rows are missing")
    (row,) = rows(record)

    assert (row.at, row.until, row.times, row.reason) == (NOW, NOW + HOUR, 2, "4 rows are missing")


@pytest.mark.parametrize(
    ("body", "fate", "account"),
    [
        (b"y", Fate.REJECTED, ""),
        (b"x", Fate.ADMITTED, "another"),
        (b"x", Fate.ADMITTED, ""),
        (b"x", Fate.ACCEPTED, ""),
        (b"x", Fate.REJECTED, ""),
    ],
)
def test_anything_else_is_a_row_of_its_own(record: Engine, body: bytes, fate: Fate, account: str) -> None:
    log(record, b"x", 0)
    log(record, body, 1, fate, account=account)

    assert [row.fate for row in rows(record)] == [Fate.ADMITTED, fate]


def test_only_what_went_into_the_record_has_spoken(record: Engine) -> None:
    for hours, fate in enumerate(Fate):
        log(record, bytes([hours]), hours, fate)
    with reading(record) as session:
        spoken = readings.spoken(session, SOURCE)

    assert [row.fate for row in spoken] == [Fate.ADMITTED, Fate.ACCEPTED, Fate.UNCHANGED]
    assert [row.spoke for row in rows(record)] == [True, True, True, False, False]


def test_the_newest_come_first_and_as_many_as_asked(record: Engine) -> None:
    for hours in range(4):
        log(record, bytes([hours]), hours)
    with reading(record) as session:
        newest = readings.newest(session, SOURCE, limit=2)

    assert [row.at - NOW for row in newest] == [timedelta(hours=3), timedelta(hours=2)]


def test_a_document_is_known_by_the_media_type_that_it_came_with_last(record: Engine) -> None:
    sha256 = log(record, b"x", 0, media_type="text/plain")
    log(record, b"y", 1)
    log(record, b"x", 2, Fate.HELD, media_type="text/html")
    with reading(record) as session:
        found = readings.media_type(session, SOURCE, sha256)
        none = readings.media_type(session, SOURCE, "0" * 64)

    assert (found, none) == ("text/html", None)
