"""What becomes of a document that came, and what the log of readings says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor.service.app import Service
from monitor.service.outcomes import Outcome
from monitor.store import readings
from monitor.store.engine import reading
from monitor.store.readings import LoggedReading
from tests.service.invented import MORNING, PAGE, at, came, document, ends, kinds, known, service

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TEN = [ends(f"m-{n}", f"2026-09-{n + 1:02}") for n in range(10)]
MOVED = [ends(f"m-{n}", f"2026-12-{n + 1:02}") for n in range(10)]


@pytest.fixture
def made() -> Iterator[Service]:
    with service() as made:
        yield made


def log(made: Service) -> list[LoggedReading]:
    with reading(made.engine) as session:
        return readings.newest(session, PAGE.id, limit=100)[::-1]


class TestTheLog:
    def test_polls_that_bring_the_same_document_are_one_row_whose_end_moves_on(self, made: Service) -> None:
        for hours in (0, 1, 5):
            came(at(made, MORNING + hours * HOUR), document("a"))

        (row,) = log(made)
        assert (row.fate, row.at, row.until, row.times) == ("admitted", MORNING, MORNING + 5 * HOUR, 3)

    def test_a_document_that_comes_back_after_a_bad_one_is_a_row_of_its_own(self, made: Service) -> None:
        came(made, document("a"))
        came(at(made, MORNING + HOUR), document(problem="a login page"))
        came(at(made, MORNING + 2 * HOUR), document(problem="a login page"))
        came(at(made, MORNING + 3 * HOUR), document("a"))

        assert [(row.fate, row.times, row.reason) for row in log(made)] == [
            ("admitted", 1, ""),
            ("rejected", 2, "a login page"),
            ("unchanged", 1, ""),
        ]

    def test_what_was_held_and_then_admitted_is_two_rows(self, made: Service) -> None:
        came(made, document(*TEN))
        came(at(made, MORNING + HOUR), document(*MOVED))
        came(at(made, MORNING + 2 * HOUR), document(*MOVED, noise="a token"))

        assert [row.fate for row in log(made)] == ["admitted", "held", "admitted"]
        assert log(made)[-1].reason == log(made)[-2].reason != ""


class TestTakenBack:
    """A page's row that only stops saying that its model is gone."""

    def test_a_blank_over_a_date_that_has_come_brings_no_model_back(self, made: Service) -> None:
        came(made, document(*TEN, ends("veo", "2026-03-10")))
        blank = document(*TEN, ends("veo", words="No retirement date announced"))
        report = came(at(made, MORNING + 10 * DAY), blank)

        veo = known(made)["veo"]
        assert kinds(report) == [("row_vanished", "veo")]
        assert (str(veo.fact.shutdown_on), veo.gone_since) == ("2026-03-10", MORNING + 10 * DAY)

    def test_a_page_that_goes_on_saying_nothing_for_a_month_means_it(self, made: Service) -> None:
        came(made, document(*TEN, ends("veo", "2026-03-10")))
        blank = ends("veo", words="No retirement date announced")
        reports = [came(at(made, MORNING + n * DAY), document(*TEN, blank, noise=str(n))) for n in (10, 20, 39, 40)]

        assert [kinds(report) for report in reports] == [
            [("row_vanished", "veo")],
            [],
            [],
            [("reinstated", "veo"), ("shutdown_date_withdrawn", "veo")],
        ]
        assert known(made)["veo"].gone_since is None

    def test_the_same_date_again_is_no_news(self, made: Service) -> None:
        came(made, document(*TEN, ends("veo", "2026-03-10")))
        came(at(made, MORNING + 10 * DAY), document(*TEN, ends("veo", words="No date")))
        report = came(at(made, MORNING + 20 * DAY), document(*TEN, ends("veo", "2026-03-10")))

        assert (kinds(report), known(made)["veo"].gone_since) == ([], None)

    @pytest.mark.parametrize(
        ("stated", "told"),
        [
            ({"shutdown_on": "2026-11-10"}, ["reinstated", "shutdown_date_moved"]),
            ({"earliest_shutdown_on": "2026-11-10"}, ["reinstated", "shutdown_date_withdrawn"]),
            ({"stated_status": "active"}, ["reinstated", "shutdown_date_withdrawn"]),
        ],
    )
    def test_another_date_a_floor_or_a_status_does(
        self, made: Service, stated: dict[str, str], told: list[str]
    ) -> None:
        came(made, document(*TEN, ends("veo", "2026-03-10")))
        report = came(at(made, MORNING + 10 * DAY), document(*TEN, {"id": "veo", **stated}))

        assert kinds(report) == [(kind, "veo") for kind in told]

    def test_silence_after_no_more_than_deprecated_brings_no_model_back_until_it_has_lasted_a_month(
        self, made: Service
    ) -> None:
        came(made, document(*TEN, {"id": "veo", "stated_status": "deprecated"}))
        silent = [came(at(made, MORNING + n * DAY), document(*TEN, "veo", noise=str(n))) for n in (10, 39, 40)]

        assert [kinds(report) for report in silent] == [[("row_vanished", "veo")], [], [("reinstated", "veo")]]

    def test_deprecated_again_after_a_silence_is_no_news(self, made: Service) -> None:
        said = {"id": "veo", "stated_status": "deprecated"}
        came(made, document(*TEN, said))
        came(at(made, MORNING + 10 * DAY), document(*TEN, "veo"))
        report = came(at(made, MORNING + 20 * DAY), document(*TEN, said))

        assert (kinds(report), known(made)["veo"].gone_since) == ([], None)

    def test_a_date_that_is_still_ahead_can_be_withdrawn_in_any_words(self, made: Service) -> None:
        came(made, document(*TEN, ends("veo", "2026-05-10")))
        report = came(at(made, MORNING + 10 * DAY), document(*TEN, ends("veo", words="No date announced")))

        assert kinds(report) == [("shutdown_date_withdrawn", "veo")]
        assert known(made)["veo"].fact.shutdown_on is None


def test_the_same_page_a_hundred_times_is_one_set_of_events_and_the_same_facts(made: Service) -> None:
    came(made, document(*TEN))
    first = came(at(made, MORNING + HOUR), document(*TEN, "new"))
    facts = {name: (o.fact, o.document, o.first_seen) for name, o in known(made).items()}
    again = [came(at(made, MORNING + (2 + n) * HOUR), document(*TEN, "new")) for n in range(100)]

    assert kinds(first) == [("listed", "new")]
    assert {report.outcome for report in again} == {Outcome.UNCHANGED}
    assert [report.changes for report in again] == [()] * 100
    assert {name: (o.fact, o.document, o.first_seen) for name, o in known(made).items()} == facts
    assert len(log(made)) == 2
