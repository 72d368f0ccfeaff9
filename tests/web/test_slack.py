"""Clicks and the shortcut, over a real server: what is done, and what is refused."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from monitor.core.alerts import Place
from monitor.notify.slack import clicks
from monitor.notify.slack.buttons import Verb
from monitor.service import administration, commanding, interacting, interactions
from monitor.service.app import Service
from monitor.service.tickets import close_done
from monitor.store import decisions, registering
from monitor.store.engine import reading, transaction
from tests.fakes.slack_rules import check_message, violations
from tests.fakes.slack_socket import until
from tests.notify.hostile import CASES, HOSTILE
from tests.web.slack_app import SlackApp, form, slack_app

OPENAI = (
    "gpt-4-0314",
    "gpt-3.5-turbo-0301",
    "gpt-4-32k",
    "gpt-4.5-preview",
    "gpt-4-vision-preview",
    "text-davinci-003",
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[SlackApp]:
    with slack_app(tmp_path) as made:
        made.round()
        yield made


class TestClicks:
    def test_a_snooze_is_decided_and_shown_by_the_message_itself(self, app: SlackApp) -> None:
        (first,) = app.slack.ledger
        answer = app.interact(app.click(first, "snooze", chosen="30 days"))
        app.deliver()

        assert (answer.status, answer.body) == (200, "")
        assert app.decided == ["snoozed until 2026-02-01 by ana (U1)"]
        assert "Snoozed until *1 February 2026* by ana · ranker" in app.shown()
        assert len(app.slack.ledger) == 1

    @pytest.mark.parametrize(
        ("name", "how", "decided"),
        [
            ("acknowledge", {}, "acknowledged by ana (U1)"),
            ("not_ours", {}, "said to be not ours by ana (U1)"),
            ("snooze", {"chosen": "7 days"}, "snoozed until 2026-01-09 by ana (U1)"),
            ("snooze", {"chosen": "14 days before"}, "snoozed until 2026-03-12 by ana (U1)"),
            ("plan", {"day": "2026-03-01"}, "planned for 2026-03-01 by ana (U1)"),
        ],
    )
    def test_each_button_is_a_decision(self, app: SlackApp, name: str, how: dict[str, str], decided: str) -> None:
        assert app.interact(app.click(app.slack.ledger[0], name, **how)).status == 200
        assert app.decided == [decided]

    def test_what_is_decided_can_be_taken_back(self, app: SlackApp) -> None:
        (first,) = app.slack.ledger
        app.interact(app.click(first, "acknowledge"))
        app.deliver()
        assert "Acknowledged by ana" in app.shown()
        app.interact(app.click(first, "reopen"))
        app.deliver()

        assert app.decided == ["reopened by ana (U1)", "acknowledged by ana (U1)"]
        assert "Acknowledged by ana" not in app.shown()

    def test_a_plan_that_is_too_late_says_so(self, app: SlackApp) -> None:
        app.interact(app.click(app.slack.ledger[0], "plan", day="2026-04-01"))
        app.deliver()

        assert "*1 April 2026*, 6 days after it stops answering" in app.shown()

    def test_migrated_retires_the_pins_and_ends_the_thread(self, tmp_path: Path) -> None:
        with slack_app(tmp_path, pins='"anthropic/claude-opus-4-1"') as app:
            place = Place("openai/gpt-4-0314", "prod", "app.py:3")
            administration.add_pin(app.service, "ranker", place, who="test", owner="api")
            app.round()
            answer = app.interact(app.click(app.slack.ledger[0], "migrated"))
            close_done(app.service)
            app.deliver()

            assert (answer.status, app.pinned) == (200, ["ranker anthropic/claude-opus-4-1"])
            assert "is done in ranker" in str(app.slack.ledger[1].blocks)
            assert app.slack.ledger[1].arguments["thread_ts"] == app.slack.ledger[0].ts
            assert "ranker no longer pins it." in app.shown()
            assert "acknowledge" not in app.shown()

    def test_a_pin_of_the_file_stays_and_the_person_is_told_why(self, app: SlackApp) -> None:
        assert app.interact(app.click(app.slack.ledger[0], "migrated")).status == 200

        assert app.pinned == ["ranker openai/gpt-4-0314"]
        (reply,) = app.slack.answers
        assert "in the configuration file (openai/gpt-4-0314): take it out there" in str(reply["blocks"])

    def test_a_day_that_has_passed_is_refused_in_words(self, app: SlackApp) -> None:
        app.interact(app.click(app.slack.ledger[0], "plan", day="2025-12-01"))

        assert app.decided == []
        assert "2025-12-01 is no day ahead" in str(app.slack.answers)

    def test_a_model_that_is_no_longer_pinned_is_told_in_words(self, app: SlackApp) -> None:
        payload = app.click(app.slack.ledger[0], "acknowledge")
        payload["actions"][0]["value"] = json.dumps([["ranker", "openai/gpt-5"], ["no such project", "gpt-5"]])

        assert app.interact(payload).status == 200
        assert "ranker does not pin openai/gpt-5" in str(app.slack.answers)
        assert "there is no project no such project" in str(app.slack.answers)

    def test_the_short_form_has_a_menu(self, tmp_path: Path) -> None:
        pins = ", ".join(f'"openai/{name}"' for name in OPENAI)
        with slack_app(tmp_path, pins=pins) as app:
            app.round()
            app.interact(app.click(app.slack.ledger[0], "menu", chosen="Snooze for 7 days"))
            app.deliver()

            assert app.decided == ["snoozed until 2026-01-09 by ana (U1)"]
            assert "Snoozed until *9 January 2026* by ana" in app.shown()


class TestTheSameTwice:
    def test_a_click_that_arrives_again_is_one_decision_and_one_update(self, app: SlackApp) -> None:
        payload = app.click(app.slack.ledger[0], "acknowledge")
        statuses = [app.interact(payload).status for _ in range(3)]
        app.deliver()

        assert statuses == [200, 200, 200]
        assert app.decided == ["acknowledged by ana (U1)"]
        assert app.slack.requests.count("chat.update") == 1

    def test_two_clicks_of_one_person_are_one_decision(self, app: SlackApp) -> None:
        for _ in range(2):
            app.interact(app.click(app.slack.ledger[0], "acknowledge"))
        app.deliver()

        assert app.decided == ["acknowledged by ana (U1)"]
        assert app.slack.requests.count("chat.update") == 1

    def test_an_old_click_that_is_played_again_takes_nothing_back(self, app: SlackApp) -> None:
        old = app.click(app.slack.ledger[0], "acknowledge")
        app.interact(old)
        app.deliver()
        app.interact(app.click(app.slack.ledger[0], "reopen"))
        app.interact(old)

        assert app.decided[0] == "reopened by ana (U1)"

    def test_migrated_is_done_once(self, tmp_path: Path) -> None:
        with slack_app(tmp_path, pins="") as app:
            place = Place("openai/gpt-4-0314")
            administration.add_pin(app.service, "ranker", place, who="test", owner="api")
            app.round()
            payload = app.click(app.slack.ledger[0], "migrated")
            app.interact(payload)
            administration.add_pin(app.service, "ranker", place, who="test", owner="api")
            app.interact(payload)

            assert app.pinned == ["ranker openai/gpt-4-0314"]


class TestInTime:
    @pytest.fixture
    def app(self, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlackApp]:
        """On each database, and with the patience that production has."""
        with slack_app(tmp_path, database=database_url) as made:
            monkeypatch.setattr(interactions, "PATIENCE", 2.0)
            made.round()
            yield made

    def test_a_click_is_acknowledged_while_a_round_lets_nobody_write_and_done_after_it(self, app: SlackApp) -> None:
        began = time.monotonic()
        with transaction(app.service.engine) as session:
            decisions.one_at_a_time(session)
            answer = app.interact(app.click(app.slack.ledger[0], "acknowledge"))
            took = time.monotonic() - began
            assert app.decided == []

        assert (answer.status, took < 3) == (200, True)
        until(lambda: app.decided == ["acknowledged by ana (U1)"])

    def test_a_command_is_answered_once_it_is_done(self, app: SlackApp) -> None:
        with transaction(app.service.engine) as session:
            registering.one_at_a_time(session)
            assert app.command("add openai/gpt-5").status == 200
            assert app.slack.answers == []
        until(lambda: app.slack.answers)

        assert "pins `openai/gpt-5` now" in str(app.slack.answers[0]["blocks"])

    def test_what_was_taken_is_done_before_the_server_ends(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with slack_app(tmp_path) as other:
            other.round()
            monkeypatch.setattr(interactions, "PATIENCE", 0)
            for name in ("acknowledge", "not_ours"):
                other.interact(other.click(other.slack.ledger[0], name))
            engine = other.service.engine
        with reading(engine) as session:
            assert len(decisions.history(session)) == 2

    def test_one_that_fails_stops_no_other(self, app: SlackApp, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as broken, capture_logs() as logged:
            broken.setattr(interacting, "clicked", None)
            assert app.interact(app.click(app.slack.ledger[0], "acknowledge")).status == 200
            assert "a request from Slack failed" in {line["event"] for line in logged}
        app.interact(app.click(app.slack.ledger[0], "acknowledge"))

        assert app.decided == ["acknowledged by ana (U1)"]


class TestACrash:
    """What was begun and not finished is not taken for done when it comes again."""

    @pytest.fixture
    def broken(self, app: SlackApp) -> Service:
        def crash(name: str) -> None:
            raise SystemExit(name)

        return replace(app.service, checkpoint=crash)

    def test_migrated_is_done_when_it_comes_again(self, app: SlackApp, broken: Service) -> None:
        administration.add_pin(app.service, "ranker", Place("openai/gpt-4-0314", "dev"), who="test", owner="api")
        click = clicks.interaction(app.click(app.slack.ledger[0], "migrated"))
        assert isinstance(click, clicks.Click)
        with pytest.raises(SystemExit):
            interacting.clicked(broken, click)
        assert len(app.pinned) == 2

        interacting.clicked(app.service, click)
        assert len(app.pinned) == 1

    @pytest.mark.parametrize(
        ("typed", "pinned"),
        [("add openai/gpt-5.2", ["gpt-4-0314", "gpt-5", "gpt-5.2"]), ("remove openai/gpt-5", ["gpt-4-0314"])],
    )
    def test_a_command_is_done_when_it_comes_again(
        self, app: SlackApp, broken: Service, typed: str, pinned: list[str]
    ) -> None:
        administration.add_pin(app.service, "ranker", Place("openai/gpt-5"), who="test", owner="api")
        asked = clicks.command(app.typed(typed, "T"))
        with pytest.raises(SystemExit):
            commanding.answer(broken, asked)
        assert app.pinned == ["ranker openai/gpt-4-0314", "ranker openai/gpt-5"]

        commanding.answer(app.service, asked)
        assert app.pinned == [f"ranker openai/{name}" for name in pinned]


class TestWhoMayAsk:
    @pytest.mark.parametrize("path", ["interactions", "commands"])
    def test_what_slack_did_not_sign_is_refused(self, app: SlackApp, path: str) -> None:
        body = form(payload=json.dumps(app.click(app.slack.ledger[0], "acknowledge")))
        refused = [
            app.post(path, body, secret="another secret"),
            app.post(path, body, X_Slack_Signature="v0=" + "0" * 64),
            app.post(path, body, X_Slack_Signature=""),
            app.post(path, body, X_Slack_Signature="v0=é"),
            app.post(path, body, X_Slack_Request_Timestamp="now"),
            app.post(path, body, X_Slack_Request_Timestamp="9" * 400),
            app.post(path, b"\xff\xfe"),
        ]

        assert {answer.status for answer in refused} == {401}
        assert app.decided == []

    @pytest.mark.parametrize(("age", "status"), [(240, 200), (301, 401), (-360, 401), (86_400, 401)])
    def test_what_is_older_than_five_minutes_is_refused(self, app: SlackApp, age: int, status: int) -> None:
        payload = app.click(app.slack.ledger[0], "acknowledge")

        assert app.interact(payload, age=age).status == status
        assert len(app.decided) == (status == 200)

    def test_an_old_click_in_a_new_request_is_not_done(self, app: SlackApp) -> None:
        payload = app.click(app.slack.ledger[0], "acknowledge")
        payload["actions"][0]["action_ts"] = f"{app.service.clock.now().timestamp() - 301:.6f}"

        assert app.interact(payload).status == 200
        assert app.decided == []
        assert "came too late and was not done" in str(app.slack.answers)

    @pytest.mark.parametrize(
        "url",
        ["https://slack.com.evil.example/x", "http://127.0.0.1:9/actions/x", "http://hooks.slack.com/x", "ftp://x"],
    )
    def test_nobody_is_answered_elsewhere_than_at_slack(self, app: SlackApp, url: str) -> None:
        payload = app.shortcut("gpt-4-0314") | {"response_url": url}
        with capture_logs() as logged:
            app.interact(payload)

        assert [line["error"] for line in logged] == ["answering a person: the address for it is not Slack's"]

    def test_without_a_secret_there_is_nothing_and_no_buttons_either(self, tmp_path: Path) -> None:
        with slack_app(tmp_path, secret="") as app:
            app.round()
            answer = app.command("list", secret="x")

            assert (answer.status, "signing_secret_env" in answer.body) == (404, True)
            assert "actions" not in {b["type"] for b in app.slack.ledger[0].blocks}

    def test_a_request_from_another_sites_page_is_refused(self, app: SlackApp) -> None:
        assert app.command("list", Origin="https://evil.example").status == 403
        assert app.command("list", Host="evil.example").status == 421

    def test_an_oversized_body_is_refused_unread(self, app: SlackApp) -> None:
        assert app.post("interactions", b"payload=x", Content_Length=str(2**20 + 1)).status == 413

    def test_too_many_fields_are_no_form(self, app: SlackApp) -> None:
        assert app.post("interactions", b"&".join([b"a=b"] * 200)).status == 422

    @pytest.mark.parametrize("payload", ["", "{", "[]", "null", "1" * 5_000, "[" * 10_000, '{"type": 1}', "{}"])
    def test_what_makes_no_sense_is_no_defect(self, app: SlackApp, payload: str) -> None:
        assert app.post("interactions", form(payload=payload)).status in {200, 422}
        assert app.decided == []


class TestTheShortcut:
    def ask(self, app: SlackApp, text: str) -> str:
        assert app.interact(app.shortcut(text)).status == 200
        (reply,) = app.slack.answers
        return str(reply["blocks"])

    def test_it_says_how_each_model_in_a_message_stands(self, app: SlackApp) -> None:
        said = self.ask(app, "we call `openai/gpt-4-0314`, claude-opus-4-1-20250805 and &lt;gpt-4-0314&gt;. Thoughts?")

        assert "`openai/gpt-4-0314` *stops answering in 83 days, on 26 March 2026*" in said
        assert "`claude-opus-4-1-20250805`" in said
        assert "Thoughts" not in said

    @pytest.mark.parametrize(
        "written",
        [
            "openai:gpt-4-0314",
            "openrouter/openai/gpt-4-0314",
            "azure/gpt-4o@2024-05-13",
            "vertex_ai/claude-3-haiku@20240307",
            "publishers/anthropic/models/claude-3-haiku@20240307",
            "bedrock/us-east-1/anthropic.claude-3-haiku-20240307-v1:0",
            "us.anthropic.claude-3-haiku-20240307-v1:0",
            "ft:gpt-3.5-turbo-0613:acme::x",
            "mistral-large-latest",
            "command-r",
        ],
    )
    def test_it_understands_what_can_be_pinned(self, app: SlackApp, written: str) -> None:
        said = self.ask(app, f"we call {written}, and that is all.")

        assert f"`{written}`" in said
        assert "known to no source" not in said
        assert "From the bundled catalog of" in said

    def test_an_id_with_a_slip_in_it_is_answered_with_what_may_be_meant(self, app: SlackApp) -> None:
        said = self.ask(app, "is gpt-4-0315 fine?")

        assert "`gpt-4-0315` is known to no source that is read. Did you mean `openai/gpt-4-0314`" in said

    def test_of_very_many_the_first_are_told_and_the_others_counted(self, app: SlackApp) -> None:
        said = self.ask(app, " ".join(f"gpt-4-{n:04}" for n in range(1_000)))

        assert said.count("known to no source") + said.count("*stops") >= 25
        assert "more" in said

    def test_a_message_without_models_is_told_so(self, app: SlackApp) -> None:
        assert "names no model that is known" in self.ask(app, "lunch? <!channel> 12:30")

    def test_in_a_thread_it_is_answered_there(self, app: SlackApp) -> None:
        asked = app.shortcut("gpt-4-0314")
        asked["message"]["thread_ts"] = "1.4"
        app.interact(asked)

        assert app.slack.answers[0]["thread_ts"] == "1.4"


def accepted(blocks: list[dict[str, Any]]) -> bool:
    check_message("x", blocks)
    return violations("x", blocks) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(HOSTILE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackApp]:
    with slack_app(tmp_path_factory.mktemp("app")) as made:
        made.round()
        yield made


class TestAnything:
    @settings(max_examples=CASES, deadline=None)
    @given(
        name=st.sampled_from([*Verb, "other"]),
        value=JSON,
        option=JSON,
        day=JSON,
        where=st.sampled_from(["user", "channel", "message", "actions", "trigger_id", "none"]),
        instead=JSON,
    )
    def test_no_payload_is_a_defect(
        self, one: SlackApp, *, name: str, value: object, option: object, day: object, where: str, instead: object
    ) -> None:
        about = value if isinstance(value, str) else json.dumps(value)
        chosen = option if isinstance(option, str) else json.dumps([name, 7, option])
        payload = {
            "type": "block_actions",
            "user": {"id": "U1", "username": str(day)},
            "channel": {"id": "C00000002"},
            "message": {
                "ts": "1.1",
                "blocks": [{"block_id": "b", "elements": [{"type": "button", "value": about}, value]}, option],
            },
            "trigger_id": "none",
            "actions": [
                {
                    "action_id": name,
                    "action_ts": one.stamp(),
                    "block_id": "b",
                    "value": about,
                    "selected_date": day,
                    "selected_option": {"value": chosen},
                }
            ],
        } | {where: instead}

        assert one.interact(payload).status in {200, 422}
        assert one.decided == []

    @settings(max_examples=CASES // 2, deadline=None)
    @given(
        project=st.sampled_from(HOSTILE),
        reference=st.sampled_from(HOSTILE),
        verb=st.sampled_from([v for v in Verb if v is not Verb.MENU]),
    )
    def test_no_name_is_a_defect_or_escapes_from_the_answer(
        self, one: SlackApp, project: str, reference: str, verb: str
    ) -> None:
        payload = one.click(one.slack.ledger[0], "acknowledge")
        payload["message"]["blocks"] = [
            {"block_id": "b", "elements": [{"type": "button", "value": json.dumps([[project, reference]])}]}
        ]
        payload["actions"] = [
            {
                "action_id": verb,
                "block_id": "b",
                "action_ts": one.stamp(),
                "value": json.dumps([[project, reference]]),
                "selected_option": {"value": "7"},
                "selected_date": "2026-03-01",
            }
        ]
        one.slack.answers.clear()

        assert one.interact(payload).status == 200
        assert all(accepted(reply["blocks"]) for reply in one.slack.answers)
