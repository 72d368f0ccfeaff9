"""Connections, transactions, and what goes wrong with them."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from monitor.errors import DatabaseUnreachable, MonitorError, StoreError
from monitor.store import engine, schedule, schema, tables
from monitor.store.engine import Engine, connect, place, reading, transaction
from tests.store.samples import NOW


def number(session: Session) -> int:
    return int(session.scalar(select(tables.Memo.value).where(tables.Memo.name == "n")) or 0)


def set_number(session: Session, value: int) -> None:
    session.execute(update(tables.Memo).where(tables.Memo.name == "n").values(value=str(value)))


@pytest.fixture
def counter(database: Engine) -> Engine:
    with transaction(database) as session:
        session.add(tables.Memo(name="n", value="0"))
    return database


class TestConnect:
    @pytest.mark.parametrize(
        ("url", "kind", "words"),
        [
            ("sqlite:////nowhere/at/all/x.db", DatabaseUnreachable, "/nowhere/at/all/x.db: unable to open"),
            ("sqlite:///:memory:", StoreError, "in memory"),
            ("sqlite://", StoreError, "in memory"),
            ("mysql://u:hunter2@h/x", StoreError, "kind mysql are not supported: write sqlite:///"),
            ("postgres://u:hunter2@h/x", StoreError, "kind postgres are not supported"),
            ("monitor.db", StoreError, "address cannot be read: write sqlite:///"),
            ("postgresql://u:hunter2@h:port/x", StoreError, "address cannot be read"),
            ("", StoreError, "address cannot be read"),
        ],
    )
    def test_an_address_that_cannot_be_used_is_one_line_that_says_what_to_do(
        self, url: str, kind: type[MonitorError], words: str
    ) -> None:
        with pytest.raises(kind) as caught:
            connect(url)

        assert words in str(caught.value)
        assert caught.value.hint
        assert "\n" not in str(caught.value)
        assert "hunter2" not in str(caught.value)

    def test_a_server_that_does_not_answer_is_named_without_the_password(self) -> None:
        pytest.importorskip("psycopg")

        with pytest.raises(DatabaseUnreachable) as caught:
            connect("postgresql://someone:hunter2@127.0.0.1:1/facts")

        assert str(caught.value).startswith(
            "cannot use the PostgreSQL database facts at 127.0.0.1:1: connection failed"
        )
        assert "hunter2" not in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_a_database_that_does_not_exist_is_unreachable(self, postgres_url: str) -> None:
        with pytest.raises(DatabaseUnreachable, match=r'database ".*_not" does not exist'):
            connect(f"{postgres_url}_not")

    def test_a_file_that_is_no_database_is_left_alone(self, tmp_path: Path) -> None:
        letter = tmp_path / "letter.txt"
        letter.write_text("Dear reader, " * 200, "utf-8")

        with pytest.raises(DatabaseUnreachable, match="not a database"):
            connect(f"sqlite:///{letter}")

        assert letter.read_text("utf-8") == "Dear reader, " * 200

    def test_without_the_driver_it_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)

        with pytest.raises(StoreError, match=r"pip install 'model-deprecation-monitor\[postgres\]'"):
            connect("postgresql://someone@127.0.0.1/facts")

    def test_an_old_sqlite_is_refused(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(engine.sqlite3, "sqlite_version_info", (3, 34, 1))

        with pytest.raises(StoreError, match=r"3\.35 or newer"):
            connect(f"sqlite:///{tmp_path / 'x.db'}")

    def test_the_plain_address_means_psycopg_3(self, postgres_url: str) -> None:
        made = connect(postgres_url.replace("postgresql+psycopg", "postgresql"))

        assert made.driver == "psycopg"
        made.dispose()

    def test_sqlite_keeps_the_last_commit_over_a_power_cut_and_holds_foreign_keys(self, tmp_path: Path) -> None:
        made = connect(f"sqlite:///{tmp_path / 'x.db'}")
        with transaction(made) as session:
            found = {
                name: session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        made.dispose()

        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


class TestTransaction:
    def test_what_was_done_stays_when_the_block_ends(self, counter: Engine) -> None:
        with transaction(counter) as session:
            set_number(session, 7)

        with reading(counter) as session:
            assert number(session) == 7

    def test_an_error_undoes_everything_and_passes_through(self, counter: Engine) -> None:
        def break_off() -> None:
            with transaction(counter) as session:
                set_number(session, 7)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            break_off()

        with reading(counter) as session:
            assert number(session) == 0

    def test_a_mistake_of_ours_keeps_its_own_error(self, database: Engine) -> None:
        with pytest.raises(IntegrityError), transaction(database) as session:
            session.add(
                tables.Pin(project_id=9, reference="x", environment="", location="", owner="cli", created_at=NOW)
            )

    def test_four_threads_that_read_and_then_write_lose_nothing(self, counter: Engine) -> None:
        def add(times: int) -> None:
            for _ in range(times):
                with transaction(counter) as session:
                    schedule.lock(session, "n")
                    set_number(session, number(session) + 1)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(add, [25] * 4))

        with reading(counter) as session:
            assert number(session) == 100

    def test_a_file_that_another_keeps_locked_is_an_error_in_words(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(engine, "PATIENCE", 0)
        made = connect(f"sqlite:///{tmp_path / 'x.db'}")

        with transaction(made), pytest.raises(StoreError, match=r"x\.db is busy.*try again"), transaction(made):
            pass

        made.dispose()

    def test_a_number_that_no_row_can_have_is_an_error_in_words(self, database: Engine) -> None:
        with pytest.raises(StoreError, match=r"refuses: .*(too large|out of range)"), reading(database) as session:
            session.get(tables.Pin, 10**30)

    def test_a_connection_that_breaks_is_reported_and_the_next_one_works(self, postgres_url: str) -> None:
        made = connect(postgres_url)

        with pytest.raises(DatabaseUnreachable, match="check that the server runs"), transaction(made) as session:
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        with transaction(made) as session:
            assert session.scalar(text("SELECT 1")) == 1

        made.dispose()

    def test_a_server_that_was_restarted_in_between_is_no_error(self, postgres_url: str) -> None:
        made, other = connect(postgres_url), connect(postgres_url)

        with transaction(other) as session:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            assert session.execute(text(f"{others} AND pid <> pg_backend_pid()")).all() == [(True,)]
        with transaction(made) as session:
            assert session.scalar(text("SELECT 1")) == 1

        made.dispose()
        other.dispose()


class TestReading:
    def test_it_cannot_write(self, counter: Engine) -> None:
        with pytest.raises(StoreError, match=r"refuses: .*read-?only"), reading(counter) as session:
            set_number(session, 7)

        with transaction(counter) as session:
            assert number(session) == 0

    def test_it_sees_one_moment_and_stops_nobody(self, counter: Engine) -> None:
        with reading(counter) as look:
            before = number(look)
            with transaction(counter) as session:
                set_number(session, 7)
            after = number(look)

        assert (before, after) == (0, 0)

    def test_it_goes_on_while_somebody_writes(self, counter: Engine) -> None:
        with transaction(counter) as session:
            set_number(session, 7)
            session.flush()
            with reading(counter) as look:
                assert number(look) == 0

    def test_the_connection_can_write_again_afterwards(self, counter: Engine) -> None:
        with reading(counter):
            pass
        with transaction(counter) as session:
            set_number(session, 3)

        with reading(counter) as session:
            assert number(session) == 3


class TestLock:
    def test_the_second_waits_for_the_first_to_commit(self, counter: Engine) -> None:
        held, seen = threading.Event(), []

        def second() -> None:
            held.wait()
            with transaction(counter) as session:
                schedule.lock(session, "name")
                seen.append(number(session))

        waiting = threading.Thread(target=second)
        waiting.start()
        with transaction(counter) as session:
            schedule.lock(session, "name")
            held.set()
            set_number(session, 1)
            assert seen == []
        waiting.join()

        assert seen == [1]


def test_a_place_is_named_without_secrets(tmp_path: Path) -> None:
    made = connect(f"sqlite:///{tmp_path / 'x.db'}")
    schema.current(made)
    made.dispose()

    assert place(made) == f"SQLite file {tmp_path / 'x.db'}"
