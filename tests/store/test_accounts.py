"""An account is known by a fingerprint that nobody can turn back into a key, or compare with another database's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import delete, select

from monitor.store import tables
from monitor.store.accounts import EVERYBODY, LENGTH, fingerprint, salt
from monitor.store.engine import Engine, transaction


def of(database: Engine, *told: str) -> str:
    with transaction(database) as session:
        return fingerprint(salt(session), *told)


def test_it_is_the_same_for_as_long_as_the_database_lives(database: Engine) -> None:
    assert of(database, "https://a.example", "sk-1") == of(database, "https://a.example", "sk-1") != EVERYBODY
    assert len(of(database, "https://a.example", "sk-1")) == LENGTH


def test_other_words_and_other_borders_between_them_are_another_account(database: Engine) -> None:
    told = [("a", "b"), ("a", "c"), ("ab", ""), ("", "ab"), ("ab",), ("a", "b", ""), ()]

    assert len({of(database, *words) for words in told}) == len(told)


def test_another_salt_is_another_fingerprint(database: Engine) -> None:
    before = of(database, "sk-1")
    with transaction(database) as session:
        session.execute(delete(tables.Memo))

    assert of(database, "sk-1") != before


def test_processes_that_are_first_at_once_agree_on_the_salt(database: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: of(database, "sk-1"), range(8)))
    with transaction(database) as session:
        memos = session.scalars(select(tables.Memo.value)).all()

    assert len(found) == 1
    assert len(memos) == 1
