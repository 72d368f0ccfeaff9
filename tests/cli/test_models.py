"""`model`, `change` and `source`: what is known, with the evidence, and how fresh it is."""

from __future__ import annotations

import pytest

from tests.cli.conftest import GOING, GONE, Terminal, page
from tests.e2e.mirror import Mirror, Section

OPENAI = ("--source", "openai/deprecations")


class TestModelList:
    def test_each_model_has_its_status_its_day_and_its_replacement(self, polled: Terminal) -> None:
        answer = polled("model", "list", "--provider", "openai")

        rows = {line.split()[0]: line.split() for line in answer.out.splitlines()[1:]}
        assert answer.status == 0
        assert rows["openai/gpt-4-0314"][1:4] == ["retired", "2026-03-26", "gpt-5,"]
        assert rows["openai/gpt-5-2025-08-07"][1:3] == ["deprecated", "2026-10-23"]

    def test_json_has_every_fact_behind_each_model(self, polled: Terminal) -> None:
        answer = polled("model", "list", "--provider", "openai", "--json").json

        (model,) = [m for m in answer["models"] if m["model_id"] == "gpt-4-0314"]
        (fact,) = [f for f in model["facts"] if not f["from_catalog"]]
        assert answer["today"] == "2026-08-22"
        assert (model["status"], model["shutdown_on"], model["stale"]) == ("retired", "2026-03-26", False)
        assert fact["quote"] == "| 2026-03-26 | `gpt-4-0314` | `gpt-5` or `gpt-4.1` |"
        assert len(fact["document"]) == 64

    def test_a_status_chooses_those_that_stand_so_on_the_day(self, polled: Terminal) -> None:
        def deprecated(day: str) -> set[str]:
            words = ("model", "list", "--provider", "openai", "--status", "deprecated", "--json")
            return {m["model_id"] for m in polled("--today", day, *words).json["models"]} & {
                "gpt-4-0314",
                "gpt-5-2025-08-07",
            }

        assert deprecated("2026-08-22") == {"gpt-5-2025-08-07"}
        assert deprecated("2026-10-23") == set()

    def test_an_unknown_provider_is_refused_with_the_nearest(self, polled: Terminal) -> None:
        answer = polled("model", "list", "--provider", "opena")

        assert (answer.status, answer.out) == (2, "")
        assert answer.err == "model-monitor: there is no provider opena: did you mean openai?\n"


class TestModelShow:
    def test_everything_that_is_known_is_printed_with_the_proof(self, polled: Terminal) -> None:
        answer = polled("model", "show", "openai/gpt-4-0314")

        assert answer.out.startswith("openai/gpt-4-0314  retired\n")
        assert "  deprecated    2025-09-26 (330 days ago)" in answer.out
        assert "  shutdown      2026-03-26 (149 days ago)" in answer.out
        assert "“| 2026-03-26 | `gpt-4-0314` | `gpt-5` or `gpt-4.1` |”" in answer.out
        assert "openai/deprecations, read 2026-08-22" in answer.out

    def test_a_recommendation_is_followed_to_a_living_model_and_the_path_is_shown(
        self, shop: Terminal, pages: Mirror
    ) -> None:
        chain = Section("2026-06-11", (("2026-09-11", "gpt-5", "`gpt-6`"),))
        pages.documents["openai/deprecations"] = page(GONE, chain)
        shop("poll", *OPENAI)

        text = shop("model", "show", "openai/gpt-4-0314")
        json = shop("model", "show", "openai/gpt-4-0314", "--json").json

        assert "gpt-4-0314 → gpt-5 → gpt-6" in text.out
        assert ["gpt-4-0314", "gpt-5", "gpt-6"] in [r["path"] for r in json["replacements"]]
        assert json["at_risk"] == ["gpt-5: ends on 2026-09-11"]

    def test_what_changed_is_told_in_the_end(self, polled: Terminal, pages: Mirror) -> None:
        pages.documents["openai/deprecations"] = page(
            GONE, Section("2026-06-11", (("2026-12-11", "gpt-5-2025-08-07", "`gpt-5.6-sol`"),))
        )
        polled("poll", *OPENAI)

        text = polled("model", "show", "openai/gpt-5-2025-08-07")
        (change,) = polled("model", "show", "openai/gpt-5-2025-08-07", "--json").json["changes"]

        assert text.out.splitlines()[-1] == "  2026-08-22    shutdown date moved: 2026-10-23 → 2026-12-11"
        assert (change["kind"], change["after"]) == ("shutdown_date_moved", "2026-12-11")

    def test_an_unknown_model_is_refused_with_the_nearest(self, polled: Terminal) -> None:
        answer = polled("model", "show", "openai/gpt-4-0315")

        assert (answer.status, answer.out) == (2, "")
        assert "did you mean openai/gpt-4-0314" in answer.err


class TestChanges:
    def test_the_first_document_of_a_source_is_its_baseline(self, polled: Terminal) -> None:
        answer = polled("change", "list")

        assert (answer.status, answer.out) == (0, "")
        assert "baseline" in answer.err

    def test_since_a_day_lists_what_was_recorded_from_then_on(self, polled: Terminal, pages: Mirror) -> None:
        pages.documents["openai/deprecations"] = page(GONE)
        polled("--today", "2026-08-25", "poll", *OPENAI)

        from_then = polled("--today", "2026-08-26", "change", "list", "--since", "2026-08-25", "--json").json
        after = polled("--today", "2026-08-26", "change", "list", "--since", "2026-08-26", "--json").json

        ours = [c for c in from_then["changes"] if c["provider"] == "openai"]  # others end by the bundled catalog
        assert [c["kind"] for c in ours] == ["row_vanished"]
        assert ours[0]["at"].startswith("2026-08-25T")
        assert after["changes"] == []


class TestSources:
    def test_each_is_listed_with_its_state_facts_and_what_stands_in_for_it(self, polled: Terminal) -> None:
        answer = polled("source", "list")

        rows = {line.split()[0]: line.split()[1:] for line in answer.out.splitlines()[1:]}
        assert rows["openai/deprecations"] == ["ok", "2026-08-22", "2026-08-22", "32"]
        assert rows["anthropic/deprecations"][0] == "new"
        assert "anthropic/deprecations: not read yet, so the bundled catalog of " in answer.out
        assert "openai/deprecations: never read" not in answer.out

    def test_json_says_the_same(self, polled: Terminal) -> None:
        sources = {s["id"]: s for s in polled("source", "list", "--json").json["sources"]}

        ours, other = sources["openai/deprecations"], sources["anthropic/deprecations"]
        assert (ours["state"], ours["facts"], ours["well"], ours["catalog_as_of"]) == ("ok", 32, True, None)
        assert (other["state"], other["facts"]) == ("new", 0)
        assert other["catalog_as_of"]
        assert sources["cometapi/models"]["verified"] is False

    def test_one_is_shown_with_its_documents(self, polled: Terminal, pages: Mirror) -> None:
        pages.documents["openai/deprecations"] = page(GOING)
        polled("poll", *OPENAI)

        answer = polled("source", "show", "openai/deprecations", "--json").json
        text = polled("source", "show", "openai/deprecations").out

        assert len(answer["documents"]) == 2
        assert [d["sha256"] in text for d in answer["documents"]] == [True, True]
        assert "state            ok" in text

    def test_an_unknown_one_is_refused_with_the_nearest(self, polled: Terminal) -> None:
        answer = polled("source", "show", "openai/deprecation")

        assert answer.status == 2
        assert "did you mean openai/deprecations" in answer.err

    def test_a_check_of_well_sources_is_status_0(self, polled: Terminal) -> None:
        answer = polled("source", "check")

        assert (answer.status, answer.out) == (0, "")
        assert "0 not well" in answer.err

    @pytest.mark.parametrize(
        ("document", "state"),
        [("", "failed"), ("<html><form><input type=password></form></html>", "suspect")],
    )
    def test_a_check_names_each_source_that_is_not_well_with_reason_and_status_4(
        self, polled: Terminal, pages: Mirror, document: str, state: str
    ) -> None:
        pages.documents["openai/deprecations"] = document
        polled("poll", *OPENAI)

        text, json = polled("source", "check"), polled("source", "check", "--json")

        assert (text.status, json.status) == (4, 4)
        assert text.out.startswith(f"openai/deprecations: {state} since 2026-08-22 ")
        assert [(s["id"], s["state"]) for s in json.json["sources"]] == [("openai/deprecations", state)]
        assert json.json["well"] is False

    def test_a_source_that_was_not_read_for_two_days_is_stale(self, polled: Terminal) -> None:
        answer = polled("--today", "2026-08-26", "source", "check")

        assert answer.status == 4
        assert answer.out.startswith("openai/deprecations: stale")
