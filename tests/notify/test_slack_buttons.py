"""Buttons under alerts, and the state that stands above them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from monitor.notify.phrase import Strong
from monitor.notify.slack.blocks import notice
from monitor.notify.slack.buttons import LONGEST_OPTION, State, Under
from monitor.notify.slack.parts import MOST_BLOCKS, MOST_CHARACTERS, SlackMessage, characters
from tests.fakes.slack_rules import check_message, violations
from tests.notify import samples
from tests.notify.hostile import CASES, HOSTILE
from tests.notify.samples import alert, place

WITH = Under(buttons=True)
ABOUT = ("ranker", "openai", "gpt-4-0314", "")


def accepted(message: SlackMessage) -> bool:
    check_message(message.text, message.blocks)
    for block in Block.parse_all(message.blocks):
        block.validate_json()
    within = len(message.blocks) <= MOST_BLOCKS and characters(message.blocks) <= MOST_CHARACTERS
    return within and violations(message.text, message.blocks) == []


def elements(message: SlackMessage) -> list[dict[str, object]]:
    return [e for block in message.blocks if block["type"] == "actions" for e in block["elements"]]


def test_every_alert_has_a_row_of_buttons_that_says_what_it_is_about() -> None:
    message = notice(samples.notice(), under=WITH)

    assert accepted(message)
    assert [e["action_id"] for e in elements(message)] == ["acknowledge", "snooze", "plan", "migrated", "not_ours"]
    assert json.loads(str(elements(message)[0]["value"])) == [["ranker", "openai/gpt-4-0314"]]
    assert [o["value"] for o in elements(message)[1]["options"]] == ["7", "30", "-14"]  # type: ignore[attr-defined]  # parsed JSON


def test_a_snooze_until_before_the_end_needs_an_end_that_is_far_enough() -> None:
    for end in (None, samples.TODAY + timedelta(days=14)):
        message = notice(samples.notice(alerts=(alert(shutdown_on=end),)), under=WITH)
        assert [o["value"] for o in elements(message)[1]["options"]] == ["7", "30"]  # type: ignore[attr-defined]  # parsed JSON


def test_without_buttons_the_message_is_the_same_but_for_them() -> None:
    plain, buttons = notice(samples.notice()), notice(samples.notice(), under=WITH)

    assert plain.blocks == [b for b in buttons.blocks if b["type"] != "actions"]
    assert plain.text == buttons.text


def test_a_state_stands_above_the_buttons_and_can_be_taken_back() -> None:
    said = Under(buttons=True, states={ABOUT: State(("Snoozed until ", Strong("5 December 2026"), " by ana"))})
    message = notice(samples.notice(), under=said)

    assert "Snoozed until *5 December 2026* by ana" in str(message.blocks)
    assert elements(message)[0]["action_id"] == "reopen"
    assert accepted(message)


def test_what_is_over_has_no_buttons() -> None:
    said = Under(buttons=True, states={ABOUT: State(("ranker no longer pins it.",), over=True)})

    assert elements(notice(samples.notice(), under=said)) == []


def test_many_alerts_have_a_menu_each_and_very_many_have_none() -> None:
    many = tuple(alert(model_id=f"gpt-{n}", places=(place(reference=f"openai/gpt-{n}"),)) for n in range(20))
    message = notice(samples.notice(*many), under=WITH)
    menus = [b["accessory"] for b in message.blocks if "accessory" in b]

    assert accepted(message)
    assert len(menus) == 20
    assert json.loads(menus[3]["options"][1]["value"]) == ["snooze", 7, [["ranker", "openai/gpt-3"]]]
    assert elements(message) == []

    very_many = tuple(alert(model_id=f"gpt-{n}", places=(place(reference=f"openai/gpt-{n}"),)) for n in range(90))
    short = notice(samples.notice(*very_many), under=WITH)
    assert accepted(short)
    assert not [b for b in short.blocks if "accessory" in b]


def test_one_alert_for_several_projects_is_decided_for_all_of_them() -> None:
    places = (place(project="a"), place(project="b", reference="gpt-4-0314"), place(project="b"))
    several = replace(samples.notice(), project="", projects=("a", "b"), alerts=(alert(places=places),))

    value = json.loads(str(elements(notice(several, under=WITH))[0]["value"]))
    assert value == [["a", "openai/gpt-4-0314"], ["b", "gpt-4-0314"]]


def test_what_is_too_long_for_a_button_has_none() -> None:
    long = samples.notice(alerts=(alert(places=(place(reference="x" * 2_100),)),))
    message = notice(long, under=WITH)

    assert elements(message) == []
    assert accepted(message)


@pytest.mark.parametrize("project", ["x" * LONGEST_OPTION, "ranker"])
@settings(max_examples=CASES, deadline=None)
@given(name=st.sampled_from(HOSTILE), reference=st.sampled_from(HOSTILE), number=st.integers(1, 12))
def test_no_name_breaks_a_row_or_a_menu(project: str, name: str, reference: str, number: int) -> None:
    hostile = alert(model_id=name, places=(place(reference=reference),), shutdown_on=date(2026, 3, 26))
    words = Under(buttons=True, states={(project, "openai", name.casefold()): State((name, " by ", reference))})

    assert accepted(notice(samples.notice(project=project, alerts=(hostile,) * number), under=words))
