"""What is wrong with the monitor itself: each trouble from the moment it is one, and not before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.alerts import SourceHealth
from monitor.core.watch import (
    DeadSeen,
    Seen,
    SourceSeen,
    Trouble,
    TroubleKind,
    cause,
    grouped,
    in_lines,
    is_stale,
    judge,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SECOND = timedelta(seconds=1)
WELL = SourceSeen(
    source_id="openai/deprecations",
    state="ok",
    reason="",
    failures=0,
    since=NOW - 100 * HOUR,
    last_polled_at=NOW - HOUR,
    last_good_at=NOW - HOUR,
    interval=6 * HOUR,
)


def kinds(seen: Seen) -> list[tuple[TroubleKind, bool]]:
    return [(t.kind, t.stops_heartbeat) for t in judge(seen, NOW)]


def test_nothing_is_wrong_where_all_is_done_in_its_time() -> None:
    seen = Seen(
        sources=(WELL,),
        oldest_waiting=NOW - 15 * MINUTE,
        reminding_since=NOW - 15 * MINUTE,
        digests=(("search", NOW - 30 * MINUTE), ("ads", NOW + HOUR)),
        socket=(NOW - 15 * MINUTE, "the connection was refused"),
        newest_record=NOW + 2 * MINUTE,
    )

    assert judge(seen, NOW) == ()


class TestNeverPolled:
    """What was never asked is as quiet as what is well, and is not well."""

    NEW = replace(WELL, state="new", since=NOW - 13 * HOUR, last_polled_at=None, last_good_at=None)

    def test_where_no_source_was_ever_polled_alerts_are_at_risk_at_once_and_it_says_what_to_start(self) -> None:
        just_made = replace(self.NEW, since=NOW, source_id="openai/models")

        (silent,) = judge(Seen(sources=(self.NEW, just_made)), NOW)

        assert (silent.kind, silent.since, silent.stops_heartbeat) == (TroubleKind.UNPOLLED, self.NEW.since, True)
        assert silent.what.startswith("no source has ever been polled: start `model-monitor run`")

    def test_one_poll_that_failed_is_a_poll(self) -> None:
        failed = replace(self.NEW, state="failed", since=NOW, last_polled_at=NOW)

        assert judge(Seen(sources=(failed,)), NOW) == ()

    def test_where_there_is_no_source_to_read_nothing_is_watched_either(self) -> None:
        (silent,) = judge(Seen(), NOW)

        assert silent.stops_heartbeat
        assert silent.what == "no source is read: all are switched off or lack a key"


@pytest.mark.parametrize("state", ["failed", "suspect"])
@pytest.mark.parametrize(
    ("failures", "since", "told"),
    [(1, NOW - HOUR, False), (2, NOW - 23 * HOUR, False), (3, NOW - HOUR, True), (1, NOW - 24 * HOUR, True)],
)
def test_a_source_is_told_after_three_polls_or_a_day(state: str, failures: int, since: datetime, told: bool) -> None:
    source = replace(WELL, state=state, reason="a captcha", failures=failures, since=since)

    found = judge(Seen(sources=(source,)), NOW)

    assert [t.kind for t in found] == ([TroubleKind.SOURCE] if told else [])
    assert all("a captcha" in t.what and not t.stops_heartbeat for t in found)


def test_a_reading_is_stale_after_three_intervals() -> None:
    assert not is_stale(NOW - 18 * HOUR, 6 * HOUR, NOW)
    assert is_stale(NOW - 18 * HOUR - SECOND, 6 * HOUR, NOW)
    old = replace(WELL, last_good_at=NOW - 19 * HOUR)
    (found,) = judge(Seen(sources=(old,)), NOW)
    assert (found.kind, found.since) == (TroubleKind.SOURCE, NOW - HOUR)
    assert "stale" in found.what


def test_one_that_fails_for_long_is_one_trouble_and_not_two() -> None:
    long = replace(WELL, state="failed", failures=9, since=NOW - 50 * HOUR, last_good_at=NOW - 50 * HOUR)

    assert kinds(Seen(sources=(long,))) == [(TroubleKind.SOURCE, False)]


def test_a_source_that_is_not_polled_within_two_intervals_stops_the_heartbeat() -> None:
    late = replace(WELL, last_polled_at=NOW - 12 * HOUR - SECOND)
    never = replace(WELL, source_id="new/one", state="new", last_polled_at=None, last_good_at=None, since=NOW - HOUR)

    assert kinds(Seen(sources=(late, never))) == [(TroubleKind.UNPOLLED, True)]
    assert kinds(Seen(sources=(WELL, replace(never, since=NOW - 13 * HOUR)))) == [(TroubleKind.UNPOLLED, True)]


@pytest.mark.parametrize(
    ("seen", "kind", "stops"),
    [
        (Seen((WELL,), oldest_waiting=NOW - 15 * MINUTE - SECOND), TroubleKind.OUTBOX, True),
        (Seen((WELL,), dead=(DeadSeen("slack #a", 2, "is_archived", NOW),)), TroubleKind.DEAD, False),
        (Seen((WELL,), digests=(("search", NOW - 30 * MINUTE - SECOND),)), TroubleKind.DIGEST, True),
        (Seen((WELL,), newest_record=NOW + 2 * MINUTE + SECOND), TroubleKind.CLOCK, True),
        (Seen((WELL,), reminding_since=NOW - 15 * MINUTE - SECOND), TroubleKind.REMINDERS, True),
        (Seen((WELL,), socket=(NOW - 15 * MINUTE - SECOND, "invalid_auth")), TroubleKind.SOCKET, False),
    ],
)
def test_what_may_cost_an_alert_stops_the_heartbeat(seen: Seen, kind: TroubleKind, stops: bool) -> None:
    assert kinds(seen) == [(kind, stops)]


class TestBlind:
    """Where no source at all can be read, what ends is missed, and that is no news of a single source."""

    FAILED = replace(WELL, state="failed", reason="no name service", since=NOW - HOUR, failures=1)
    STALE = replace(WELL, source_id="openai/models", last_good_at=NOW - 19 * HOUR)

    def test_it_stops_the_heartbeat_at_once_and_says_why(self) -> None:
        others = [replace(self.FAILED, source_id=f"p{n}/deprecations") for n in range(3)]

        (blind,) = judge(Seen(sources=(self.FAILED, *others)), NOW)

        assert (blind.subject, blind.stops_heartbeat) == ("all sources", True)
        assert blind.what == (
            "none of 4 sources can be read since 2026-11-24 11:00 UTC (no name service): what ends now is missed"
        )

    def test_what_is_wrong_with_most_of_them_is_said_without_their_hosts(self) -> None:
        reasons = ("docs.a.example: no name service", "b.example: no name service", "c.example:8080: refused")
        failed = [replace(self.FAILED, source_id=f"p{n}/models", reason=r) for n, r in enumerate(reasons)]

        (blind,) = judge(Seen(sources=tuple(failed)), NOW)

        assert "(most of them: no name service)" in blind.what

    def test_one_that_can_be_read_is_enough(self) -> None:
        assert kinds(Seen(sources=(self.FAILED, self.STALE)))[0] == (TroubleKind.SOURCE, True)
        assert kinds(Seen(sources=(self.FAILED, WELL))) == []

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("docs.a.example: no name service", "no name service"),
            (" is failing: docs.a.example:8080: refused", " is failing: refused"),
            ("its heading is gone", "its heading is gone"),
            ("gpt-4.1: seen twice", "gpt-4.1: seen twice"),
        ],
    )
    def test_a_cause_names_no_host(self, words: str, expected: str) -> None:
        assert cause(words) == expected

    def test_sources_that_one_cause_keeps_from_being_read_are_together(self) -> None:
        reasons = ("a.example: no name", "b.example: no name", "its heading is gone", "c.example: no name")
        unwell = [SourceHealth(f"p{n}/models", "failed", r, NOW, None) for n, r in enumerate(reasons)]
        read_once = replace(unwell[3], last_good_at=NOW)

        assert grouped([*unwell[:3], read_once]) == ((unwell[0], unwell[1]), (unwell[2],), (read_once,))

    def test_sources_with_one_reason_share_a_line(self) -> None:
        alike = [Trouble(TroubleKind.SOURCE, f"p{n}/models", f"p{n}/models is failing: x", NOW) for n in range(7)]
        other = Trouble(TroubleKind.SOURCE, "q/models", "q/models is stale: y", NOW)
        dead = Trouble(TroubleKind.DEAD, "slack #a", "2 messages were given up", NOW)

        assert in_lines([*alike, other, dead]) == (
            "7 sources, each is failing: x: p0/models, p1/models, p2/models, p3/models, p4/models and 2 more",
            "q/models is stale: y",
            "2 messages were given up",
        )
