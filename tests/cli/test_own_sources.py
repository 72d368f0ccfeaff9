"""A page and a list of the user's own: from config.toml and a real HTTP server to what a team is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from monitor.config import load
from monitor.service.sources import sources_of
from tests.cli.conftest import GOING, GONE, Terminal, page
from tests.e2e.mirror import Mirror
from tests.fetch.servers import Site, running

# What an invented provider prints: its own words for everything, days in the American order, a row about an endpoint.
PAGE = """# Acme Cloud: what goes away

Plans change. So do models.

## Language models

| Model          | State      | Ends on   | Use instead   | Notes           |
| -------------- | ---------- | --------- | ------------- | --------------- |
| `acme-talk-1`  | Gone       | 3/26/2026 | `acme-talk-2` | thank you       |
| `acme-talk-2`  | Going away | 10/1/2026 | `acme-talk-3` |                 |
| `acme-talk-3`  | Here       | --        |               | retired? never! |
| Batch endpoint | Going away | 9/1/2026  |               |                 |

## Fine-tuned models

| Model         | State      | Ends on  | Use instead | Notes |
| ------------- | ---------- | -------- | ----------- | ----- |
| `acme-talk-3` | Going away | 9/1/2026 |             |       |
"""
SIGN_IN = "<!doctype html><h1>Sign in</h1><form><input type=password></form>"
ACME = """
[sources."acme/deprecations"]
kind = "page"
url = "https://docs.acme.example/deprecations.md"
page_url = "https://docs.acme.example/deprecations"
columns = { Model = "model", State = "status", "Ends on" = "shutdown", "Use instead" = "replacement", Notes = "" }
statuses = { "Going away" = "deprecated", Gone = "retired", Here = "active" }
headings = ["Ends on"]
min_facts = 3
max_unread = 0
month_first = true
not_models = ["endpoint"]
left_out = ["Fine-tuned"]
"""
CONFIG = """
[fetch]
mirror = "{mirror}"
{sources}
[[teams]]
name = "search"
[[projects]]
name = "ranker"
team = "search"
pins = ["acme/acme-talk-1", {{ ref = "acme/acme-talk-2", location = "rank.py:12" }}, "acme/acme-talk-3"]
"""
SOURCE = ("--source", "acme/deprecations")


@pytest.fixture
def acme(terminal: Terminal, pages: Mirror) -> Terminal:
    """A terminal whose configuration has the invented provider's page, beside a server that has it too."""
    pages.documents["acme/deprecations"] = PAGE
    terminal.configure(CONFIG.format(mirror=pages.url, sources=ACME))
    return terminal


def said(terminal: Terminal, pages: Mirror, sources: str) -> str:
    """What `config check` says of these sources."""
    terminal.configure(CONFIG.format(mirror=pages.url, sources=sources))
    answer = terminal("config", "check")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    return answer.err


class TestPage:
    def test_it_is_polled_like_any_other_and_its_pins_are_told(self, acme: Terminal) -> None:
        polled = acme("poll", *SOURCE, "--json")
        told = acme("deliver")

        (source,) = polled.json["sources"]
        assert (polled.status, source["outcome"], source["facts"], source["reason"]) == (0, "changed", 3, None)
        assert "acme-talk-1 retired on 26 March 2026" in told.out
        assert "acme-talk-2 stops answering in 40 days" in told.out
        assert "Move to acme-talk-3" in told.out
        assert "rank.py:12" in told.out

    def test_every_fact_has_its_row_and_the_address_of_its_section(self, acme: Terminal) -> None:
        acme("poll", *SOURCE)

        (shown,) = acme("model", "show", "acme/acme-talk-2", "--json").json["models"]
        (fact,) = shown["facts"]
        assert (shown["status"], shown["shutdown_on"], shown["replacements"]) == (
            "deprecated", "2026-10-01", ["acme-talk-3"],
        )  # fmt: skip
        assert fact["url"] == "https://docs.acme.example/deprecations#language-models"
        assert fact["quote"] == "| `acme-talk-2` | Going away | 10/1/2026 | `acme-talk-3` | |"

    def test_what_it_says_of_fine_tunes_and_endpoints_is_left_out_as_the_settings_want(self, acme: Terminal) -> None:
        acme("poll", *SOURCE)

        models = {m["model_id"]: m for m in acme("model", "list", "--provider", "acme", "--json").json["models"]}
        assert set(models) == {"acme-talk-1", "acme-talk-2", "acme-talk-3"}
        assert models["acme-talk-3"]["status"] == "active"
        assert models["acme-talk-3"]["shutdown_on"] is None

    def test_a_date_that_moves_is_a_change_that_its_team_is_told(self, acme: Terminal, pages: Mirror) -> None:
        acme("poll", *SOURCE)
        acme("deliver")
        pages.documents["acme/deprecations"] = PAGE.replace("10/1/2026", "9/10/2026")

        polled = acme("poll", *SOURCE, "--json")
        told = acme("deliver")

        assert [(c["kind"], c["before"], c["after"]) for c in polled.json["changes"]] == [
            ("shutdown_date_moved", "2026-10-01", "2026-09-10")
        ]
        assert "acme-talk-2 stops 21 days earlier" in told.out

    @pytest.mark.parametrize(
        ("document", "reason"),
        [
            (SIGN_IN, "sign-in page"),
            (PAGE.replace("Ends on", "Until"), 'the heading "Ends on" is missing'),
            (PAGE[: PAGE.index("\n| `acme-talk-2`") + 1], "it has 1 row, and fewer than 3 are never believed"),
            (PAGE.replace("10/1/2026", "soonish"), "'soonish'"),
            (PAGE.replace("Going away", "Leaving"), "'leaving' is no status"),
        ],
    )
    def test_its_guards_hold_as_those_of_any_other(
        self, acme: Terminal, pages: Mirror, document: str, reason: str
    ) -> None:
        acme("poll", *SOURCE)
        pages.documents["acme/deprecations"] = document

        polled = acme("poll", *SOURCE, "--json")
        (acme.folder / "page.md").write_text(document, "utf-8")
        read = acme("extract", "acme/deprecations", "page.md")

        assert (polled.status, polled.json["sources"][0]["outcome"], read.status) == (4, "suspect", 4)
        assert reason in read.err
        assert acme("model", "show", "acme/acme-talk-2", "--json").json["models"][0]["shutdown_on"] == "2026-10-01"

    def test_extract_reads_a_saved_copy_by_the_rules_of_the_settings(self, acme: Terminal) -> None:
        (acme.folder / "page.md").write_text(PAGE, "utf-8")

        answer = acme("extract", "acme/deprecations", "page.md")

        rows = [json.loads(line) for line in answer.out.splitlines()]
        assert (answer.status, answer.err) == (0, "")
        assert [(row["model_id"], row["shutdown_on"], row["stated_status"]) for row in rows] == [
            ("acme-talk-1", "2026-03-26", "retired"),
            ("acme-talk-2", "2026-10-01", "deprecated"),
            ("acme-talk-3", None, "active"),
        ]

    def test_extract_names_it_where_it_is_mistyped_and_where_nothing_is_configured(self, acme: Terminal) -> None:
        (acme.folder / "page.md").write_text(PAGE, "utf-8")

        mistyped = acme("extract", "acme/deprecation", "page.md")
        (acme.folder / "config.toml").unlink()
        unknown = acme("extract", "acme/deprecations", "page.md")

        assert "there is no source acme/deprecation: did you mean acme/deprecations" in mistyped.err
        assert (mistyped.status, unknown.status) == (2, 2)
        assert "there is no source acme/deprecations" in unknown.err

    def test_the_common_headers_need_not_be_said(self, terminal: Terminal, pages: Mirror) -> None:
        plain = '[sources."acme/deprecations"]\nkind = "page"\nurl = "https://docs.acme.example/deprecations"\n'
        pages.documents["acme/deprecations"] = (
            "# Models\n\n| Model ID | Retirement date |\n| --- | --- |\n| acme-talk-1 | March 26, 2026 |\n"
        )
        terminal.configure(CONFIG.format(mirror=pages.url, sources=plain))

        terminal("poll", *SOURCE)

        (shown,) = terminal("model", "show", "acme/acme-talk-1", "--json").json["models"]
        assert (shown["status"], shown["shutdown_on"]) == ("retired", "2026-03-26")

    def test_dates_that_are_only_the_earliest_and_names_without_ids_are_read_as_such(
        self, terminal: Terminal, pages: Mirror
    ) -> None:
        sources = (
            '[sources."acme/deprecations"]\nkind = "page"\nurl = "https://docs.acme.example/deprecations"\n'
            "only_earliest = true\nby_name = true\nheadings_announce = false\n"
        )
        pages.documents["acme/deprecations"] = (
            "# 2026-10-01\n\n| Model | Retirement date |\n| --- | --- |\n| Acme Talk | Oct 1, 2026 |\n"
        )
        terminal.configure(CONFIG.format(mirror=pages.url, sources=sources))

        terminal("poll", *SOURCE)

        (shown,) = terminal("model", "list", "--provider", "acme", "--json").json["models"]
        assert shown["model_id"] == "Acme Talk"
        assert (shown["shutdown_on"], shown["earliest_shutdown_on"]) == (None, "2026-10-01")
        assert shown["deprecated_on"] is None

    def test_ids_without_marks_may_have_capitals_if_the_settings_say_so(self, terminal: Terminal) -> None:
        sources = '[sources."acme/deprecations"]\nkind = "page"\nurl = "https://docs.acme.example/deprecations"\n'
        page = "# Models\n\n| Model | Retirement date |\n| --- | --- |\n| Acme-Talk-2.1 | May 1, 2026 |\n"
        (terminal.folder / "page.md").write_text(page, "utf-8")

        def read(more: str) -> list[str]:
            terminal.configure(CONFIG.format(mirror="", sources=sources + more))
            answer = terminal("extract", "acme/deprecations", "page.md")
            return [json.loads(line)["model_id"] for line in answer.out.splitlines()]

        assert read("bare_ids = true\n") == ["Acme-Talk-2.1"]
        assert read("") == []

    def test_a_page_behind_a_key_is_skipped_without_it(self, terminal: Terminal) -> None:
        terminal.configure(CONFIG.format(mirror="", sources=f'{ACME}api_key_env = "ACME_KEY"\n'))

        polled = terminal("poll", *SOURCE, "--json")

        (source,) = polled.json["sources"]
        assert (source["outcome"], source["reason"]) == (
            "skipped",
            "no key for acme/deprecations: set ACME_KEY to read it",
        )


class TestProviderThatIsRead:
    """A further page of a provider whose deprecations page we read weighs less than that."""

    SOURCES = ACME.replace("acme/deprecations", "openai/own").replace("min_facts = 3", "min_facts = 1")
    OWN = "| Model | Ends on |\n| --- | --- |\n| gpt-4-0314 | 6/1/2026 |\n| gpt-9 | 9/1/2026 |\n"

    def test_its_word_stands_behind_that_of_the_page_and_counts_where_that_is_silent(
        self, terminal: Terminal, pages: Mirror
    ) -> None:
        pages.documents["openai/own"] = self.OWN
        terminal.configure(CONFIG.format(mirror=pages.url, sources=self.SOURCES))

        terminal("poll", "--source", "openai/deprecations", "--source", "openai/own")

        def facts(model: str) -> list[Any]:
            (shown,) = terminal("model", "show", f"openai/{model}", "--json").json["models"]
            return [shown["shutdown_on"], *(fact["source_id"] for fact in shown["facts"])]

        assert facts("gpt-4-0314") == ["2026-03-26", "openai/deprecations", "openai/own"]
        assert facts("gpt-9") == ["2026-09-01", "openai/own"]


class TestGuards:
    def test_the_limits_of_a_source_of_ours_may_be_changed(self, terminal: Terminal, pages: Mirror) -> None:
        stricter = '[sources."openai/deprecations"]\nmin_facts = 1000\n'
        other = '[sources."openai/deprecations"]\nheadings = ["Nowhere to be seen"]\n'

        def reason(sources: str) -> str:
            terminal.configure(CONFIG.format(mirror=pages.url, sources=sources))
            polled = terminal("poll", "--source", "openai/deprecations", "--json")
            return str(polled.json["sources"][0]["reason"])

        assert "fewer than 1000" in reason(stricter)
        assert reason(other) == 'the heading "Nowhere to be seen" is missing'
        assert reason("") == "None"


class TestPrivate:
    """A gateway inside the network, which is read where the settings say that this is meant."""

    @pytest.fixture
    def gateway(self) -> Iterator[Site]:
        with running(Site()) as site:
            site.serve("/v1/models", body=b'{"data": [{"id": "acme-talk-1", "object": "model"}]}')
            yield site

    def polled(self, terminal: Terminal, site: Site, more: str = "") -> tuple[str, str | None]:
        """Outcome and reason of a poll of the gateway."""
        sources = f'[sources."acme/models"]\nkind = "openai-compatible"\nurl = "{site.origin}/v1/models"\n{more}\n'
        terminal.configure(CONFIG.format(mirror="", sources=sources))
        (source,) = terminal("poll", "--source", "acme/models", "--json").json["sources"]
        return source["outcome"], source["reason"]

    def test_it_is_read_with_private_and_refused_without(self, terminal: Terminal, gateway: Site) -> None:
        outcome, reason = self.polled(terminal, gateway)
        assert gateway.asked == []
        assert outcome == "failed"
        assert reason is not None
        assert reason.endswith("not public: set private = true for this source if the address is meant")

        assert self.polled(terminal, gateway, "private = true") == ("changed", None)
        assert gateway.paths == ["/v1/models"]

    def test_where_it_leads_to_another_private_host_it_is_refused(self, terminal: Terminal, gateway: Site) -> None:
        with running(Site()) as other:
            gateway.redirect("/v1/models", other.serve("/v1/models", body=b'{"data": []}'))
            outcome, reason = self.polled(terminal, gateway, "private = true")
            assert other.asked == []

        assert outcome == "failed"
        assert reason is not None
        assert reason.endswith("not public: a redirect led there, and is followed to public addresses only")

    def test_a_source_of_ours_may_be_read_inside_where_its_address_stands(
        self, terminal: Terminal, gateway: Site
    ) -> None:
        gateway.serve("/deprecations.md", body=page(GONE, GOING).encode())
        sources = (
            f'[sources."openai/deprecations"]\nurl = "{gateway.origin}/deprecations.md"\nprivate = true\nmin_facts = 1'
        )

        terminal.configure(CONFIG.format(mirror="", sources=f"{sources}\n"))
        polled = terminal("poll", "--source", "openai/deprecations", "--json")

        assert [(s["outcome"], s["reason"]) for s in polled.json["sources"]] == [("changed", None)]

    def test_only_the_sources_of_which_the_settings_say_so_are_private(self, terminal: Terminal) -> None:
        own = {
            "acme/deprecations": 'kind = "page"\nurl = "http://10.0.0.5/deprecations.md"',
            "acme/models": 'kind = "openai-compatible"\nurl = "http://10.0.0.5/v1/models"',
            "azure/models": 'url = "http://10.0.0.6/openai/models"',
            "bedrock/models-eu-west-1": (
                'kind = "bedrock"\nurl = "https://bedrock.eu-west-1.amazonaws.com/foundation-models"'
            ),
            "globex/models": 'kind = "list"\nurl = "http://10.0.0.7/models"\ncolumns = { id = "model" }',
        }

        def private(more: str) -> set[str]:
            text = "".join(f'[sources."{source_id}"]\n{said}\n{more}\n' for source_id, said in own.items())
            sources = sources_of(load(terminal.configure(text), {}))
            return {source.id for source in sources.values() if source.private}

        assert private("") == set()
        assert private("private = true") == own.keys()


LIST = """
[sources."acme/models"]
kind = "list"
url = "https://api.acme.example/v2/models"
rows = "models"
columns = { name = "model", title = "name", "life.end" = "shutdown", "life.next" = "replacement", up = "status" }
statuses = { true = "", false = "deprecated" }
min_facts = 2
"""
MODELS = {
    "models": [
        {
            "name": "acme-talk-1",
            "title": "Talk",
            "up": False,
            "life": {"end": "2026-03-26", "next": "acme-talk-2"},
        },
        {"name": "acme-talk-2", "title": "Talk 2", "up": True, "life": {"end": "2026-10-01T00:00:00Z"}},
        {"name": "acme-talk-3", "up": True, "life": None},
    ]
}


class TestList:
    def test_it_is_polled_and_its_pins_are_told(self, terminal: Terminal, pages: Mirror) -> None:
        pages.documents["acme/models"] = json.dumps(MODELS)
        terminal.configure(CONFIG.format(mirror=pages.url, sources=LIST))

        polled = terminal("poll", "--source", "acme/models", "--json")
        told = terminal("deliver")

        assert [s["outcome"] for s in polled.json["sources"]] == ["changed"]
        assert "acme-talk-1 retired on 26 March 2026" in told.out
        assert "acme-talk-2 stops answering in 40 days" in told.out

    def test_paths_lead_to_what_a_row_says(self, terminal: Terminal) -> None:
        terminal.configure(CONFIG.format(mirror="", sources=LIST))
        (terminal.folder / "list.json").write_text(json.dumps(MODELS), "utf-8")

        rows = [json.loads(line) for line in terminal("extract", "acme/models", "list.json").out.splitlines()]

        said = ("model_id", "display_name", "shutdown_on", "stated_status", "replacements")
        assert [tuple(row[key] for key in said) for row in rows] == [
            ("acme-talk-1", "Talk", "2026-03-26", "deprecated", ["acme-talk-2"]),
            ("acme-talk-2", "Talk 2", "2026-10-01", None, []),
            ("acme-talk-3", None, None, None, []),
        ]

    def test_an_answer_that_is_the_list_itself_is_read_with_rows_empty(self, terminal: Terminal) -> None:
        sources = LIST.replace('rows = "models"', 'rows = ""')
        terminal.configure(CONFIG.format(mirror="", sources=sources))
        (terminal.folder / "bare.json").write_text(json.dumps(MODELS["models"]), "utf-8")
        (terminal.folder / "list.json").write_text(json.dumps(MODELS), "utf-8")

        bare = terminal("extract", "acme/models", "bare.json")
        other = terminal("extract", "acme/models", "list.json")

        assert (bare.status, len(bare.out.splitlines())) == (0, 3)
        assert (other.status, other.out) == (4, "")

    def test_what_is_no_list_of_it_is_rejected(self, terminal: Terminal) -> None:
        terminal.configure(CONFIG.format(mirror="", sources=LIST))
        (terminal.folder / "list.json").write_text('{"data": [{"id": "acme-talk-1"}]}', "utf-8")

        answer = terminal("extract", "acme/models", "list.json")

        assert (answer.status, answer.out) == (4, "")
        assert 'the answer has no list under "models"' in answer.err

    @pytest.mark.parametrize(
        ("was", "becomes", "says"),
        [
            ('name = "model"', 'name = "name"', ".columns says of nothing that it is the model: add what the column"),
            ('title = "name"', 'title = "regions"', ".columns.title is 'regions', which no list says: a list may have"),
            ('"life.end"', '"life..end"', '.columns."life..end" is no path: write the keys on the way'),
            ("min_facts = 2", "month_first = true", ' has month_first, which is for kind = "page"'),
        ],
    )
    def test_a_mistake_is_one_line_with_the_key_and_the_remedy(
        self, terminal: Terminal, pages: Mirror, was: str, becomes: str, says: str
    ) -> None:
        assert was in LIST

        assert f'sources."acme/models"{says}' in said(terminal, pages, LIST.replace(was, becomes))

    def test_a_list_without_columns_is_asked_for_them(self, terminal: Terminal, pages: Mirror) -> None:
        line = said(terminal, pages, "\n".join(row for row in LIST.splitlines() if not row.startswith("columns")))

        assert 'sources."acme/models" has kind = "list" and no columns: add "id" = "model" to them' in line


class TestMistakes:
    @pytest.mark.parametrize(
        ("was", "becomes", "says"),
        [
            ('"shutdown"', '"shutdwn"', ".columns.\"Ends on\" is 'shutdwn', which is none of our words: did you mean "),
            ('"shutdown"', '"zzz"', ".columns.\"Ends on\" is 'zzz', which is none of our words: write model, name, "),
            ('"retired"', '"gone"', ".statuses.Gone is 'gone', which is none of our words: write active, legacy, "),
            (
                'Model = "model", ',
                "",
                ".columns says of nothing that it is the model: add what the column with the ids is called",
            ),
            ('Notes = ""', '"**ENDS ON:**" = ""', '.columns."**ENDS ON:**" stands there twice: keep one'),
            (
                'kind = "page"\n',
                "",
                ' has columns, which is for kind = "page" or "list": change its kind, or remove it',
            ),
            ('kind = "page"', 'kind = "openai-compatible"', ' has columns, which is for kind = "page" or "list"'),
            ('kind = "page"', 'kind = "list"', ' has not_models, which is for kind = "page": change its kind'),
            ("min_facts = 3", 'rows = "models"', ' has rows, which is for kind = "list": change its kind'),
            ('page_url = "https', 'pageurl = "https', ".pageurl is no key that we know: did you mean 'page_url'?"),
            (
                '\nurl = "https://docs.acme.example/deprecations.md"',
                "",
                ' has kind = "page" and no url: add its address',
            ),
            ("min_facts = 3", "min_facts = 0", ".min_facts is too small: write 1 or more"),
            ("max_unread = 0", "max_unread = -1", ".max_unread is too small: write 0 or more"),
            ('["endpoint"]', '[""]', '.not_models[0] "" is empty'),
        ],
    )
    def test_each_is_one_line_with_the_key_and_the_remedy(
        self, terminal: Terminal, pages: Mirror, was: str, becomes: str, says: str
    ) -> None:
        assert was in ACME

        line = said(terminal, pages, ACME.replace(was, becomes))

        assert f'sources."acme/deprecations"{says}' in line

    def test_a_source_of_ours_can_be_changed_and_not_replaced(self, terminal: Terminal, pages: Mirror) -> None:
        line = said(terminal, pages, ACME.replace("acme/", "openai/"))

        assert 'sources."openai/deprecations" has a kind, and is a source of ours: leave kind away' in line

    def test_a_source_without_a_kind_that_is_none_of_ours_is_named_with_the_nearest(
        self, terminal: Terminal, pages: Mirror
    ) -> None:
        near = said(terminal, pages, '[sources."openai/deprecation"]\nenabled = false\n')
        far = said(terminal, pages, '[sources."acme/deprecations"]\nurl = "https://docs.acme.example"\n')

        assert 'sources."openai/deprecation" is none of our sources: did you mean openai/deprecations' in near
        assert 'sources."acme/deprecations" is none of our sources' in far
        assert 'one of your own needs a kind: kind = "page"' in far
