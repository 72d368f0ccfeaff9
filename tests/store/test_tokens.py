"""Keys to the HTTP interface, and the book of who did what."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from monitor.store import audit, tables, tokens
from monitor.store.audit import Note
from monitor.store.engine import Engine, reading, transaction
from tests.store.samples import HOUR, NOW


class TestTokens:
    def test_a_token_is_known_by_its_text_and_kept_without_it(self, database: Engine) -> None:
        with transaction(database) as session:
            token = tokens.create(session, name="ci", scope="write", at=NOW)
            found = tokens.verify(session, token, at=NOW + HOUR)
            kept = session.execute(select(tables.ApiToken.__table__)).one()

        assert found is not None
        assert (found.name, found.scope, found.created_at, found.last_used_at) == ("ci", "write", NOW, NOW + HOUR)
        assert re.fullmatch(r"mdm_[\w-]{43}", token)
        assert token not in str(kept)
        assert token.removeprefix("mdm_") not in str(kept)

    def test_no_two_are_alike(self, database: Engine) -> None:
        with transaction(database) as session:
            made = {tokens.create(session, name="ci", scope="read", at=NOW) for _ in range(20)}

        assert len(made) == 20

    def test_any_other_text_opens_nothing(self, database: Engine) -> None:
        with transaction(database) as session:
            token = tokens.create(session, name="ci", scope="read", at=NOW)
            (row,) = session.scalars(select(tables.ApiToken))

            for text in ("", "mdm_", token[:-1], token + "x", token.upper(), row.hash, "é\x00\ud800", "x" * 100_000):
                assert tokens.verify(session, text, at=NOW) is None

    def test_a_revoked_one_opens_nothing_any_more(self, database: Engine) -> None:
        with transaction(database) as session:
            token = tokens.create(session, name="ci", scope="read", at=NOW)
            assert tokens.active(session)
            (row,) = tokens.tokens(session)

            assert tokens.revoke(session, row.id, at=NOW)
            assert tokens.verify(session, token, at=NOW) is None
            assert not tokens.active(session)
            assert not tokens.revoke(session, row.id, at=NOW + HOUR)
            assert not tokens.revoke(session, row.id + 1, at=NOW)
            assert [t.revoked_at for t in tokens.tokens(session)] == [NOW]

    def test_use_is_noted_to_the_minute(self, database: Engine) -> None:
        noted = []
        with transaction(database) as session:
            token = tokens.create(session, name="ci", scope="read", at=NOW)
            for seconds in (1, 30, 60, 61):
                tokens.verify(session, token, at=NOW + timedelta(seconds=seconds))
                noted.append(tokens.tokens(session)[0].last_used_at)

        assert [(at - NOW).total_seconds() for at in noted if at] == [1, 1, 1, 61]


def test_the_book_is_read_newest_first(database: Engine) -> None:
    with transaction(database) as session:
        audit.note(session, who="cli", what="pin added", detail="ranker openai/gpt-4", at=NOW)
        audit.note(session, who="token ci", what="pin retired", detail="ranker \x00", at=NOW)
    with reading(database) as session:
        notes = audit.notes(session)

    assert notes == [
        Note(NOW, "token ci", "pin retired", "ranker \ufffd"),
        Note(NOW, "cli", "pin added", "ranker openai/gpt-4"),
    ]
    with reading(database) as session:
        assert audit.notes(session, limit=1) == notes[:1]
