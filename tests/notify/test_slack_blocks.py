"""A notice as one Slack message."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from monitor.core.alerts import Alert, Notice
from monitor.notify.slack.blocks import notice
from monitor.notify.slack.parts import MOST_BLOCKS, MOST_CHARACTERS, SlackMessage, characters
from tests.fakes.slack_rules import check_message, texts, violations
from tests.notify import samples
from tests.notify.hostile import CASES
from tests.notify.samples import PAGE, alert, evidence, place, retired, suggestion

LINK = "https://monitor.example.org/"
MOVE = (
    "Move to `gpt-5` (input 24× cheaper, output 6× cheaper, context 49× larger) or `gpt-4.1`. "
    f"<{PAGE}|openai/deprecations>, read on 26 December 2025"
)


def lines(message: SlackMessage) -> list[str]:
    return [line for t in texts(message.blocks) for line in t["text"].split("\n")]


def accepted(message: SlackMessage) -> bool:
    """Whether Slack's rules, Slack's own library and our budget agree to it."""
    check_message(message.text, message.blocks)
    for block in Block.parse_all(message.blocks):
        block.validate_json()
    return (
        violations(message.text, message.blocks) == []
        and len(message.blocks) <= MOST_BLOCKS
        and characters(message.blocks) <= MOST_CHARACTERS
    )


class TestOneAlert:
    def test_it_reads_as_a_colleague_would_write_it(self) -> None:
        message = notice(samples.notice())

        assert lines(message) == [
            "gpt-4-0314 stops answering in 90 days · ranker",
            "OpenAI shuts it down on *26 March 2026 (in 90 days)*. Requests for it fail from then on.",
            "Deprecated since 26 September 2025.",
            "Pinned by the search team as `openai/gpt-4-0314` · prod · `settings.toml:12`",
            "*Move to* `gpt-5` — OpenAI recommends it",
            "> Price per million tokens: input $30 → $1.25 (24× cheaper), output $60 → $10 (6× cheaper)",
            "> Context: 8,192 → 400,000 tokens (49× larger)",
            "> No end date stated",
            "*or to* `gpt-4.1` — OpenAI recommends it",
            "> Price per million tokens: input $30 → $2 (15× cheaper), output $60 → $8 (7.5× cheaper)",
            "> Context: 8,192 → 1,000,000 tokens (122× larger)",
            "> No end date stated",
            "“2026-03-26 | gpt-4-0314 | gpt-5 or gpt-4.1*”",
            f"<{PAGE}|openai/deprecations>, read on 26 December 2025",
            "Prices and context windows: genai-prices 0.2.3",
        ]
        assert accepted(message)

    def test_what_the_month_costs_stands_under_each_replacement_where_usage_is_known(self) -> None:
        said = lines(notice(samples.notice(alert(tokens=12_000_000))))

        assert [line.removeprefix("> ") for line in said if "in 30 days:" in line] == [
            "At 12,000,000 tokens in 30 days: $360 to $720 → $15 to $120, by the share of output",
            "At 12,000,000 tokens in 30 days: $360 to $720 → $24 to $96, by the share of output",
        ]

    def test_the_fallback_text_says_it_too(self) -> None:
        assert notice(samples.notice()).text == (
            "gpt-4-0314 stops answering in 90 days · ranker. "
            "OpenAI shuts it down on 26 March 2026 (in 90 days). Requests for it fail from then on."
        )

    def test_the_quote_is_plain_text_so_that_its_signs_stay_as_printed(self) -> None:
        (quote,) = [t for t in texts(notice(samples.notice()).blocks) if "“" in t["text"]]

        assert quote == {"type": "plain_text", "text": "“2026-03-26 | gpt-4-0314 | gpt-5 or gpt-4.1*”"}

    def test_no_markup_is_left_to_slacks_guesses(self) -> None:
        marked = [t for t in texts(notice(samples.notice()).blocks) if t["type"] == "mrkdwn"]

        assert marked
        assert all(t["verbatim"] is True for t in marked)

    def test_several_places_are_a_list(self) -> None:
        many = alert(places=tuple(place(location=f"file{i}.py:1") for i in range(7)))

        assert lines(notice(samples.notice(many)))[3:10] == [
            "*Pinned by the search team as*",
            *(f"• `openai/gpt-4-0314` · prod · `file{i}.py:1`" for i in range(5)),
            "• and 2 more places",
        ]

    def test_recommended_models_at_risk_the_providers_words_and_a_note_are_told(self) -> None:
        told = alert(
            suggestions=(),
            replacement_text="the Responses endpoint",
            at_risk=("gpt-5: retired on 2026-01-01",),
            note="the date is that of eu-west-1",
        )

        said = lines(notice(samples.notice(told)))

        assert "No living replacement is known." in said
        assert "OpenAI says: “the Responses endpoint”" in said
        assert "• `gpt-5`: retired on 1 January 2026" in said
        assert "The date is that of eu-west-1." in said

    def test_a_catalog_fact_has_a_label_and_a_link_and_no_quote(self) -> None:
        bundled = evidence(quote="", catalog_as_of=date(2025, 11, 13))

        said = "\n".join(lines(notice(samples.notice(alert(evidence=bundled)))))

        link = f"<{PAGE}|openai/deprecations>"
        assert f"From the bundled catalog of 13 November 2025, 43 days old. Not read yet: {link}." in said
        assert "“" not in said

    def test_a_repeat_is_marked(self) -> None:
        assert lines(notice(samples.notice(), repeat=True))[-1] == (
            "*Possible repeat: the answer to the first attempt was lost.*"
        )

    @pytest.mark.parametrize("url", ["http://docs.example.org/", "https://u:p@docs.example.org/", "https://x|y"])
    def test_an_address_that_is_not_to_be_trusted_is_no_link(self, url: str) -> None:
        message = notice(samples.notice(alert(evidence=evidence(url=url))))

        assert "openai/deprecations, read on 26 December 2025" in lines(message)
        assert url not in str(message.blocks)


class TestSeveralAlerts:
    def test_each_has_its_title_and_they_are_parted(self) -> None:
        message = notice(samples.notice(retired(model_id="gpt-4-32k"), alert()))

        assert lines(message)[:2] == [
            "gpt-4-32k retired today, and 1 more · ranker",
            "🔴 `gpt-4-32k` *retired today*",
        ]
        assert [b["type"] for b in message.blocks].count("divider") == 1
        assert lines(message).count("Prices and context windows: genai-prices 0.2.3") == 1
        assert accepted(message)

    def test_a_first_look_is_one_summary_with_a_block_for_each_model(self) -> None:
        message = notice(samples.notice(*[alert()] * 3, retired(model_id="gpt-4-32k"), baseline=True))

        assert [b["type"] for b in message.blocks] == ["header", *["section"] * 4, "context"]
        assert lines(message)[0] == "4 of the models you pin are retired or about to be · ranker"
        assert lines(message)[1:4] == [
            "🔴 `gpt-4-32k` *retired today, on 26 December 2025*",
            "Pinned by the search team as `openai/gpt-4-0314` · prod · `settings.toml:12`",
            MOVE,
        ]
        assert lines(message)[-1] == "Facts as of 26 December 2025."

    def test_what_a_phone_shows_of_it_names_the_most_urgent(self) -> None:
        first = samples.notice(alert(), retired(model_id="gpt-4-32k"), alert(model_id="o1-mini"), baseline=True)

        assert notice(first).text == (
            "gpt-4-32k retired today, and 2 more · ranker. "
            "gpt-4-0314 stops answering in 90 days; o1-mini stops answering in 90 days."
        )

    def test_a_first_look_at_a_few_models_says_all_of_each(self) -> None:
        message = notice(samples.notice(*[alert()] * 3, baseline=True))

        assert lines(message).count("> No end date stated") == 6
        assert accepted(message)

    def test_a_short_form_does_not_hide_that_facts_are_old(self) -> None:
        stale = alert(evidence=evidence(stale=True))
        bundled = alert(evidence=evidence(quote="", catalog_as_of=date(2025, 11, 13)))

        assert lines(notice(samples.notice(*[stale] * 4, baseline=True)))[-1].endswith(
            "the provider says now may differ."
        )
        assert lines(notice(samples.notice(*[bundled] * 4, baseline=True)))[-1].startswith("From the bundled catalog")

    @pytest.mark.parametrize("number", [1, 2, 7, 10, 20, 40, 43, 45])
    @pytest.mark.parametrize("baseline", [True, False])
    def test_up_to_45_models_are_all_named_in_one_message(self, number: int, baseline: bool) -> None:
        alerts = [alert(model_id=f"model-{i:03}") for i in range(number)]

        message = notice(samples.notice(*alerts, baseline=baseline), link=LINK)

        said = "\n".join(lines(message)) + message.text
        assert all(f"model-{i:03}" in said for i in range(number))
        assert "more>" not in said
        assert accepted(message)

    @pytest.mark.parametrize("baseline", [True, False])
    def test_the_46th_is_counted_though_it_would_fit(self, baseline: bool) -> None:
        alerts = [alert(model_id=f"model-{i:03}") for i in range(46)]

        said = lines(notice(samples.notice(*alerts, baseline=baseline), link=LINK))

        assert sum("`model-" in line for line in said) == 45
        assert f"<{LINK}|and 1 more>" in said

    @pytest.mark.parametrize("link", [LINK, None, "javascript:alert(1)"])
    def test_what_does_not_fit_is_counted_and_linked(self, link: str | None) -> None:
        alerts = [alert(model_id=f"model-{i:04}") for i in range(2_000)]

        message = notice(samples.notice(*alerts), link=link)

        shown = sum("`model-" in line for line in lines(message))
        words = f"and {2_000 - shown:,} more"
        assert shown == 45
        assert lines(message)[-2] == (f"<{LINK}|{words}>" if link == LINK else words)
        assert accepted(message)

    def test_a_notice_of_nothing_is_still_a_message(self) -> None:
        empty = Notice("search", "ranker", samples.TODAY, None, ())

        assert lines(notice(empty)) == ["Nothing new · ranker"]


LONG = st.sampled_from([1, 30, 300, 3_000])
FAT = st.sampled_from(["x", "&", "<", "`", "é", "🙂"])
WORDS = st.builds(lambda sign, length: sign * length, FAT, LONG)


@st.composite
def fat_alerts(draw: st.DrawFn) -> Alert:
    """Alerts that try to burst a message: long fields of signs that grow when escaped."""
    word = draw(WORDS)
    many: int = draw(st.sampled_from([0, 1, 60]))
    usual: dict[str, Any] = {"model_id": word, "note": draw(WORDS), "replacement_text": draw(WORDS)}
    new = suggestion(
        model_id=word, path=(word,) * 8, why=word, caution=word, origin=draw(st.sampled_from(["x", "provider"]))
    )
    return alert(
        **usual,
        redirects_to=word,
        provider=draw(WORDS),
        places=(place(reference=word, environment=word, location=word),) * many,
        suggestions=(new,) * min(many, 5),
        at_risk=(f"{word}: {word}",) * many,
        evidence=evidence(quote=word, source_id=word, url=f"https://docs.example.org/{'a' * 900}"),
    )


@settings(max_examples=CASES, deadline=None)
@given(st.lists(fat_alerts(), min_size=1, max_size=3), st.sampled_from([1, 20]), st.booleans(), WORDS)
def test_whatever_its_alerts_hold_slack_takes_the_message(
    alerts: list[Alert], times: int, baseline: bool, project: str
) -> None:
    told = samples.notice(*(alerts * times), baseline=baseline, project=project)

    assert accepted(notice(told, repeat=True, link=LINK))
