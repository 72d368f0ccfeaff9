"""`check`: are these models safe? The answer, its exit status, and how sure it is."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from monitor.catalog import facts as catalog
from monitor.catalog.facts import Catalog
from monitor.catalog.facts import Section as BundledSection
from monitor.cli import check as command
from monitor.config.settings import LEAD_DAYS
from monitor.core.facts import Fact
from tests.cli.conftest import Terminal, page
from tests.e2e.mirror import Mirror, Section

PAGE = "https://provider.example.org/deprecations"


def fact(model_id: str, **values: object) -> Fact:
    given: dict[str, object] = {"provider": "openai", "source_id": "openai/deprecations", "url": PAGE, "quote": ""}
    return Fact(**{**given, "model_id": model_id, **values})  # type: ignore[arg-type]


@pytest.fixture
def bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog of 1 August 2026 in place of the one that comes with the program."""
    facts = (
        fact("gone", shutdown_on=date(2026, 6, 1), deprecated_on=date(2026, 1, 1), replacements=("next",)),
        fact("going", shutdown_on=date(2026, 10, 1), replacements=("gone",)),
        fact("later", shutdown_on=date(2027, 6, 1)),
        fact("maybe", earliest_shutdown_on=date(2026, 9, 1)),
        fact("safe", earliest_shutdown_on=date(2028, 1, 1)),
        fact("next"),
    )
    made = Catalog({"openai/deprecations": BundledSection(date(2026, 8, 1), facts)})
    monkeypatch.setattr(catalog, "load", lambda *_: made)


@pytest.mark.usefixtures("bundled")
class TestWithoutConfiguration:
    @pytest.mark.parametrize(
        ("words", "status"),
        [
            (("openai/safe",), 0),
            (("openai/gone",), 1),
            (("openai/going",), 1),
            (("openai/going", "--within", "30d"), 0),
            (("openai/later",), 0),
            (("openai/later", "--within", "365d"), 1),
            (("openai/maybe",), 0),
            (("openai/unheard-of",), 0),
            (("openai/unheard-of", "--strict"), 3),
            (("nobody-else/model", "--strict"), 3),
            (("anthropic/claude-2.1", "--strict"), 3),
            (("openai/safe", "--strict"), 0),
            (("openai/gone", "openai/unheard-of", "--strict"), 1),
            (("openai/safe", "openai/gone"), 1),
        ],
    )
    def test_the_status_says_whether_all_is_well(self, terminal: Terminal, words: tuple[str, ...], status: int) -> None:
        assert terminal("check", *words).status == status
        assert terminal("check", *words, "--json").status == status

    def test_its_age_is_told_and_too_old_a_catalog_is_a_warning(self, terminal: Terminal) -> None:
        fresh = terminal("check", "openai/safe")
        old = terminal("--today", "2026-09-16", "check", "openai/safe")
        strict = terminal("--today", "2026-09-16", "check", "openai/safe", "--strict")

        assert "the bundled catalog of 2026-08-01, 21 days old" in fresh.err
        assert "warning" not in fresh.err
        assert "46 days old (warning: older than 45 days" in old.err
        assert (fresh.status, old.status, strict.status) == (0, 0, 3)

    def test_nothing_is_created(self, terminal: Terminal) -> None:
        terminal("check", "openai/safe")

        assert terminal.files() == {}

    def test_a_model_that_is_gone_is_told_with_day_replacement_address_and_age(self, terminal: Terminal) -> None:
        answer = terminal("check", "openai/gone")

        assert answer.out.splitlines() == [
            "openai/gone  retired on 2026-06-01 (82 days ago)",
            "  deprecated  2026-01-01 (233 days ago)",
            "  move to     openai/next (recommended by openai)",
            "  coverage    stale: watched by openai/deprecations, bundled catalog of 2026-08-01",
            f"  see         {PAGE}",
            "  read        bundled catalog of 2026-08-01, 21 days old; it holds no quotes",
            "",
            "1 reference checked: 1 retired",
        ]

    def test_all_that_was_asked_is_answered_the_worst_first(self, terminal: Terminal) -> None:
        answer = terminal("check", "openai/safe", "openai/later", "openai/going", "openai/gone")

        headlines = [line.split("  ")[0] for line in answer.out.splitlines() if line.startswith("openai/")]
        assert headlines == ["openai/gone", "openai/going", "openai/later", "openai/safe"]
        assert "openai/safe  ok: active" in answer.out
        assert answer.out.splitlines()[-1] == (
            "4 references checked: 1 retired, 1 retiring within 90 days, 1 deprecated, 1 ok"
        )

    @pytest.mark.parametrize(
        ("reference", "says"),
        [
            ("openai/maybe", "may be retired from 2026-09-01 (in 10 days) on"),
            ("openai/unheard-of", "unknown: no source names this id"),
            ("anthropic/claude-2.1", "not covered: no source covers this pin"),
        ],
    )
    def test_a_model_that_nobody_vouches_for_is_never_shown_as_ok(
        self, terminal: Terminal, reference: str, says: str
    ) -> None:
        answer = terminal("check", reference)

        assert f"{reference}  {says}" in answer.out
        assert " ok" not in answer.out

    def test_a_mistyped_id_is_told_with_the_nearest(self, terminal: Terminal) -> None:
        answer = terminal("check", "openai/goin")

        assert "  nearest     openai/going" in answer.out

    def test_json_has_one_finding_for_each_reference_in_order(self, terminal: Terminal) -> None:
        answer = terminal("check", "openai/safe", "openai/gone", "openai/gone", "--json").json

        first, second, third = answer["findings"]
        assert [f["reference"] for f in answer["findings"]] == ["openai/safe", "openai/gone", "openai/gone"]
        assert second == third
        assert (first["severity"], second["severity"], second["days_left"]) == ("ok", "retired", -82)
        assert second["replacement"]["model_id"] == "next"
        assert second["replacement"]["from"] == "provider"
        assert second["evidence"]["catalog_as_of"] == "2026-08-01"

    def test_format_json_is_the_same_as_json(self, terminal: Terminal) -> None:
        assert (
            terminal("check", "openai/gone", "--format", "json").json == terminal("check", "openai/gone", "--json").json
        )

    @pytest.mark.parametrize("reference", ["", "gpt 4", "gpt-*", "https://example.org/x", "x" * 400])
    def test_a_reference_that_cannot_be_read_is_one_line_and_status_2(self, terminal: Terminal, reference: str) -> None:
        answer = terminal("check", reference)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.splitlines()[-1].startswith("model-monitor: ")

    def test_without_anything_to_check_the_ways_to_a_configuration_are_told(self, terminal: Terminal) -> None:
        answer = terminal("check")

        assert answer.status == 2
        assert "config.toml" in answer.err

    def test_a_replacement_must_last_as_long_as_by_default_with_a_configuration(self) -> None:
        assert max(command.LEAD_DAYS) == max(LEAD_DAYS)


class TestBundledFacts:
    def test_the_catalog_of_the_package_knows_that_gpt_4_0314_is_gone(self, terminal: Terminal) -> None:
        answer = terminal("--today", "2026-11-23", "check", "openai/gpt-4-0314", "--json")

        (finding,) = answer.json["findings"]
        assert (answer.status, finding["severity"], finding["shutdown_on"]) == (1, "retired", "2026-03-26")
        assert "gpt-5" in " ".join(finding["at_risk"])


class TestPins:
    def test_without_references_all_pins_are_checked(self, polled: Terminal) -> None:
        answer = polled("check", "--json")

        found = [(f["project"], f["reference"], f["severity"]) for f in answer.json["findings"]]
        assert answer.status == 1
        assert found == [
            ("ranker", "openai/gpt-4-0314", "retired"),
            ("ranker", "openai/gpt-5-2025-08-07", "imminent"),
        ]

    def test_all_pins_are_a_sheet_with_whose_they_are_and_when_each_ends(self, polled: Terminal) -> None:
        answer = polled("check", "--format", "csv")

        rows = list(csv.DictReader(answer.out.splitlines()))
        assert answer.status == 1
        assert [(row["project"], row["team"], row["owner"], row["file"], row["line"]) for row in rows] == [
            ("ranker", "search", "config", "", ""),
            ("ranker", "search", "config", "rank.py", "12"),
        ]
        assert [(row["provider"], row["model"], row["shutdown_on"], row["coverage"]) for row in rows] == [
            ("openai", "gpt-4-0314", "2026-03-26", "watched"),
            ("openai", "gpt-5-2025-08-07", "2026-10-23", "watched"),
        ]

    def test_a_project_is_checked_with_the_places_of_its_pins(self, polled: Terminal) -> None:
        answer = polled("check", "--project", "ranker")

        assert answer.status == 1
        assert "  used in     ranker, prod, rank.py:12, as openai/gpt-5-2025-08-07" in answer.out
        assert "they say    “| 2026-03-26 | `gpt-4-0314` | `gpt-5` or `gpt-4.1` |”" in answer.out
        assert "2026-08-22 (today) from openai/deprecations" in answer.out

    def test_references_may_be_asked_beside_a_configuration(self, polled: Terminal) -> None:
        answer = polled("check", "openai/gpt-5-2025-08-07", "--within", "30d", "--json")

        assert answer.status == 0
        assert [f["severity"] for f in answer.json["findings"]] == ["upcoming"]

    def test_a_reading_of_more_than_two_days_ago_is_marked(self, polled: Terminal) -> None:
        answer = polled("--today", "2026-08-26", "check", "openai/gpt-4-0314")

        assert "2026-08-22 (4 days ago) from openai/deprecations, stale: what it says now may differ" in answer.out

    def test_sources_that_were_never_read_are_filled_up_from_the_catalog_and_it_is_told(self, polled: Terminal) -> None:
        ours = polled("check", "openai/gpt-4-0314")
        both = polled("check", "openai/gpt-4-0314", "anthropic/claude-2.1")

        assert "catalog" not in ours.err
        assert "in use: the bundled catalog of " in both.err
        assert "days old; it holds no quotes" in both.out

    def test_an_old_catalog_matters_only_to_answers_that_rest_on_it(self, polled: Terminal) -> None:
        last_year = ("--today", "2027-08-22")

        ours = polled(*last_year, "check", "openai/gpt-5.6-sol", "--strict")
        others = polled(*last_year, "check", "anthropic/claude-opus-5", "--strict", "--within", "0d")

        assert (ours.status, others.status) == (0, 3)

    def test_what_nobody_knows_passes_a_check_and_is_said_to_be_not_ok(self, polled: Terminal) -> None:
        known = polled("check", "openai/gpt-5.6-sol")
        one = polled("check", "openai/gpt-97-mini", "openai/gpt-97-mini", "openai/gpt-5.6-sol", "--json")
        two = polled("check", "openai/gpt-97-mini", "nobody-else/model", "--strict")

        assert (one.status, two.status) == (0, 3)
        assert "NOT OK" not in known.err
        assert "NOT OK: 1 model is known to no source, so nobody would hear of its end; --strict makes that" in one.err
        assert "NOT OK: 2 models are known to no source, so nobody would hear of their ends\n" in two.err

    def test_an_unknown_project_is_refused_with_the_nearest(self, polled: Terminal) -> None:
        answer = polled("check", "--project", "rankr")

        assert (answer.status, answer.out) == (2, "")
        assert answer.err == "model-monitor: there is no project rankr: did you mean ranker?\n"

    def test_references_and_a_project_at_once_are_refused(self, polled: Terminal) -> None:
        answer = polled("check", "openai/gpt-4", "--project", "ranker")

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1

    def test_an_empty_registry_is_told_and_is_no_failure(self, terminal: Terminal) -> None:
        terminal.configure("")
        terminal("db", "upgrade")

        answer = terminal("check")

        assert answer.status == 0
        assert "nothing is pinned there" in answer.err
        assert answer.out == "0 references checked\n"

    def test_words_in_the_place_of_a_day_and_the_conditions_of_a_replacement_are_told(
        self, shop: Terminal, pages: Mirror
    ) -> None:
        rows = (
            ("To be announced", "gpt-slow", "`gpt-5.6-sol` with `low` reasoning effort"),
            ("2026-12-11", "gpt-quick", "`gpt-5.6-sol`"),
        )
        pages.documents["openai/deprecations"] = page(Section("2026-06-11", rows))
        shop("poll", "--source", "openai/deprecations")

        slow, quick = shop("check", "openai/gpt-slow"), shop("check", "openai/gpt-quick")

        assert "shutdown    “To be announced”" in slow.out
        assert "“`gpt-5.6-sol` with `low` reasoning effort”" in slow.out
        assert shop("check", "openai/gpt-slow", "--json").json["findings"][0]["shutdown_words"] == "To be announced"
        assert "“To be" not in quick.out
        assert quick.out.count("gpt-5.6-sol") == slow.out.count("gpt-5.6-sol") - 1

    def test_foreign_words_are_shown_without_control_characters(self, shop: Terminal, pages: Mirror) -> None:
        evil = Section("2026-01-01", (("2026-02-02", "evil", "see \x1b]0;x\x07 us"),))
        pages.documents["openai/deprecations"] = page(evil)
        shop("poll", "--source", "openai/deprecations")

        answer = shop("check", "openai/evil")

        assert "openai/evil  retired on 2026-02-02" in answer.out
        assert {c for c in answer.out if not c.isprintable()} == {"\n"}


def test_a_file_of_the_folder_is_a_configuration(terminal: Terminal) -> None:
    Path("config.toml").write_text("[broken", "utf-8")

    assert terminal("check", "openai/gpt-4").status == 2
