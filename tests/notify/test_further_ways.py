"""The further ways out, each against a receiver as strict as the real one: what arrives, and what refusals mean."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from markdown_it.token import Token

from monitor.core.alerts import AlertKind, DigestProject, Notice, Place, Severity, Urgency
from monitor.core.lifecycle import Status
from monitor.core.tickets import Resolved
from monitor.core.watch import Bulletin
from monitor.errors import DeliveryError, Fault
from monitor.fetch.poster import Poster
from monitor.notify.discord import client as discord
from monitor.notify.email import render
from monitor.notify.github import body as issues
from monitor.notify.github.client import GitHub
from monitor.notify.msteams import client as msteams
from monitor.notify.pagerduty import client as pagerduty
from monitor.notify.posting import Post
from monitor.notify.webhook import payload as webhook
from monitor.notify.webhook.client import Webhook, signature
from tests.fakes.receivers import KEY, LOST, SECRET, TOKEN, Answer, Receivers, receivers
from tests.notify.hostile import HOSTILE
from tests.notify.samples import MORNING, alert, digest, evidence, notice, place, retired, suggestion
from tests.notify.test_hostile import poisoned

NOW = datetime(2025, 12, 26, 8, tzinfo=UTC)


def _only_what_it_names(schema: Any) -> Any:
    """The schema without room for more: receivers are to ignore keys that are new, and we are to write down all."""
    if isinstance(schema, list):
        return [_only_what_it_names(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if schema.get("type") == "object" else {}
    return {**{key: _only_what_it_names(part) for key, part in schema.items()}, **closed}


SCHEMA = Draft202012Validator(
    _only_what_it_names(json.loads((Path(__file__).parents[2] / "docs" / "webhook.schema.json").read_text("utf-8"))),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)
WORD = Bulletin("A source is stale", ("openai/deprecations is stale: @channel <!here> https://evil.example",), NOW)
REINSTATED = alert(kind=AlertKind.REINSTATED, severity=Severity.OK, status=Status.ACTIVE, shutdown_on=None)
MANY = notice(*(alert(model_id=f"model-{n}-" + "x" * 60, places=(place(),) * 9) for n in range(60)))
SEVERAL = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
WAYS = ("webhook", "msteams", "discord", "pagerduty", "github")

Send = Callable[[Notice], object]


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[Receivers, Post]]:
    with receivers() as (made, internet):
        yield made, Poster(user_agent="test", network=internet).send


@pytest.fixture
def there(world: tuple[Receivers, Post]) -> Receivers:
    made = world[0]
    for ledger in (made.webhook, made.teams, made.discord, made.incidents, made.requests):
        ledger.clear()
    made.issues["acme/ranker"].clear()
    made.index_delay = True
    return made


@pytest.fixture
def post(world: tuple[Receivers, Post], there: Receivers) -> Post:  # noqa: ARG001 an empty ledger
    return world[1]


@pytest.fixture
def send(post: Post) -> dict[str, Send]:
    """How each way sends a notice."""
    return {
        "webhook": lambda n: Webhook(post, "http://hooks.example.org/hook", SECRET).send(
            webhook.of_notice(n, key="k", repeat=False), NOW
        ),
        "msteams": lambda n: msteams.MicrosoftTeams(post, "http://teams.example.org/teams/x").send(
            msteams.of_notice(n)
        ),
        "discord": lambda n: discord.Discord(post, "http://discord.com/api/webhooks/1/x").send(discord.of_notice(n)),
        "pagerduty": lambda n: pagerduty.PagerDuty(post, KEY, "http://events.pagerduty.com/").send(
            pagerduty.of_notice(n)
        ),
        "github": lambda n: [
            GitHub(post, TOKEN, "http://api.github.com/").tell("acme/ranker", i) for i in issues.of_notice(n)
        ],
    }


class TestRefusals:
    """R8: what each status means on each way."""

    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize(
        ("status", "verdict"),
        [
            (301, (True, Fault.RECIPIENT, False)),
            (400, (True, Fault.MESSAGE, False)),
            (401, (True, Fault.RECIPIENT, False)),
            (403, (True, Fault.RECIPIENT, False)),
            (404, (True, Fault.RECIPIENT, False)),
            (408, (False, Fault.MESSAGE, False)),
            (410, (True, Fault.RECIPIENT, False)),
            (413, (True, Fault.MESSAGE, False)),
            (422, (True, Fault.MESSAGE, False)),
            (500, (False, Fault.MESSAGE, False)),
            (502, (False, Fault.MESSAGE, True)),
            (503, (False, Fault.MESSAGE, False)),
            (504, (False, Fault.MESSAGE, True)),
        ],
    )
    def test_a_status_is_for_good_or_passes_and_closes_what_it_is_about(
        self, there: Receivers, send: dict[str, Send], way: str, status: int, verdict: tuple[bool, Fault, bool]
    ) -> None:
        there.then(Answer(status))

        with pytest.raises(DeliveryError) as caught:
            send[way](notice())

        error = caught.value
        if way == "github" and status in {404, 410}:
            verdict = (True, Fault.MESSAGE, False)  # of this repository, and the team has others
        assert (error.permanent, error.at_fault, error.ambiguous) == verdict
        assert len(there.requests) == 0, "tried once"
        assert not error.permanent or error.hint
        assert not any(secret in str(error) for secret in (SECRET, KEY, TOKEN, "/webhooks/", "/hook", "/teams"))

    @pytest.mark.parametrize("way", WAYS)
    def test_a_receiver_that_wants_rest_says_for_how_long(
        self, there: Receivers, send: dict[str, Send], way: str
    ) -> None:
        there.then(Answer(429, {}, {"Retry-After": "7"}))

        with pytest.raises(DeliveryError) as caught:
            send[way](notice())

        assert (caught.value.permanent, caught.value.retry_after) == (False, 7.0)

    @pytest.mark.parametrize("way", WAYS)
    def test_an_answer_that_was_lost_is_ambiguous(self, there: Receivers, send: dict[str, Send], way: str) -> None:
        there.then(LOST)

        with pytest.raises(DeliveryError) as caught:
            send[way](notice())

        assert (caught.value.permanent, caught.value.ambiguous) == (False, True)

    @pytest.mark.parametrize("url", ["http://127.0.0.1/hook", "http://169.254.169.254/", "http://[::1]/", "ftp://x/"])
    def test_an_address_inside_is_refused_for_good_and_never_asked(
        self, there: Receivers, post: Post, url: str
    ) -> None:
        with pytest.raises(DeliveryError) as caught:
            Webhook(post, url, SECRET).send(webhook.of_notice(notice(), key="k", repeat=False), NOW)

        assert (caught.value.permanent, caught.value.at_fault) == (True, Fault.RECIPIENT)
        assert there.requests == []

    def test_discord_says_how_long_to_rest_with_a_fraction(self, there: Receivers, send: dict[str, Send]) -> None:
        there.then(Answer(429, {"retry_after": 1.25, "global": False}, {"Retry-After": "2"}))

        with pytest.raises(DeliveryError) as caught:
            send["discord"](notice())

        assert caught.value.retry_after == 1.25

    @pytest.mark.parametrize(
        "headers", [{"Retry-After": "60"}, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}]
    )
    def test_a_forbidden_of_github_may_be_a_limit(
        self, there: Receivers, send: dict[str, Send], headers: dict[str, str]
    ) -> None:
        there.then(Answer(403, {"message": "You have exceeded a secondary rate limit"}, headers))

        with pytest.raises(DeliveryError) as caught:
            send["github"](notice())

        assert caught.value.retry_after is not None
        assert not caught.value.permanent

    def test_a_key_that_pagerduty_does_not_know_closes_the_way(self, there: Receivers, post: Post) -> None:
        with pytest.raises(DeliveryError) as caught:
            pagerduty.PagerDuty(post, "another", "http://events.pagerduty.com/").send(pagerduty.of_notice(notice()))

        assert (caught.value.permanent, caught.value.at_fault) == (True, Fault.RECIPIENT)
        assert there.incidents == {}


class TestWebhook:
    def test_it_is_signed_and_follows_its_schema(self, there: Receivers, send: dict[str, Send]) -> None:
        send["webhook"](notice(alert(), retired()))

        (taken,) = there.webhook
        SCHEMA.validate(taken)
        assert [a["urgent"] for a in taken["alerts"]] == [True, True]
        assert taken["facts_as_of"] == MORNING.isoformat()
        assert taken["footer"] == "Facts as of 26 December 2025."

    def test_every_place_says_which_project_and_whose_it_is(self) -> None:
        shared = alert(places=(place(project="ranker"), place(project="indexer")))
        of_two = notice(shared, retired(places=(place(project="indexer"),)), project="", projects=("indexer", "ranker"))
        sent = webhook.of_notice(of_two, key="k", repeat=False)
        alone = webhook.of_notice(notice(retired(), project="indexer"), key="k", repeat=False)

        SCHEMA.validate(sent)
        assert [[(p["project"], p["team"]) for p in a["places"]] for a in sent["alerts"]] == [
            [("ranker", "search"), ("indexer", "search")],
            [("indexer", "search")],
        ]
        assert sent["alerts"][1]["ticket"] == alone["alerts"][0]["ticket"]

    def test_a_replacement_of_the_teams_own_follows_it_too(self) -> None:
        stated = alert(suggestions=(suggestion(origin="override"),))

        SCHEMA.validate(webhook.of_notice(notice(stated), key="k", repeat=False))

    def test_word_of_the_monitor_follows_it_too(self) -> None:
        SCHEMA.validate(webhook.of_bulletin(WORD, key="k", repeat=True))

    def test_another_secret_time_or_body_is_another_signature(self) -> None:
        usual = signature(b"{}", SECRET, NOW)

        assert usual == f"t={int(NOW.timestamp())},v1=" + usual.partition("v1=")[2]
        others = {
            signature(b"{ }", SECRET, NOW),
            signature(b"{}", "x", NOW),
            signature(b"{}", SECRET, NOW + timedelta(seconds=1)),
        }
        assert len({s.partition("v1=")[2] for s in (*others, usual)}) == 4

    @SEVERAL
    def test_no_foreign_text_breaks_the_schema(self, text: str) -> None:
        SCHEMA.validate(webhook.of_notice(notice(poisoned(text), team=text, project=text), key=text, repeat=False))


class TestDiscord:
    def test_the_message_names_the_model_and_is_known_by_its_id(self, there: Receivers, send: dict[str, Send]) -> None:
        reference = send["discord"](notice())

        (taken,) = there.discord
        assert reference == "1001"
        assert "gpt\\-4\\-0314 stops answering in 90 days" in taken["content"]
        assert "Facts as of 26 December 2025." in taken["embeds"][-1]["footer"]["text"]

    def test_what_does_not_fit_is_counted(self, there: Receivers, send: dict[str, Send]) -> None:
        send["discord"](MANY)

        embeds = there.discord[0]["embeds"]
        assert f"and {60 - len(embeds)} more" in embeds[-1]["footer"]["text"]

    def test_a_repeat_says_so(self) -> None:
        assert "Possible repeat" in discord.of_notice(notice(), repeat=True)["content"]

    @SEVERAL
    def test_foreign_text_is_words_and_nothing_else(self, text: str) -> None:
        message = discord.of_notice(notice(poisoned(text), team=text, project=text))

        for written in [message["content"], *(e["description"] for e in message["embeds"])]:
            assert links(written) <= {"https://docs.example.org/page"}
            assert not tags(written)


class TestMicrosoftTeams:
    def test_the_card_names_the_model(self, there: Receivers, send: dict[str, Send]) -> None:
        send["msteams"](notice())

        words = json.dumps(there.teams)
        assert "gpt-4-0314 stops answering in 90 days" in words
        assert "Facts as of 26 December 2025." in words

    def test_what_does_not_fit_is_counted(self, there: Receivers, send: dict[str, Send]) -> None:
        send["msteams"](MANY)

        assert " more" in json.dumps(there.teams)

    def test_the_46th_is_counted_though_it_would_fit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(msteams, "LARGEST", 1_000_000)
        many = [alert(model_id=f"model-{i:03}") for i in range(46)]

        said = json.dumps(msteams.of_notice(notice(*many)))

        assert '"model-044"' in said
        assert '"model-045"' not in said
        assert "and 1 more" in said

    def test_word_of_the_monitor_and_a_repeat_arrive(self, there: Receivers, post: Post) -> None:
        teams = msteams.MicrosoftTeams(post, "http://teams.example.org/teams/x")
        teams.send(msteams.of_bulletin(WORD))
        teams.send(msteams.of_notice(notice(), repeat=True))

        assert "Possible repeat" in json.dumps(there.teams[1])

    @SEVERAL
    def test_foreign_text_leads_nowhere_else(self, text: str) -> None:
        card = msteams.of_notice(notice(poisoned(text), team=text, project=text))

        body = card["attachments"][0]["content"]["body"]
        runs = [run for block in body for run in block["inlines"]]
        assert {r["selectAction"]["url"] for r in runs if "selectAction" in r} <= {"https://docs.example.org/page"}
        assert not any(unicodedata.category(c) in {"Cc", "Cf"} for r in runs for c in r["text"])


class TestPagerDuty:
    def test_an_urgent_model_is_one_incident_however_often_it_is_told(
        self, there: Receivers, send: dict[str, Send]
    ) -> None:
        week, ended = alert(urgency=Urgency.WEEK), retired(urgency=Urgency.ENDED)
        for told in (notice(alert(urgency=Urgency.QUARTER)), notice(week), notice(ended), notice(ended)):
            send["pagerduty"](told)

        (events,) = there.incidents.values()
        assert [e["payload"]["severity"] for e in events] == ["warning", "error", "critical", "critical"]
        assert events[0]["payload"]["custom_details"]["facts"] == "Facts as of 26 December 2025."

    def test_what_is_far_off_wakes_nobody(self, there: Receivers, send: dict[str, Send]) -> None:
        send["pagerduty"](notice(alert(severity=Severity.UPCOMING)))

        assert there.incidents == {}

    def test_what_ends_in_development_alone_wakes_nobody(self, there: Receivers, send: dict[str, Send]) -> None:
        send["pagerduty"](notice(retired(urgency=Urgency.ENDED, places=(Place("openai/gpt-4-0314", "dev"),))))

        (events,) = there.incidents.values()
        assert [e["payload"]["severity"] for e in events] == ["warning"]

    def test_a_reprieve_and_a_pin_that_is_gone_resolve_it(self, there: Receivers, post: Post) -> None:
        service = pagerduty.PagerDuty(post, KEY, "http://events.pagerduty.com/")
        for events in (
            pagerduty.of_notice(notice()),
            pagerduty.of_notice(notice(REINSTATED)),
            pagerduty.of_notice(notice()),
            pagerduty.of_resolved(Resolved("search", "ranker", "openai", "GPT-4-0314", "no longer pinned", NOW)),
        ):
            service.send(events)

        (events,) = there.incidents.values()
        assert [e["event_action"] for e in events] == ["trigger", "resolve", "trigger", "resolve"]

    @SEVERAL
    def test_no_foreign_text_makes_an_event_that_is_refused(
        self, there: Receivers, send: dict[str, Send], text: str
    ) -> None:
        send["pagerduty"](notice(poisoned(text), team=text, project=text))

        assert len(there.incidents) == 1


class TestGitHub:
    def test_one_issue_a_model_kept_up_to_date_and_closed(self, there: Receivers, post: Post) -> None:
        github = GitHub(post, TOKEN, "http://api.github.com/")
        later = notice(alert(dedup_key="other", days_left=7), today=date(2026, 3, 19))
        gone = issues.of_resolved(Resolved("search", "ranker", "openai", "gpt-4-0314", "no longer pinned", NOW))

        numbers = [
            github.tell("acme/ranker", issue)
            for issue in (*issues.of_notice(notice()), *issues.of_notice(later), *issues.of_notice(later), gone, gone)
        ]

        (issue,) = there.issues["acme/ranker"]
        assert numbers == ["1"] * 5
        assert issue["title"] == "gpt-4-0314 stops answering in 7 days, on 26 March 2026 · ranker"
        assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
        assert len(issue["comments"]) == 2, "the news of the second notice, and the end"
        assert "settings.toml:12" in issue["body"]

    def test_a_closed_one_is_opened_again_by_news(self, there: Receivers, post: Post) -> None:
        github = GitHub(post, TOKEN, "http://api.github.com/")
        gone = issues.of_resolved(Resolved("search", "ranker", "openai", "gpt-4-0314", "no longer pinned", NOW))
        for issue in (*issues.of_notice(notice()), gone, *issues.of_notice(notice(retired(dedup_key="again")))):
            github.tell("acme/ranker", issue)

        assert [i["state"] for i in there.issues["acme/ranker"]] == ["open"]

    def test_nothing_is_opened_only_to_be_closed(self, there: Receivers, send: dict[str, Send]) -> None:
        send["github"](notice(REINSTATED))

        assert there.issues["acme/ranker"] == []

    def test_none_is_opened_for_an_id_that_no_source_names(self, there: Receivers, send: dict[str, Send]) -> None:
        send["github"](notice(alert(status=Status.UNKNOWN, severity=Severity.UNKNOWN, shutdown_on=None)))

        assert there.issues["acme/ranker"] == []

    def test_one_that_left_the_list_is_found_by_the_search(self, there: Receivers, post: Post) -> None:
        github = GitHub(post, TOKEN, "http://api.github.com/")
        github.tell("acme/ranker", issues.of_notice(notice())[0])
        there.issues["acme/ranker"] += [{"number": n, "body": "", "comments": []} for n in range(2, 130)]
        there.index_delay = False

        number = github.tell("acme/ranker", issues.of_notice(notice(retired(dedup_key="later")))[0])

        assert number == "1"

    def test_a_lost_answer_makes_no_second_issue(self, there: Receivers, send: dict[str, Send]) -> None:
        there.then(Answer(200, []), LOST)
        with pytest.raises(DeliveryError):
            send["github"](notice())

        send["github"](notice())

        assert len(there.issues["acme/ranker"]) == 1

    @SEVERAL
    def test_foreign_text_is_words_and_nothing_else(self, text: str) -> None:
        (issue,) = issues.of_notice(notice(poisoned(text), team=text, project=text))

        assert links(issue.body) <= {"https://docs.example.org/page"}
        assert not tags(issue.body)
        assert len(issue.title) <= 256
        assert "\n" not in issue.title


class TestOwner:
    @pytest.mark.parametrize("way", WAYS)
    def test_every_way_says_whose_the_pin_is(self, there: Receivers, send: dict[str, Send], way: str) -> None:
        send[way](notice(retired()))

        taken: Any = (there.webhook, there.teams, there.discord, there.incidents, there.issues)[WAYS.index(way)]
        assert "Pinned by the search team as" in json.dumps(taken)


class TestFacts:
    @pytest.mark.parametrize("way", WAYS)
    def test_an_old_reading_is_shown_as_old_on_every_way(
        self, there: Receivers, send: dict[str, Send], way: str
    ) -> None:
        """R18: what is sent says as of when, and that it may differ by now."""
        send[way](notice(alert(evidence=evidence(stale=True))))

        taken: Any = (there.webhook, there.teams, there.discord, there.incidents, there.issues)[WAYS.index(way)]
        words = json.dumps(taken).replace("\\\\", "")
        assert "not read since" in words
        assert "What the provider says now may differ." in words


def links(text: str) -> set[str]:
    return {str(t.attrs["href"]) for t in tokens(text) if t.type == "link_open"}


def tags(text: str) -> list[str]:
    comments = ("<!--",)
    return [t.content for t in tokens(text) if t.type.startswith("html") and not t.content.startswith(comments)]


def tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").parse(text):
        yield token
        yield from token.children or ()


def test_suggestions_are_part_of_what_is_said() -> None:
    said = webhook.of_notice(notice(alert(suggestions=(suggestion(),))), key="k", repeat=False)

    assert said["alerts"][0]["replacements"][0]["model_id"] == "gpt-5"


def test_what_requests_to_the_replacement_must_leave_out_stands_on_every_way() -> None:
    new = suggestion(provider="anthropic", model_id="claude-opus-4-8", path=("claude-opus-4-1", "claude-opus-4-8"))
    told = notice(alert(provider="anthropic", model_id="claude-opus-4-1", suggestions=(new,)))
    hook = webhook.of_notice(told, key="k", repeat=False)
    sent = (hook, msteams.of_notice(told), discord.of_notice(told), pagerduty.of_notice(told))
    bodies = [issue.body for issue in issues.of_notice(told)]
    week = render.digest(digest(upcoming=(DigestProject("ranker", told.alerts),)))

    for message in (*map(json.dumps, sent), *bodies, week.text, week.html):
        plain = " ".join(message.replace("\\", "").split())
        assert "leave out temperature, top_p, top_k or requests fail" in plain
    assert hook["alerts"][0]["replacements"][0]["leave_out"] == ["temperature", "top_p", "top_k"]
