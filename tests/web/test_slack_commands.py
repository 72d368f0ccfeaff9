"""The command `/models`, over a real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from monitor.core.alerts import Place
from monitor.notify import wording
from monitor.notify.slack.parts import MOST_BLOCKS, MOST_CHARACTERS, characters
from monitor.notify.slack.replies import Reply, ephemeral
from monitor.service import administration, telling
from tests.fakes.slack_rules import check_message, texts, violations
from tests.notify.hostile import CASES, HOSTILE
from tests.web.slack_app import SlackApp, slack_app

SECOND = '[[projects]]\nname = "indexer"\nteam = "search"\n'
OTHERS = '[[teams]]\nname = "support"\nslack_channel = "#support"\n[[projects]]\nname = "bot"\nteam = "support"\n'


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackApp]:
    """A service that these tests only read, or whose pins they put back."""
    with slack_app(tmp_path_factory.mktemp("one"), more=OTHERS) as made:
        yield made


def said(app: SlackApp, typed: str, trigger: str = "", *, channel: str = "search") -> str:
    """The words of an answer, after it was found to be one that Slack takes and only one person sees."""
    app.slack.answers.clear()
    answer = app.command(typed, trigger, channel=channel)
    assert (answer.status, answer.body) == (200, "")
    (message,) = app.slack.answers
    assert message["response_type"] == "ephemeral"
    assert accepted(message["text"], message["blocks"])
    return "\n".join(text["text"] for text in texts(message["blocks"]))


def accepted(text: str, blocks: list[dict[str, object]]) -> bool:
    check_message(text, blocks)
    for block in Block.parse_all(blocks):
        block.validate_json()
    within = len(blocks) <= MOST_BLOCKS and characters(blocks) <= MOST_CHARACTERS
    return within and violations(text, blocks) == []


def test_it_lists_what_the_channels_teams_pin_and_is_not_well(one: SlackApp) -> None:
    assert said(one, "") == (
        "*search: 1 of 1 model not well*\n"
        "🟠 `openai/gpt-4-0314` *stops answering in 83 days, on 26 March 2026* · ranker\n"
        "From the bundled catalog of 21 August 2026, later than this day, where a source has not been read yet."
    )
    assert said(one, "list mine") == said(one, "list")
    assert said(one, "list", channel="support") == "*support: all 0 models are well*"


def test_a_private_channel_is_known_by_the_messages_that_went_there(tmp_path: Path) -> None:
    with slack_app(tmp_path) as app:
        assert "no team is told of its models in this channel" in said(app, "list", channel="privategroup")
        app.round()
        assert "search: 1 of 1 model" in said(app, "list", channel="privategroup")


def test_it_says_how_a_model_stands(one: SlackApp) -> None:
    answer = said(one, "check openai/gpt-4-0314", channel="somewhere")

    assert "🟠 `openai/gpt-4-0314` *stops answering in 83 days, on 26 March 2026*" in answer
    assert "OpenAI shuts it down on *26 March 2026 (in 83 days)*. Requests for it fail from then on." in answer
    assert "Move to" in answer
    assert "Did you mean `openai/gpt-4-0314`" in said(one, "check openai/gpt-4-0341")
    assert "is not being retired" in said(one, "check openai/gpt-5.2")
    assert "That did not work" in said(one, "check openai/")


def test_it_says_who_pins_a_model(one: SlackApp) -> None:
    answer = said(one, "who gpt-4-0314", channel="somewhere")

    assert answer == (
        "*Pinned in 1 place*\n🟠 `openai/gpt-4-0314` *stops answering in 83 days, on 26 March 2026*\n"
        "• *ranker* (search): `openai/gpt-4-0314`\n"
        "From the bundled catalog of 21 August 2026, later than this day, where a source has not been read yet."
    )
    for typed in ("who uses gpt-4-0314", "who uses gpt-4-0314?", "who pins `gpt-4-0314`", "WHO \u201cgpt-4-0314\u201d"):
        assert said(one, typed, channel="somewhere") == answer
    assert "Nobody pins it" in said(one, "who openai/gpt-5")


def test_a_model_is_added_once_and_removed(one: SlackApp) -> None:
    added = said(one, "add openai/gpt-4-0613", "A")
    again = said(one, "add openai/gpt-4-0613", "A")
    pinned = one.pinned
    removed = said(one, "remove openai/gpt-4-0613", "B")
    late = said(one, "add openai/gpt-4-0613", "A")

    assert added == "*Pinned*\n*ranker* pins `openai/gpt-4-0613` now."
    assert (again, late) == ("*That was done already*",) * 2
    assert "ranker openai/gpt-4-0613" in pinned
    assert removed == "*No longer pinned*\n`openai/gpt-4-0613`: 1 pin is gone from ranker"
    assert one.pinned == ["ranker openai/gpt-4-0314"]


def test_who_adds_a_model_that_no_source_names_hears_it_with_the_nearest(one: SlackApp) -> None:
    added = said(one, "add openai/gpt-4-061")

    assert "now.\nNo source names openai/gpt-4-061 (a typo? a private deployment?)" in added
    assert "nearest: openai/gpt-4-0613" in added


def test_a_decision_stands_beside_a_model_that_nobody_watches(one: SlackApp) -> None:
    said(one, "add openai/gpt-4-061")
    said(one, "snooze openai/gpt-4-061 14d")

    assert "`openai/gpt-4-061` is watched by nobody · ranker · snoozed until" in said(one, "list")


def test_what_the_file_holds_is_taken_out_there(one: SlackApp) -> None:
    assert "in the configuration file (openai/gpt-4-0314): take it out there" in said(one, "remove openai/gpt-4-0314")


def test_where_there_are_several_projects_one_is_named(tmp_path: Path) -> None:
    with slack_app(tmp_path, more=SECOND + OTHERS) as app:
        assert "which project is meant: `to PROJECT`; it may be indexer, ranker" in said(
            app, "add openai/gpt-5"
        ).replace("'", "`")
        said(app, "add openai/gpt-5 to indexer")
        assert "bot is no project of this channel" in said(app, "add openai/gpt-5 to bot")
        assert app.pinned == ["indexer openai/gpt-5", "ranker openai/gpt-4-0314"]

        administration.add_pin(app.service, "indexer", Place("openai/gpt-4-0314"), who="test", owner="api")
        said(app, "snooze openai/gpt-4-0314 14d in ranker")
        assert app.decided == ["snoozed until 2026-01-16 by ana (U1)"]


def test_a_snooze_that_is_sent_twice_is_one(tmp_path: Path) -> None:
    with slack_app(tmp_path) as app:
        answers = {said(app, "snooze openai/gpt-4-0314 14d", "T") for _ in range(2)}

        assert answers == {"*Snoozed*\n`openai/gpt-4-0314` in ranker until *16 January 2026*"}
        assert app.decided == ["snoozed until 2026-01-16 by ana (U1)"]


def test_two_pins_of_one_id_are_told_apart_and_what_is_decided_stands_beside_them(tmp_path: Path) -> None:
    with slack_app(tmp_path, pins='"openai/gpt-4o", "azure/gpt-4o@2024-05-13", "openai/gpt-4-0314"') as app:
        said(app, "snooze azure/gpt-4o@2024-05-13 14d")
        told, decided = said(app, "").split("\n"), "snoozed until 16 January 2026 by ana (U1)"

    assert told[:3] == [
        "*search: 2 of 3 models not well*",
        "🟠 `openai/gpt-4-0314` *stops answering in 83 days, on 26 March 2026* · ranker",
        f"🟡 `azure/gpt-4o@2024-05-13` *stops answering in 272 days, on 1 October 2026* · ranker · {decided}",
    ]
    assert told[3] == "and 1 other is well: `openai/gpt-4o`"


def test_of_many_models_that_are_well_some_are_named(tmp_path: Path) -> None:
    with (
        slack_app(tmp_path, pins='"openai/gpt-4o", "openai/gpt-5.2", "gpt-4o-mini"') as app,
        patch.object(telling, "MOST_WELL", 2),
    ):
        answer = said(app, "list")

    assert "*search: all 3 models are well*" in answer
    assert re.search(r"3 are well: `[^`]+`, `[^`]+` and 1 more\n", answer)


def test_what_was_read_long_ago_is_not_plainly_well(tmp_path: Path) -> None:
    with patch("tests.web.slack_app.DAY", date(2026, 12, 1)), slack_app(tmp_path, pins='"openai/gpt-4o"') as app:
        checked, pinned = said(app, "check openai/gpt-4o"), said(app, "list")

    assert re.search(
        r"⚪ `openai/gpt-4o` was not being retired as of .* 2026 \(\d+ days ago\): that is stale\.", checked
    )
    assert re.search(r"\nFrom the bundled catalog of .* 2026, \d+ days old, where a source", checked)
    assert "1 is well, by facts that are stale: `openai/gpt-4o`" in pinned
    assert "🟢" not in checked + pinned


@pytest.mark.parametrize("typed", ["help", "what is this", "<!channel>"])
def test_anything_else_is_answered_with_what_can_be_asked(one: SlackApp, typed: str) -> None:
    assert "`/models who REF`: who pins it, and where" in said(one, typed)


@pytest.mark.parametrize(
    "typed", ["check", "check a b", "who", "add", "add x y z", "remove", "snooze x", "snooze x 0d", "snooze x 99999d"]
)
def test_what_is_typed_wrong_is_answered_with_how_it_is_typed(one: SlackApp, typed: str) -> None:
    assert f"type /models {typed.split(maxsplit=1)[0]} REF" in said(one, typed)


def test_a_command_of_nobody_is_refused_in_words(one: SlackApp) -> None:
    answer = one.post("commands", b"text=list")

    assert (answer.status, "names no user or no channel" in answer.body) == (422, True)


@settings(max_examples=CASES, deadline=None)
@given(verb=st.sampled_from(["check", "who", "add", "remove", "snooze", ""]), typed=st.sampled_from(HOSTILE))
def test_nothing_that_is_typed_is_a_defect_or_comes_back_as_markup(one: SlackApp, verb: str, typed: str) -> None:
    try:
        typed.encode()
    except UnicodeEncodeError:
        return
    said(one, f"{verb} {typed} 7d")


@pytest.mark.parametrize("number", [0, 1])
def test_every_answer_is_within_slacks_limits(number: int) -> None:
    for line in HOSTILE:
        title = wording.name(line)
        message = ephemeral(Reply(title, ((line,),) * number))

        assert accepted(message["text"], message["blocks"])


def test_the_46th_line_is_counted_and_what_stands_below_stays() -> None:
    message = ephemeral(Reply("search", (("x",),) * 46, (("Facts as of then.",), ())))

    assert accepted(message["text"], message["blocks"])
    said = [text["text"] for text in texts(message["blocks"])]
    assert said[1].count("x") == 45
    assert said[2:] == ["and 1 more", "Facts as of then."]


def test_a_long_answer_says_how_much_more_there_is() -> None:
    message = ephemeral(Reply("search", (("x" * 800,),) * 300))

    assert accepted(message["text"], message["blocks"])
    assert re.search(r"and \d+ more", str(message["blocks"][-1]))
