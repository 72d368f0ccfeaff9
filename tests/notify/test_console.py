"""Messages on a terminal."""

from __future__ import annotations

import io

import pytest

from monitor.errors import DeliveryError
from monitor.notify.console import Console
from monitor.notify.email import render
from monitor.notify.slack.blocks import notice
from monitor.notify.slack.parts import SlackMessage
from tests.notify import samples
from tests.notify.samples import alert, retired


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(message: SlackMessage, stream: io.StringIO) -> str:
    Console(stream).slack(message, "#search")
    return stream.getvalue()


def test_a_slack_message_is_printed_as_it_reads() -> None:
    assert printed(notice(samples.notice()), io.StringIO()) == (
        "Slack message to #search\n"
        "┃ gpt-4-0314 stops answering in 90 days · ranker\n"
        "┃\n"
        "┃ OpenAI shuts it down on 26 March 2026 (in 90 days). Requests for it fail from then on.\n"
        "┃ Deprecated since 26 September 2025.\n"
        "┃ Pinned by the search team as openai/gpt-4-0314 · prod · settings.toml:12\n"
        "┃\n"
        "┃ Move to gpt-5 — OpenAI recommends it\n"
        "┃   Price per million tokens: input $30 → $1.25 (24× cheaper), output $60 → $10 (6× cheaper)\n"
        "┃   Context: 8,192 → 400,000 tokens (49× larger)\n"
        "┃   No end date stated\n"
        "┃\n"
        "┃ or to gpt-4.1 — OpenAI recommends it\n"
        "┃   Price per million tokens: input $30 → $2 (15× cheaper), output $60 → $8 (7.5× cheaper)\n"
        "┃   Context: 8,192 → 1,000,000 tokens (122× larger)\n"
        "┃   No end date stated\n"
        "┃\n"
        "┃ “2026-03-26 | gpt-4-0314 | gpt-5 or gpt-4.1*”\n"
        "┃ openai/deprecations (https://platform.openai.com/docs/deprecations), read on 26 December 2025\n"
        "┃\n"
        "┃ Prices and context windows: genai-prices 0.2.3\n"
        "\n"
    )


def test_there_is_no_colour_in_a_file() -> None:
    assert "\x1b" not in printed(notice(samples.notice()), io.StringIO())


def test_there_is_colour_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)

    shown = printed(notice(samples.notice()), Terminal())

    assert "\x1b[36mgpt-5\x1b[0m" in shown
    assert shown.count("\x1b[0m") * 2 == shown.count("\x1b[")


def test_no_color_is_obeyed_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b" not in printed(notice(samples.notice()), Terminal())


def test_long_lines_are_wrapped_and_addresses_are_not() -> None:
    long = alert(note="word " * 60, evidence=samples.evidence(url=f"https://docs.example.org/{'a' * 200}"))

    lines = printed(notice(samples.notice(long, retired())), io.StringIO()).splitlines()

    assert all(len(line) <= 102 or "https://" in line for line in lines)
    assert any(f"(https://docs.example.org/{'a' * 200})," in line for line in lines)


def test_an_email_is_printed_with_its_subject_and_text() -> None:
    stream = io.StringIO()

    Console(stream).email(render.EmailParts("A subject", "One line\n\nAnother\n", "<p>"), "team@example.org")

    assert stream.getvalue() == "E-mail to team@example.org\n┃ A subject\n┃\n┃ One line\n┃\n┃ Another\n\n"


class Shut(io.StringIO):
    def flush(self) -> None:
        raise BrokenPipeError(32, "Broken pipe")


def test_what_nobody_reads_any_more_was_not_sent_and_is_tried_again() -> None:
    with pytest.raises(DeliveryError, match="printing: broken pipe") as refused:
        printed(notice(samples.notice()), Shut())

    assert not refused.value.permanent
