"""Changelogs of an invented provider: what is an update, what belongs to it, and what is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.changelogs.changelog import changelog_page
from monitor.sources.changelogs.update_rules import UpdateRules
from monitor.sources.spec import RawDocument, Source

TODAY = date(2026, 8, 1)


def read(page: str, rules: UpdateRules | None = None, media_type: str = "text/markdown") -> Reading:
    source = Source(
        id="acme/changelog",
        provider="acme",
        authority=Authority.DEPRECATIONS,
        url="https://acme.example/changelog",
        read=changelog_page(rules or UpdateRules()),
        guards=Guards(min_facts=0),
    )
    return source.read(source, RawDocument(page.encode(), source.url, TODAY, media_type))


def facts(page: str, rules: UpdateRules | None = None) -> dict[str, Fact]:
    reading = read(page, rules)
    assert reading.problem is None
    assert reading.unread == ()
    return {fact.model_id: fact for fact in reading.facts}


def update(label: str, *lines: str) -> str:
    return f'<Update label="{label}">\n' + "\n\n".join(lines) + "\n</Update>\n\n"


PAST = "As of May 4, 2026, `alpha-1` has been deprecated and removed. We recommend switching to `beta-2`."


@pytest.mark.parametrize(
    ("page", "announced"),
    [
        (f"# News\n{update('2026-04-01', PAST)}", date(2026, 4, 1)),
        (f"# News\n{update('April 2026', PAST)}", None),
        (f"# News\n\n## 2026-04-01\n\n{PAST}\n", date(2026, 4, 1)),
        (f"# News\n\n## April 1, 2026\n\n### Gone\n\n{PAST}\n", date(2026, 4, 1)),
        (f"April 1, 2026\n\n## Gone\n\n{PAST}\n", date(2026, 4, 1)),
        (f"---\ntitle: Gone\ndate: 2026-04-01\n---\n\n{PAST}\n", date(2026, 4, 1)),
        (
            f'entries:\n  - publish_date: "2026-04-01"\n    title: Gone\n    text: |-\n      - {PAST}\n',
            date(2026, 4, 1),
        ),
    ],
)
def test_an_update_has_its_date_from_a_label_a_heading_a_line_or_the_front_matter(
    page: str, announced: date | None
) -> None:
    alpha = facts(page)["alpha-1"]

    assert (alpha.deprecated_on, alpha.shutdown_on) == (announced, date(2026, 5, 4))
    assert (alpha.stated_status, alpha.replacements) == (StatedStatus.RETIRED, ("beta-2",))
    assert alpha.quote == PAST


def test_a_model_that_goes_on_the_day_of_the_update_was_not_announced_by_it() -> None:
    page = update("2026-05-04", PAST) + update("2026-04-01", "`gamma-3` will be retired on May 4, 2026.")

    assert facts(page)["alpha-1"].deprecated_on is None
    assert facts(page)["gamma-3"].deprecated_on == date(2026, 4, 1)


def test_a_notice_outside_of_any_update_is_not_believed_unless_the_page_has_such() -> None:
    reading = read(f"# News\n\n{PAST}\n")

    assert reading.facts == ()
    assert reading.unread == ("News: a notice without a date: alpha-1",)
    assert facts(f"# News\n\n{PAST}\n", UpdateRules(undated=True))["alpha-1"].shutdown_on == date(2026, 5, 4)


def test_what_stands_behind_the_end_of_an_update_is_not_in_it() -> None:
    page = f'<Update label="2026-06-01">\nNew things.\n</Update>\n{PAST}\n'

    assert read(page).unread == ("top: a notice without a date: alpha-1",)


def test_the_newest_of_several_updates_about_a_model_counts() -> None:
    page = update("2026-06-01", "`alpha-1` will be retired on October 1, 2026.") + update(
        "2026-03-01", "`alpha-1` will be retired on July 1, 2026.", "Use `beta-2` instead."
    )
    alpha = facts(page)["alpha-1"]

    assert (alpha.shutdown_on, alpha.deprecated_on, alpha.replacements) == (date(2026, 10, 1), date(2026, 6, 1), ())


LISTED = (
    "**Some models go**",
    "Several models will no longer be accessible on May 4, 2026. The following models will no longer be available:",
    "- `alpha-1`\n- `alpha-2`",
)


def test_a_list_ends_the_models_in_it_on_the_day_given_above() -> None:
    found = facts(update("2026-04-01", *LISTED))

    assert {model_id: fact.shutdown_on for model_id, fact in found.items()} == {
        "alpha-1": date(2026, 5, 4),
        "alpha-2": date(2026, 5, 4),
    }
    assert found["alpha-2"].quote == f"{LISTED[1]} `alpha-2`"


@pytest.mark.parametrize(
    "title", ["**Models that remain active**", "## Models that remain available", "**New models**", "## New: Search"]
)
def test_a_list_of_others_below_it_ends_nothing(title: str) -> None:
    found = facts(update("2026-04-01", *LISTED, title, "They include:", "- `beta-1`\n- `beta-2`"))

    assert list(found) == ["alpha-1", "alpha-2"]


def test_a_list_right_below_a_title_that_only_speaks_of_deprecation_is_in_doubt() -> None:
    reading = read(update("2026-04-01", "**Model deprecation notice**", "- `alpha-1`\n- `alpha-2`"))

    assert reading.facts == ()
    assert reading.unread == ("2026-04-01: alpha-1", "2026-04-01: alpha-2")


def test_a_list_that_does_not_come_is_told() -> None:
    reading = read(update("2026-04-01", "Several models will be retired on May 4, 2026.", "See the documentation."))

    assert reading.facts == ()
    assert reading.unread == ("2026-04-01: no models below: Several models will be retired on May 4, 2026.",)


def test_recommended_models_in_lists_go_to_the_models_of_their_kind() -> None:
    page = update(
        "2026-04-01",
        "The following models will be retired on May 4, 2026:",
        "`alpha-1-chat` `alpha-1-search` `alpha-1`",
        "We recommend switching to models of the Beta family:",
        "**Chat Models** - `beta-2-chat`",
        "**Search Models** - `beta-2-search` `beta-3-search`",
    )

    assert {model_id: fact.replacements for model_id, fact in facts(page).items()} == {
        "alpha-1-chat": ("beta-2-chat",),
        "alpha-1-search": ("beta-2-search", "beta-3-search"),
        "alpha-1": ("beta-2-chat", "beta-2-search", "beta-3-search"),
    }


def test_recommended_models_under_a_title_go_to_the_models_listed_after_them() -> None:
    page = (
        "## 2026-04-01\n\n### Recommended replacements\n\n- [`beta-2`](/b) — a fast model\n\n"
        "### Models deprecated on May 4, 2026\n\n- `alpha-1` --> `beta-3`\n- `alpha-2`\n"
    )
    found = facts(page, UpdateRules(deprecated_ends=True))

    assert {m: (f.shutdown_on, f.replacements) for m, f in found.items()} == {
        "alpha-1": (date(2026, 5, 4), ("beta-3",)),
        "alpha-2": (date(2026, 5, 4), ("beta-2",)),
    }


def test_names_that_the_page_gives_ids_for_are_resolved_all_or_none() -> None:
    notice = "`alpha-1` has been retired. We recommend switching to our new Beta or Beta Pro models."
    known = update("2026-04-01", "Set it for `beta` and `beta-pro`.")
    half = update("2026-04-01", "Set it for `beta-pro`.")

    assert facts(update("2026-05-01", notice) + known)["alpha-1"].replacements == ("beta", "beta-pro")
    reading = read(update("2026-05-01", notice) + half)
    assert [(fact.replacements, fact.replacement_text) for fact in reading.facts] == [((), None)]
    assert "no id on the page is called Beta" in reading.unread[0]


def test_requests_that_go_to_another_model_are_those_to_the_model_of_the_heading() -> None:
    page = (
        "## 2026-04-01\n\n### Alpha 1\n\nRequests will be automatically aliased to Beta 2 on May 4, 2026.\n\n"
        "### Models deprecated on May 4, 2026\n\n- `alpha-1` --> `beta-2`\n"
    )
    alpha = facts(page, UpdateRules(deprecated_ends=True))["alpha-1"]

    assert (alpha.redirects_to, alpha.shutdown_on, alpha.replacements) == ("beta-2", date(2026, 5, 4), ("beta-2",))


def test_a_sentence_about_a_model_that_is_not_understood_is_told_with_its_place() -> None:
    reading = read(update("2026-04-01", "**Changes**", "The retirement of `alpha-1` has been put off to May 4, 2026."))

    assert reading.facts == ()
    assert reading.unread == ("2026-04-01: The retirement of alpha-1 has been put off to May 4, 2026.",)


def test_a_list_may_give_each_of_its_models_a_day() -> None:
    page = update(
        "2026-04-01",
        "The following models will be retired:",
        "- `alpha-1` - May 4, 2026\n- `alpha-2` (October 1, 2026)\n- `alpha-3` - known since May 1, 2025, to all\n"
        "- `alpha-4` `alpha-5` both",
    )
    reading = read(page)

    assert [(fact.model_id, fact.shutdown_on) for fact in reading.facts] == [
        ("alpha-1", date(2026, 5, 4)),
        ("alpha-2", date(2026, 10, 1)),
        ("alpha-3", None),
    ]
    assert reading.unread == (
        "2026-04-01: alpha-3: a date in its row",
        "2026-04-01: alpha-4 alpha-5 both",
    )


def test_a_pronoun_is_the_model_of_the_sentence_before_and_no_other() -> None:
    found = facts(
        update(
            "2026-04-01",
            "`alpha-1` is deprecated. It will be shut down on May 4, 2026.",
            "The new tool replaces the old one. It will be shut down on July 1, 2026.",
        )
    )

    assert found["alpha-1"].shutdown_on == date(2026, 5, 4)


def test_a_sentence_without_a_model_is_about_that_of_its_heading() -> None:
    page = (
        "## 2026-04-01\n\n### Alpha 1\n\nThis model will be retired on May 4, 2026. "
        "Use `beta-2` instead of `alpha-1`.\n"
    )

    assert facts(page)["alpha-1"].shutdown_on == date(2026, 5, 4)


def test_a_name_without_marks_that_the_page_has_an_id_for_is_that_model() -> None:
    page = update("2026-05-01", "Alpha Pro will be retired on June 1, 2026. Alpha Chat is now Search.") + update(
        "2026-04-01", "Meet `alpha-pro` and `alpha`."
    )

    assert {model_id: fact.shutdown_on for model_id, fact in facts(page).items()} == {"alpha-pro": date(2026, 6, 1)}


def test_a_lifecycle_table_in_an_update_is_read_too() -> None:
    table = "| Model | Shutdown date | Replacement |\n| --- | --- | --- |\n| `alpha-1` | May 4, 2026 | `beta-2` |"
    alpha = facts(update("2026-04-01", "These models are retired:", table))["alpha-1"]

    assert (alpha.shutdown_on, alpha.deprecated_on, alpha.replacements) == (
        date(2026, 5, 4),
        date(2026, 4, 1),
        ("beta-2",),
    )


def test_a_page_that_breaks_off_inside_an_update_is_no_page() -> None:
    whole = update("2026-04-01", PAST)

    assert read(whole[:-12]).problem == "the document breaks off inside <update>"


def test_the_page_of_another_provider_is_no_page() -> None:
    rules = UpdateRules(must_name=re.compile("acme", re.IGNORECASE))

    assert read(update("2026-04-01", PAST), rules).problem is not None
    assert read("The changelog of Acme.\n\n" + update("2026-04-01", PAST), rules).problem is None


def test_titles_and_sentences_about_something_else_are_left_out() -> None:
    rules = UpdateRules(left_out=re.compile("training", re.IGNORECASE))
    page = update("2026-04-01", "# Training deprecation", PAST)
    page += update("2026-03-01", PAST.replace("removed", "removed for training"))

    assert facts(page, rules) == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.replace("\n\n", "\n"),
        lambda page: page.replace("\n", "  \n"),
        lambda page: "".join(f"> {line}\n" for line in page.split("\n")),
        lambda page: page.replace("</Update>\n", "</Update> "),
    ],
    ids=["no blank lines", "blanks at the ends", "a quotation", "tags in one line"],
)
def test_the_same_page_in_another_dress_says_the_same(change: Callable[[str], str]) -> None:
    page = update("2026-06-01", "**Deprecated `gamma-1`**\n", "Use `beta-2` instead.") + update("2026-04-01", *LISTED)

    assert {m: (f.shutdown_on, f.deprecated_on, f.replacements) for m, f in facts(change(page)).items()} == {
        m: (f.shutdown_on, f.deprecated_on, f.replacements) for m, f in facts(page).items()
    }
    assert len(facts(page)) == 3


LINES = f"""
<Update label="May 2026">
</Update>
## 2026-04-01
April 1, 2026
**Deprecated `alpha-1`**
{PAST}
The following models will be retired on May 4, 2026:
- `alpha-2` -> `beta-1`
- `alpha-3`
## New models
Use `beta-2` instead.
Requests to `alpha-4` are redirected to `beta-2`.
### Recommended replacements
It will be removed on 2026-06-31.
`alpha-5` will be deprecated on May 1, 2026 and removed on June 1, 2026.
"""


@given(st.lists(st.sampled_from(LINES.split("\n")), max_size=25))
def test_any_order_of_lines_gives_facts_that_make_sense_or_a_reason(lines: list[str]) -> None:
    reading = read("\n".join(lines))

    assert reading.problem is not None or len({fact.key for fact in reading.facts}) == len(reading.facts)
    for fact in reading.facts:
        assert fact.quote
        assert fact.model_id.startswith("alpha-")
        assert fact.model_id not in fact.replacements
        assert not (fact.deprecated_on and fact.shutdown_on) or fact.deprecated_on <= fact.shutdown_on
