"""Times, facts and documents that the store's tests are told with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.core.facts import Authority, Fact
from monitor.store import archive, facts
from monitor.store.engine import Engine, transaction

NOW = datetime(2026, 8, 22, 12, 30, 15, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = "openai/deprecations"

# What a hostile or broken page may say: each is text that some database, query or encoding stumbles over.
NASTY = {
    "quotes": 'it\'s "quoted" `so` \\ %s :name ; DROP TABLE fact; --',
    "other scripts": "日本語 émigré 🤖 \u202eright to left",
    "no characters": "",
    "controls": "tab\t newline\n bell\x07 escape\x1b",
    "very long": "gpt-" + "x" * 20_000,
}


def fact(model_id: str = "gpt-4-0314", **fields: Any) -> Fact:
    given = {
        "provider": "openai",
        "source_id": SOURCE,
        "url": "https://example.com/deprecations#2026-03",
        "quote": f"2026-03-26 {model_id[:50]}",
        "shutdown_on": date(2026, 3, 26),
    }
    return Fact(model_id=model_id, **(given | fields))


def read(
    database: Engine,
    *said: Fact,
    at: datetime = NOW,
    is_list: bool = False,
    whole: bool = True,
    page: bytes = b"",
    account: str = "",
) -> str:
    """Apply a document that says these facts; its sha256. Equal facts make equal documents unless `page` differs."""
    body = page or repr(said).encode("utf-8", "surrogatepass")
    with transaction(database) as session:
        document = archive.keep(session, body=body, source_id=SOURCE, url="https://x.example", media_type="", at=at)
        facts.apply(
            session,
            source_id=SOURCE,
            authority=Authority.DEPRECATIONS,
            is_list=is_list,
            facts=said,
            whole=whole,
            document=document,
            at=at,
            account=account,
        )
    return document
