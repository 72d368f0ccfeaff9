"""Clicks, commands and the shortcut by Socket Mode, over a real WebSocket: as by HTTP, and what becomes of the line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from monitor.core.alerts import Place
from monitor.notify.slack import socket
from monitor.service import administration, interactions
from monitor.store import socket_mode
from monitor.store.engine import reading, transaction
from tests.fakes.slack import APP_TOKEN, error
from tests.fakes.slack_socket import until
from tests.web.slack_app import SlackApp, slack_app

QUICK = 0.05  # seconds between two looks at the connection


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlackApp]:
    """A service that Slack cannot call, and whose team was told of one model."""
    monkeypatch.setattr(socket, "LOOK_EVERY", QUICK)
    monkeypatch.setattr(socket, "PING_EVERY", 600)  # what is noticed at all is noticed without a ping
    with slack_app(tmp_path, secret="", app_token=APP_TOKEN) as made:
        made.round()
        until(lambda: made.slack.socket.open)
        yield made


def send(app: SlackApp, kind: str, payload: Any, envelope: str) -> float:
    """Send an envelope; the seconds until it was acknowledged."""
    before, line = len(app.slack.socket.acknowledged), app.slack.socket
    began = time.monotonic()
    line.envelope(kind, payload, envelope)
    until(lambda: len(line.acknowledged) > before)
    found, at = line.acknowledged[-1]
    assert found == envelope
    return at - began


def click(app: SlackApp, envelope: str = "1") -> None:
    send(app, "interactive", app.click(app.slack.ledger[0], "acknowledge"), envelope)


def noted(app: SlackApp) -> tuple[datetime, str]:
    """What whoever watches knows of the connection."""
    with reading(app.service.engine) as session:
        known = socket_mode.last(session)
    assert known is not None
    return known


def test_all_that_is_asked_for_is_done_and_acknowledged(app: SlackApp) -> None:
    """One test, since a connection takes seconds to end."""
    click(app)
    app.deliver()
    assert app.decided == ["acknowledged by ana (U1)"]
    assert "Acknowledged by ana" in app.shown()

    send(app, "slash_commands", app.typed("who gpt-4-0314"), "2")
    assert "*Pinned in 1 place*" in str(app.slack.answers[-1]["blocks"])

    send(app, "interactive", app.shortcut("we call gpt-4-0314"), "3")
    assert "Models in this message" in str(app.slack.answers[-1]["blocks"])

    send(app, "interactive", app.click(app.slack.ledger[0], "migrated"), "4")
    assert "in the configuration file" in str(app.slack.answers[-1]["blocks"])
    assert app.post("commands", b"text=list", secret="x").status == 404  # HTTP is closed without its own secret


def test_what_comes_twice_late_or_makes_no_sense_does_nothing(app: SlackApp) -> None:
    with capture_logs() as logged:
        first = app.click(app.slack.ledger[0], "acknowledge")
        for envelope in ("1", "1", "other id"):
            send(app, "interactive", first, envelope)
        typed = app.typed("add openai/gpt-5", "T")
        for envelope in ("2", "2"):
            send(app, "slash_commands", typed, envelope)
        assert "That was done already" in str(app.slack.answers[-1]["blocks"])
        assert app.decided == ["acknowledged by ana (U1)"]
        assert app.pinned == ["ranker openai/gpt-4-0314", "ranker openai/gpt-5"]

        late = app.click(app.slack.ledger[0], "not_ours")
        late["actions"][0]["action_ts"] = f"{app.service.clock.now().timestamp() - 301:.6f}"
        send(app, "interactive", late, "3")
        assert "came too late and was not done" in str(app.slack.answers[-1]["blocks"])

        administration.add_pin(app.service, "ranker", Place("openai/gpt-5.2"), who="test", owner="api")
        forged: list[Any] = [{}, {"type": "block_actions"}, "text", {"type": "block_actions", "actions": [{}]}]
        for number, payload in enumerate(forged):
            send(app, "interactive", payload, f"forged {number}")
            send(app, "slash_commands", payload, f"forged command {number}")
        send(app, "events_api", {"event": {"type": "message"}}, "unasked")
        app.slack.socket.envelope("interactive", [], "no object")
        app.slack.socket.say("no JSON")
        app.slack.socket.say({"type": "interactive", "payload": {}})
        click(app, "last")

    assert app.decided == ["acknowledged by ana (U1)"]
    assert {line["event"] for line in logged} >= {"a request from Slack was refused"}
    assert "a request from Slack failed" not in {line["event"] for line in logged}


def test_a_click_is_acknowledged_in_time_while_nobody_may_write(app: SlackApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interactions, "PATIENCE", 2.0)
    with transaction(app.service.engine):
        assert send(app, "interactive", app.click(app.slack.ledger[0], "acknowledge"), "1") < 3
        assert app.decided == []
    until(lambda: app.decided)


def test_the_line_is_taken_up_again(app: SlackApp, monkeypatch: pytest.MonkeyPatch) -> None:
    line, said, note = app.slack.socket, list[str](), socket_mode.note
    monkeypatch.setattr(socket_mode, "note", lambda s, error, at: (said.append(error), note(s, error, at=at)))

    line.change_over()
    assert send(app, "interactive", app.click(app.slack.ledger[0], "acknowledge"), "at once on the next one") < 3
    until(lambda: len(line.open) == 1)
    app.slack.then(error("internal_error"), error("fatal_error"))
    greeted = line.greeted
    line.hang_up()
    until(lambda: line.greeted > greeted)
    until(lambda: any(said) and not said[-1])
    until(lambda: not noted(app)[1])  # it is kept a moment after it was said
    click(app, "after two refusals to open another")
    greeted = line.greeted
    line.drop()
    until(lambda: line.greeted > greeted)
    click(app, "after the network has dropped it")

    assert app.decided == ["acknowledged by ana (U1)"]


def test_a_token_that_is_refused_is_said_in_words_and_stops_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "LOOK_EVERY", QUICK)
    with (
        capture_logs() as logged,
        slack_app(tmp_path, secret="", app_token="xapp-another") as app,
    ):
        until(lambda: len(logged) > 1)
        app.round()

        assert len(app.slack.ledger) == 1
        assert "invalid_auth" in logged[0]["error"]
        assert [line["again_in"] for line in logged[:2]] == [2 * QUICK, 4 * QUICK]
        assert "xapp" not in str(logged)
        assert "invalid_auth: check the app-level token" in noted(app)[1]
