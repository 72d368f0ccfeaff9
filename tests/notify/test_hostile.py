"""S3: no foreign string mentions anybody, becomes a link, makes a tag or a header, or reaches a terminal's controls.

Every string is put into every field, and every output is parsed back by somebody else's parser.
"""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import UTC, date, datetime
from email.parser import BytesParser
from email.policy import default
from functools import cache

import pytest
from bs4 import BeautifulSoup

from monitor.core.alerts import Alert, Digest, DigestChange, DigestPin, DigestProject, Notice, Severity, SourceHealth
from monitor.core.specs import ModelSpecs
from monitor.notify.console import Console
from monitor.notify.email import render
from monitor.notify.email.client import Smtp
from monitor.notify.email.render import EmailParts
from monitor.notify.slack import blocks
from tests.fakes.slack_rules import TOKEN, check_message, texts, violations
from tests.notify.hostile import HOSTILE
from tests.notify.samples import alert, digest, evidence, notice, place, suggestion

GOOD = "https://docs.example.org/page"
OURS = "https://monitor.example.org/"
EVERY = f"{OURS}pins"
LEAVE = render.OWN_LINK
SEVERAL = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "List-Id", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
}  # fmt: skip
BARE_ADDRESS = re.compile(r"[a-z]+://", re.IGNORECASE)


def poisoned(text: str, url: str = GOOD, upstream: str | None = None) -> Alert:
    """An alert whose every foreign field is the text."""
    new = suggestion(
        provider=text, model_id=text, origin="suggestion", path=(text,) * 3, why=text, caution=text,
        specs=ModelSpecs(1, 1, 1, text, text),
    )  # fmt: skip
    recommended = suggestion(model_id=text, path=(text,) * 3, why=text)
    return alert(
        provider=text,
        model_id=text,
        places=(place(reference=text, environment=text, location=text),) * 2,
        redirects_to=text,
        upstream=upstream,
        replacement_text=text,
        suggestions=(new, recommended),
        at_risk=(text, f"{text}: {text}"),
        evidence=evidence(quote=text, source_id=text, url=url),
        note=text,
        specs=ModelSpecs(1, 1, 1, text, text),
    )


@cache
def told(text: str) -> list[Notice]:
    one = poisoned(text)
    return [
        notice(one, team=text, project=text),
        notice(poisoned(text, upstream=text), team=text, project=text),
        notice(one, one, team=text, project=text, baseline=True),
        notice(*[one] * 46, team=text, project=text),
    ]


def week(text: str) -> Digest:
    projects = (DigestProject(text, (poisoned(text),)),)
    at = datetime(2025, 12, 26, tzinfo=UTC)
    return digest(
        team=text,
        week=text,
        retired=projects,
        upcoming=projects,
        later=projects,
        changes=(DigestChange(date(2025, 12, 22), text, text, text, GOOD, True),),
        unwatched=(DigestPin(text, place(reference=text, location=text), Severity.UNKNOWN, text, (text, text)),),
        unwell_sources=(SourceHealth(text, text, text, at, at),),
    )


@cache
def emails(text: str) -> list[EmailParts]:
    return [
        render.notice(told(text)[0], link=OURS),
        render.digest(week(text), link=OURS, subscribed=True),
    ]


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(set(HOSTILE)) >= 200


class TestSlack:
    @SEVERAL
    def test_nobody_is_mentioned_and_only_our_links_are_active(self, text: str) -> None:
        for case in told(text):
            message = blocks.notice(case, link=OURS)

            check_message(message.text, message.blocks)
            assert violations(message.text, message.blocks) == []
            tokens = [t for block in texts(message.blocks) for t in TOKEN.findall(block["text"])]
            assert {token.partition("|")[0] for token in tokens} <= {GOOD, OURS}
            assert TOKEN.findall(message.text) == []

    @SEVERAL
    def test_an_address_becomes_a_link_as_it_is_or_not_at_all(self, text: str) -> None:
        message = blocks.notice(notice(poisoned("x", url=text)))

        linked = {t.partition("|")[0] for block in texts(message.blocks) for t in TOKEN.findall(block["text"])}
        assert linked <= {text}
        assert all(re.fullmatch(r"https://[a-z.]+(/\S*)?", url) for url in linked)
        assert violations(message.text, message.blocks) == []


def shape(soup: BeautifulSoup) -> set[tuple[str, tuple[str, ...]]]:
    """Every tag with the names of its attributes."""
    return {(tag.name, tuple(sorted(tag.attrs))) for tag in soup.find_all(True)}


@cache
def harmless() -> list[set[tuple[str, tuple[str, ...]]]]:
    """The tags of the e-mails of a word that means no harm."""
    return [shape(BeautifulSoup(parts.html, "html5lib")) for parts in emails("word")]


class TestHtml:
    @SEVERAL
    def test_it_has_the_tags_of_a_harmless_one_and_only_our_links(self, text: str) -> None:
        known = {tag for tags in harmless() for tag in tags}

        for parts in emails(text):
            soup = BeautifulSoup(parts.html, "html5lib")

            assert shape(soup) <= known
            assert {a["href"] for a in soup.find_all("a")} <= {GOOD, EVERY, LEAVE}
            assert BARE_ADDRESS.search(soup.get_text()) is None

    @SEVERAL
    def test_an_address_becomes_a_link_as_it_is_or_not_at_all(self, text: str) -> None:
        parts = render.notice(notice(poisoned("x", url=text)))

        linked = {str(a["href"]) for a in BeautifulSoup(parts.html, "lxml").find_all("a")}
        assert linked <= {text}
        assert all(re.fullmatch(r"https://[a-z.]+(/\S*)?", url) for url in linked)


def unseen(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}} - {"\n"}


class TestText:
    @SEVERAL
    def test_it_shows_all_that_it_holds_and_only_our_addresses(self, text: str) -> None:
        for parts in emails(text):
            assert unseen(parts.text) == set()
            ours = {f"<{EVERY}>", f"<{LEAVE}>"}
            assert set(re.findall(r"\S*://\S*", parts.text)) <= {f"<{GOOD}>", f"<{GOOD}>,", f"<{GOOD}>."} | ours

    @SEVERAL
    def test_a_terminal_gets_words_only(self, text: str) -> None:
        stream = io.StringIO()
        console = Console(stream)

        for case in told(text):
            console.slack(blocks.notice(case), text)
        for parts in emails(text):
            console.email(parts, text)

        assert unseen(stream.getvalue()) == set()


class TestHeaders:
    @SEVERAL
    def test_there_are_our_headers_two_parts_and_one_line_of_subject(self, text: str) -> None:
        smtp = Smtp("smtp://mail.example.org", "monitor@example.org")
        at = datetime(2025, 12, 26, tzinfo=UTC)

        for parts in emails(text):
            headers = smtp._headers(text, team=text, at=at, thread=text, unsubscribe="https://m.example/unsubscribe")
            sent = smtp._message(parts, headers, to="a@b.example", own_link=f"{OURS}unsubscribe?token=t")

            message = BytesParser(policy=default).parsebytes(sent)
            assert set(message.keys()) == HEADERS
            assert len(message.keys()) == len(HEADERS)
            assert [p.get_content_type() for p in message.walk()] == [
                "multipart/alternative",
                "text/plain",
                "text/html",
            ]
            assert message["Subject"] == parts.subject.replace("=?", "= ?")
            assert len(parts.subject) <= 200
            assert unseen(parts.subject) == set()
