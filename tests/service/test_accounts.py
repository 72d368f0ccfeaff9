"""Two accounts see different lists on the same day: only what an account was shown can go missing from its list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import Settings
from monitor.config.settings import Fetch
from monitor.fetch import Answer, Request
from monitor.service import accounts
from monitor.service.app import Service
from monitor.service.outcomes import Outcome, SourceReport
from monitor.service.poll import poll
from monitor.sources.spec import Auth, Source
from monitor.store import readings, sources, tables
from monitor.store.accounts import salt as salt_of
from monitor.store.engine import reading, transaction
from tests.service.invented import LIST, MORNING, at, came, document, ends, kinds, known, service

HOUR = timedelta(hours=1)
OURS, THEIRS = "account-of-ours", "account-of-theirs"


@pytest.fixture
def made() -> Iterator[Service]:
    with service() as made:
        yield made


def listed(made: Service, hours: int, account: str, *rows: str) -> SourceReport:
    """An account is shown these models, so many hours after the start; no two lists have the same bytes."""
    body = document(*rows, noise=f"{account} {hours}")
    return came(at(made, MORNING + hours * HOUR), body, source=LIST, account=account)


def gone(made: Service) -> list[str]:
    return [name for name, o in known(made).items() if o.gone_since]


class TestTwoAccounts:
    def test_a_changed_key_misses_nothing_that_it_was_never_shown(self, made: Service) -> None:
        listed(made, 0, OURS, "a", "b", "only-ours")
        reports = [listed(made, hours, THEIRS, "a", "b") for hours in (1, 2, 3, 30)]

        assert [report.outcome for report in reports] == [Outcome.CHANGED] * 4
        assert [kinds(report) for report in reports] == [[]] * 4
        assert gone(made) == []
        assert known(made)["only-ours"].last_seen == MORNING

    def test_a_much_shorter_list_of_another_account_is_believed_at_once(self, made: Service) -> None:
        listed(made, 0, OURS, *(f"m-{n}" for n in range(40)))
        report = listed(made, 1, THEIRS, "m-1", "m-2")

        assert (report.outcome, report.reason) == (Outcome.CHANGED, "")

    def test_what_a_stranger_is_shown_first_is_not_listed_anew_and_what_comes_after_is(self, made: Service) -> None:
        listed(made, 0, OURS, "a")
        first = listed(made, 1, THEIRS, "a", "preview")
        second = listed(made, 2, THEIRS, "a", "preview", "new")

        assert (kinds(first), kinds(second)) == ([], [("listed", "new")])

    def test_keys_that_take_turns_retire_nothing_that_one_of_them_still_sees(self, made: Service) -> None:
        both, one = ("a", "b", "preview"), ("a", "b")
        reports = [listed(made, n, *((OURS, *both) if n % 2 == 0 else (THEIRS, *one))) for n in range(12)]

        assert [kinds(report) for report in reports] == [[]] * 12
        assert gone(made) == []

    def test_keys_that_take_turns_still_notice_what_leaves_the_list_of_the_one_that_saw_it(self, made: Service) -> None:
        for n in range(4):
            listed(made, n, *((OURS, "a", "b", "preview") if n % 2 == 0 else (THEIRS, "a", "b")))
        reports = [listed(made, n, *((OURS, "a", "b") if n % 2 == 0 else (THEIRS, "a", "b"))) for n in range(4, 8)]

        assert [kinds(report) for report in reports] == [[], [], [("unlisted", "preview")], []]
        assert known(made)["preview"].gone_since == MORNING + 4 * HOUR

    def test_what_leaves_both_lists_is_gone_after_two_readings_whoever_was_shown_them(self, made: Service) -> None:
        listed(made, 0, OURS, "a", "b", "c")
        listed(made, 1, THEIRS, "a", "b", "c")
        reports = [listed(made, 2, OURS, "a", "c"), listed(made, 3, THEIRS, "a", "c")]

        assert [kinds(report) for report in reports] == [[], [("unlisted", "b")]]

    def test_what_one_of_two_is_still_shown_is_never_gone(self, made: Service) -> None:
        listed(made, 0, OURS, "a", "b")
        listed(made, 1, THEIRS, "a", "b")
        reports = [listed(made, n, *((OURS, "a") if n % 2 == 0 else (THEIRS, "a", "b"))) for n in range(2, 12)]

        assert [kinds(report) for report in reports] == [[]] * 10

    def test_the_same_bytes_for_another_account_are_a_reading_of_its_own(self, made: Service) -> None:
        body = document("a", "b", "c")
        came(made, body, source=LIST, account=OURS)
        came(at(made, MORNING + HOUR), body, source=LIST, account=THEIRS)
        reports = [listed(made, hours, THEIRS, "a", "c") for hours in (2, 3)]

        assert [kinds(report) for report in reports] == [[], [("unlisted", "b")]]

    def test_a_list_that_goes_on_lacking_the_same_rows_surprises_once(self, made: Service) -> None:
        listed(made, 0, OURS, *(f"m-{n}" for n in range(10)))
        rest = [f"m-{n}" for n in range(6)]
        reports = [listed(made, hours, OURS, *rest) for hours in (1, 2, 3)]

        assert [report.outcome for report in reports] == [Outcome.SUSPECT, Outcome.CHANGED, Outcome.CHANGED]
        assert kinds(reports[-1]) == [("unlisted", f"m-{n}") for n in range(6, 10)]

    def test_a_date_that_another_account_is_told_moves_all_the_same(self, made: Service) -> None:
        came(made, document(ends("a", "2026-09-01")), source=LIST, account=OURS)
        moved = document(ends("a", "2026-10-01"))
        report = came(at(made, MORNING + HOUR), moved, source=LIST, account=THEIRS)

        assert kinds(report) == [("shutdown_date_moved", "a")]


def account(made: Service, source: Source) -> str:
    """Who a service is to a source."""
    with transaction(made.engine) as session:
        salt = salt_of(session)
    return accounts.account(made, source, salt)


class TestFingerprint:
    def test_it_is_the_same_for_a_key_and_another_for_another_key_address_or_database(self, made: Service) -> None:
        with service() as elsewhere:
            first, again, other, far, strange = (
                account(replace(made, environ={"ACME_API_KEY": "sk-one"}), LIST),
                account(replace(made, environ={"ACME_API_KEY": "sk-one"}), LIST),
                account(replace(made, environ={"ACME_API_KEY": "sk-two"}), LIST),
                account(replace(made, environ={"ACME_API_KEY": "sk-one"}), replace(LIST, url="https://eu.example")),
                account(replace(elsewhere, environ={"ACME_API_KEY": "sk-one"}), LIST),
            )

        assert first == again
        assert len({first, other, far, strange}) == 4

    def test_no_key_and_nothing_made_from_it_alone_is_in_the_database(self, made: Service) -> None:
        who = account(replace(made, environ={"ACME_API_KEY": "sk-secret-canary"}), LIST)
        came(made, document("a"), source=LIST, account=who)
        file = Path(made.engine.url.database or "")
        held = b"".join(path.read_bytes() for path in file.parent.iterdir())

        assert b"canary" not in held
        assert who.encode() in held
        assert len(who) == 16

    def test_a_source_that_shows_everybody_the_same_has_no_accounts(self, made: Service) -> None:
        assert account(made, replace(LIST, auth=Auth.NONE)) == ""

    def test_a_mirror_is_an_account_of_its_own_whatever_the_key(self, made: Service) -> None:
        mirrored = replace(made, settings=Settings(fetch=Fetch(mirror="http://127.0.0.1:8099")))
        found = {account(replace(mirrored, environ={"ACME_API_KEY": key}), LIST) for key in ("", "sk-one", "sk-two")}

        assert len(found) == 1
        assert account(replace(made, environ={"ACME_API_KEY": "sk-one"}), LIST) not in found

    def test_the_keys_of_an_amazon_role_change_by_the_hour_and_its_region_does_not(self, made: Service) -> None:
        signed = replace(LIST, auth=Auth.SIGV4)
        found = {account(replace(made, environ={"ACME_API_KEY": key}), signed) for key in ("ASIA1", "ASIA2")}

        assert len(found) == 1

    def test_it_stands_with_the_source_and_with_each_row(self, made: Service) -> None:
        listed(made, 0, OURS, "a", "b")
        listed(made, 1, THEIRS, "a")
        with reading(made.engine) as session:
            state = sources.state(session, LIST.id)
            rows = {row.model_id: row.listed_by for row in session.query(tables.Fact)}

        assert state
        assert (state.account, state.whole) == (THEIRS, True)
        assert rows == {"a": (OURS, THEIRS), "b": (OURS,)}


class Web:
    """Stands in for the fetcher: always the same list, and what was asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def get(self, request: Request) -> Answer:
        self.asked.append(request)
        unchanged = request.etag == '"1"'
        body = b"" if unchanged else document("a", "b")
        return Answer(304 if unchanged else 200, body, request.url, None, etag='"1"', last_modified=None)


def test_a_changed_key_asks_for_the_list_itself_and_not_whether_it_changed(
    made: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = Web()
    monkeypatch.setattr("monitor.service.poll.fetcher", lambda _: nullcontext(web))
    for hours, key in enumerate(("sk-one", "sk-one", "sk-two", "sk-two")):
        now = replace(at(made, MORNING + hours * HOUR), environ={"ACME_API_KEY": key})
        poll(now, [LIST.id])
    with reading(made.engine) as session:
        log = readings.newest(session, LIST.id, limit=9)[::-1]

    assert [request.etag for request in web.asked] == [None, '"1"', None, '"1"']
    assert [(row.fate, row.times) for row in log] == [("admitted", 2), ("admitted", 2)]
    assert log[0].account != log[1].account
