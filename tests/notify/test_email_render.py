"""A notice and a digest as an e-mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup

from monitor.core.alerts import AlertKind, DigestChange, DigestPin, DigestProject, Severity, SourceHealth
from monitor.core.lifecycle import Status
from monitor.notify.email import render
from tests.notify import samples
from tests.notify.samples import PAGE, alert, digest, evidence, place, retired

LINK = "https://monitor.example.org/"
SOON = alert(model_id="chatgpt-4o-latest", shutdown_on=date(2026, 2, 17), days_left=53)
GONE = retired(model_id="gpt-4-32k", shutdown_on=date(2025, 6, 6), days_left=-203)
FLOOR = alert(
    model_id="o1-mini",
    severity=Severity.FLOOR,
    status=Status.ACTIVE,
    shutdown_on=None,
    days_left=None,
    note="its earliest shutdown date, 2025-10-27, has passed: it may be retired any day",
)
BUSY = digest(
    retired=(DigestProject("archive", (GONE,)),),
    upcoming=(DigestProject("ranker", (alert(),)), DigestProject("assistant", (SOON,))),
    later=(DigestProject("ranker", (FLOOR,)),),
    changes=(
        DigestChange(date(2025, 12, 22), "openai", "dall-e-3", "shutdown date set to 2026-05-12", PAGE, False),
        DigestChange(date(2025, 12, 23), "openai", "gpt-4-0314", "replacement changed", PAGE, True),
    ),
    unwatched=(
        DigestPin("ranker", place(reference="openai/gpt4"), Severity.UNKNOWN, "no source names it", ("gpt-4",)),
    ),
    unwell_sources=(SourceHealth("google/deprecations", "suspect", "its heading is gone", samples.MORNING, None),),
)


def words(html: str) -> str:
    body = BeautifulSoup(html, "html5lib").body
    assert body is not None
    return " ".join(body.get_text(" ").split())


class TestNotices:
    def test_the_text_is_written_for_itself(self) -> None:
        parts = render.notice(samples.notice(), link=LINK)

        assert parts.subject == "gpt-4-0314 stops answering in 90 days · ranker"
        assert parts.text == (
            "gpt-4-0314 stops answering in 90 days · ranker\n"
            "\n"
            "OpenAI shuts it down on 26 March 2026 (in 90 days). Requests for it fail\n"
            "from then on.\n"
            "Deprecated since 26 September 2025.\n"
            "\n"
            "Pinned by the search team as\n"
            "  - openai/gpt-4-0314 · prod · settings.toml:12\n"
            "\n"
            "Move to gpt-5 — OpenAI recommends it\n"
            "  - Price per million tokens: input $30 → $1.25 (24× cheaper), output $60 →\n"
            "    $10 (6× cheaper)\n"
            "  - Context: 8,192 → 400,000 tokens (49× larger)\n"
            "  - No end date stated\n"
            "\n"
            "or to gpt-4.1 — OpenAI recommends it\n"
            "  - Price per million tokens: input $30 → $2 (15× cheaper), output $60 → $8\n"
            "    (7.5× cheaper)\n"
            "  - Context: 8,192 → 1,000,000 tokens (122× larger)\n"
            "  - No end date stated\n"
            "\n"
            "> “2026-03-26 | gpt-4-0314 | gpt-5 or gpt-4.1*”\n"
            "openai/deprecations <https://platform.openai.com/docs/deprecations>, read on\n"
            "26 December 2025\n"
            "\n"
            "Prices and context windows: genai-prices 0.2.3.\n"
            f"All models and dates <{LINK}pins>\n"
        )

    def test_the_html_says_the_same(self) -> None:
        said = words(render.notice(samples.notice(), link=LINK).html)

        assert "OpenAI shuts it down on 26 March 2026 (in 90 days) . Requests for it fail from then on." in said
        assert "Move to gpt-5 — OpenAI recommends it Price per million tokens: input $30 → $1.25" in said
        assert "“2026-03-26 | gpt-4-0314 | gpt-5 or gpt-4.1*” openai/deprecations , read on 26 December 2025" in said

    def test_a_list_of_mails_shows_the_models_by_name_before_it_is_opened(self) -> None:
        first = render.notice(samples.notice(alert(), retired(model_id="gpt-4-32k"), baseline=True))
        week = render.digest(BUSY)

        assert first.subject == "gpt-4-32k retired today, and 1 more · ranker"
        assert words(first.html).startswith("gpt-4-0314 stops answering in 90 days. Models that ranker pins")
        assert words(week.html).startswith("gpt-4-32k retired on 6 June 2025; ")

    def test_all_that_an_alert_may_carry_is_in_both_parts(self) -> None:
        full = alert(
            kind=AlertKind.DATE_MOVED,
            before=date(2026, 2, 26),
            redirects_to="gpt-4.1",
            places=tuple(place(location=f"file{i}.py:1") for i in range(25)),
            suggestions=(),
            replacement_text="the Responses endpoint",
            at_risk=("gpt-5: retired on 2026-01-01",),
            note="the date is that of eu-west-1",
            evidence=evidence(stale=True),
        )
        parts = render.notice(samples.notice(full, alert()), repeat=True)

        for text in (words(parts.html), " ".join(parts.text.split())):
            assert "gpt-4-0314 stays 28 days longer, until 26 March 2026" in text
            assert "The date you were told before was 26 February 2026." in text
            assert "are answered from then on by gpt-4.1" in text
            assert "file19.py:1" in text
            assert "and 5 more places" in text
            assert "No living replacement is known." in text
            assert "OpenAI says: “the Responses endpoint”" in text
            assert "The date is that of eu-west-1." in text
            assert "not read since 26 December 2025: what it says now may differ" in text
            assert "Possible repeat: the answer to the first attempt was lost." in text

    def test_a_very_long_notice_is_cut_and_counted(self) -> None:
        parts = render.notice(samples.notice(*[alert(model_id=f"model-{i}") for i in range(150)]))

        assert "model-24" in parts.text
        assert "model-25" not in parts.text
        assert "and 125 more models." in parts.text
        assert "and 125 more models." in words(parts.html)
        assert len(parts.html) < 100_000

    def test_no_line_of_text_is_wider_than_a_reader_likes_save_for_an_address(self) -> None:
        parts = render.notice(samples.notice(alert(note="word " * 60, evidence=evidence(url=PAGE + "#" + "a" * 90))))

        assert all(len(line) <= 78 or "https://" in line for line in parts.text.splitlines())


class TestHtml:
    @pytest.mark.parametrize("parts", [render.notice(samples.notice()), render.digest(BUSY)], ids=["notice", "digest"])
    def test_it_loads_nothing_and_runs_nothing(self, parts: render.EmailParts) -> None:
        soup = BeautifulSoup(parts.html, "html5lib")

        assert soup.find_all(["script", "img", "link", "iframe", "object", "form", "video", "svg"]) == []
        assert [e for e in soup.find_all(True) if e.get("src") or e.get("background")] == []
        assert "url(" not in parts.html
        assert "@import" not in parts.html

    def test_it_has_a_dark_side_and_its_styles_are_in_the_elements(self) -> None:
        html = render.digest(BUSY).html

        assert "@media (prefers-color-scheme: dark)" in html
        assert '<meta name="color-scheme" content="light dark">' in html
        card = BeautifulSoup(html, "html5lib").find(class_="card")
        assert card is not None
        assert "background: #ffffff" in str(card["style"])


class TestDigests:
    def test_its_subject_says_the_worst(self) -> None:
        assert render.digest(BUSY).subject == "1 retired, 1 stops in 53 days, 1 later — search team, week 52"

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, "Nothing to do"),
            ({"retired": (DigestProject("a", (GONE,)), DigestProject("b", (GONE,)))}, "1 retired"),
            ({"upcoming": (DigestProject("a", (alert(), alert(model_id="o1"))),)}, "2 stop in 90 days"),
            ({"later": (DigestProject("a", (FLOOR,)),)}, "1 without a date"),
            ({"unwatched": BUSY.unwatched}, "1 pin unwatched"),
            ({"unwell_sources": BUSY.unwell_sources * 2}, "2 sources unwell"),
        ],
    )
    def test_a_calmer_week_has_a_calmer_subject(self, changes: dict[str, object], expected: str) -> None:
        assert render.digest(digest(**changes)).subject == f"{expected} — search team, week 52"

    def test_a_team_that_is_called_a_team_is_not_called_so_twice(self) -> None:
        assert (
            render.digest(digest(team="Search Team", week="2026-W03")).subject == "Nothing to do — Search Team, week 3"
        )

    def test_what_is_decided_about_a_pin_that_nobody_watches_stands_beside_it_in_both_parts(self) -> None:
        (pin,) = BUSY.unwatched
        waived = replace(pin, decision="waived until 2026-01-31 by ana: a test model of ours")

        parts = render.digest(digest(unwatched=(waived,)))

        for text in (words(parts.html), " ".join(parts.text.split())):
            assert "Waived until 31 January 2026 by ana: a test model of ours." in text

    def test_both_parts_have_all_sections_in_their_order(self) -> None:
        parts = render.digest(BUSY, link=LINK)
        titles = ["Retired and still pinned", "Coming up", "Later, or any day", "Pins that nobody watches",
                  "Sources that are not read well", "What changed this week"]  # fmt: skip

        for text in (words(parts.html), " ".join(parts.text.split())):
            found = [text.index(title) for title in titles]
            assert found == sorted(found)
            assert "gpt-4-32k retired on 6 June 2025" in text
            assert "archive pins it as openai/gpt-4-0314 · prod · settings.toml:12" in text
            assert text.index("chatgpt-4o-latest stops answering in 53 days") < text.index("stops answering in 90 days")
            assert "o1-mini may be retired any day" in text
            assert "has passed: it may be retired any day." in text
            assert "(ranker): no source names it. Nearest known: gpt-4" in text
            assert ": suspect since 26 December 2025, 06:00 UTC: its heading is gone; never read well." in text
            assert "22 December 2025: dall-e-3 (OpenAI): shutdown date set to 2026-05-12" in text
            assert text.count("you pin it") == 1
            assert "Facts as of 26 December 2025, 06:00 UTC." in text

    def test_long_sections_are_cut_and_counted(self) -> None:
        many = tuple(alert(model_id=f"model-{i}") for i in range(100))
        parts = render.digest(digest(upcoming=(DigestProject("ranker", many),), changes=BUSY.changes * 20))

        for text in (words(parts.html), parts.text):
            assert "model-24" in text
            assert "model-25" not in text
            assert "and 75 more" in text
            assert "and 15 more" in text
        assert len(parts.html) < 100_000

    def test_its_head_says_the_week_in_one_sentence(self) -> None:
        said = render.digest(BUSY).text.splitlines()[2]

        assert said == "1 model is retired and still pinned; the next one stops answering in 53 days."[: len(said)]

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, "Nothing to do: all 12 pins stand, all 6 sources are fresh."),
            ({"pins": 1, "sources": 1}, "Nothing to do: the one pin stands, the one source is fresh."),
            ({"pins": 0}, "No pins are registered for this team, so nothing can be watched for it."),
            (
                {"catalog_as_of": date(2025, 11, 13)},
                "Nothing to do: all 12 pins stand, as far as the bundled catalog knows.",
            ),
        ],
    )
    def test_a_quiet_week_is_one_sentence(self, changes: dict[str, object], expected: str) -> None:
        parts = render.digest(digest(**changes))

        assert expected in " ".join(parts.text.split())
        assert expected in words(parts.html)

    def test_sources_that_cannot_be_read_for_one_cause_share_a_line(self) -> None:
        hosts = ("a.example", "b.example")
        failed = (SourceHealth(f"p/{h}", "failed", f"{h}: no name service", samples.MORNING, None) for h in hosts)
        parts = render.digest(digest(unwell_sources=tuple(failed)))

        said = (
            "2 sources: failed since 26 December 2025, 06:00 UTC: no name service; never read well: "
            "p/a.example, p/b.example."
        )
        assert said in " ".join(parts.text.split()).replace("\u2060", "")
        assert "2 sources are not read well" in parts.text.replace("\n", " ")

    def test_all_is_not_well_where_a_pin_is_watched_by_nobody(self) -> None:
        assert "Nothing to do" not in render.digest(digest(unwatched=BUSY.unwatched)).text

    def test_it_says_how_old_its_readings_are(self) -> None:
        bundled = render.digest(digest(catalog_as_of=date(2025, 11, 13))).text
        unread = render.digest(digest(as_of=None)).text

        assert "From the bundled catalog of 13 November 2025, 43 days old, where a source" in " ".join(bundled.split())
        assert "No source has been read yet." in unread

    def test_it_is_dated_in_the_teams_own_day(self) -> None:
        late = digest(today=date(2025, 12, 27), as_of=datetime(2025, 12, 26, 23, tzinfo=UTC), upcoming=BUSY.upcoming)

        assert "in 52 days" in render.digest(late).subject
