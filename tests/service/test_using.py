"""Usage of the last 30 days: whose it is, what it weighs, and what it proposes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from monitor.core.alerts import Alert
from monitor.core.lifecycle import Lifecycle
from monitor.core.models import Models
from monitor.core.references import parse
from monitor.errors import RegistryError
from monitor.notify import moving
from monitor.notify.phrase import plain
from monitor.service import digest, importing, payloads, using, weighing
from monitor.service.app import Service
from monitor.service.grouping import News, grouped
from monitor.service.importing import File
from monitor.service.remind import remind
from monitor.store import alerts, audit, registry, usage
from monitor.store.engine import reading, transaction
from monitor.store.usage import UsageRow
from tests.core.build import lifecycle
from tests.imports.samples import dumped
from tests.imports.usage_samples import ANTHROPIC_SHEET, DAY_23, LITELLM_ROW, OPENAI
from tests.notify.samples import alert
from tests.service.conftest import TODAY


def answer(*results: dict[str, Any], day: int = DAY_23) -> File:
    page = {"object": "page", "data": [{"start_time": day, "end_time": day + 86_400, "results": list(results)}]}
    return File(f"usage-{day}.json", dumped(page))


def asked(model: str, requests: int, project: str = "ranker") -> dict[str, Any]:
    return {"model": model, "num_model_requests": requests, "project_id": project, "input_tokens": 10 * requests}


def kept(service: Service, *files: File, **options: Any) -> using.Intake:
    made = using.intake(service, files, **options)
    using.write(service, made, who="cli")
    return made


def rows(service: Service) -> list[tuple[str, str, int | None]]:
    with reading(service.engine) as session:
        found = usage.after(session, service.clock.now().date() - using.SPAN)
    return [(row.project, row.reference, row.requests) for row in found]


def pin(service: Service, project: str, *references: str) -> None:
    file = File("models.txt", "\n".join(references).encode())
    importing.write(service, importing.plan(service, project, [file], "text"), who="cli", owner="cli")


class TestWhose:
    def test_who_is_called_like_a_project_is_that_project(self, service: Service) -> None:
        kept(service, answer(asked("gpt-4o", 5, "Ranker"), asked("gpt-4o", 7, "indexer")))

        assert rows(service) == [("indexer", "openai/gpt-4o", 7), ("ranker", "openai/gpt-4o", 5)]

    def test_a_mapping_says_whose_a_key_is_and_the_rest_is_the_named_projects(self, service: Service) -> None:
        file = answer(asked("gpt-4o", 5, "proj_x"), asked("gpt-4o", 7, "proj_y"))

        kept(service, file, project="ranker", mapping={"proj_y": "indexer"})

        assert rows(service) == [("indexer", "openai/gpt-4o", 7), ("ranker", "openai/gpt-4o", 5)]

    def test_nobodys_usage_is_told_and_not_kept(self, service: Service) -> None:
        made = kept(service, answer(asked("gpt-4o", 5, "proj_x"), asked("gpt-4", 6, "proj_x")))

        assert made.unmapped == {"proj_x": (11, 110)}
        assert rows(service) == []

    def test_a_key_itself_is_not_shown(self, service: Service) -> None:
        row = {**LITELLM_ROW, "api_key": "sk-1234567890abcdef", "team_id": "", "metadata": {}}

        made = using.intake(service, [File("logs.json", dumped([row]))])

        assert list(made.unmapped) == ["sk-123…"]

    def test_an_unknown_project_is_refused(self, service: Service) -> None:
        with pytest.raises(RegistryError):
            using.intake(service, [answer()], mapping={"a": "nobody"})


class TestSpan:
    def test_only_the_last_thirty_days_are_kept(self, service: Service) -> None:
        files = [answer(asked("gpt-4o", 1), day=DAY_23 - days * 86_400) for days in (0, 28, 29, 400)]

        made = kept(service, *files)

        assert rows(service) == [("ranker", "openai/gpt-4o", 2)]
        assert made.old == 2

    def test_the_same_export_again_replaces_its_days(self, service: Service) -> None:
        kept(service, answer(asked("gpt-4o", 5)), answer(asked("gpt-4o", 1), day=DAY_23 - 86_400))

        kept(service, answer(asked("gpt-4o", 8)))

        assert rows(service) == [("ranker", "openai/gpt-4o", 9)]

    def test_the_same_file_given_twice_counts_once(self, service: Service) -> None:
        kept(service, answer(asked("gpt-4o", 5)), answer(asked("gpt-4o", 5)))

        assert rows(service) == [("ranker", "openai/gpt-4o", 5)]

    def test_of_a_provider_and_a_proxy_before_it_the_larger_figure_counts(self, service: Service) -> None:
        kept(service, answer(asked("gpt-4o", 5)))
        kept(service, File("logs.json", dumped([LITELLM_ROW])))

        assert rows(service) == [("ranker", "openai/gpt-4o", 5)]

    def test_tokens_beyond_32_bits_and_requests_that_are_not_stated_are_kept(self, service: Service) -> None:
        sheet = ANTHROPIC_SHEET.replace("100000", "90000000000").replace("ranker-key", "ranker")

        kept(service, File("tokens.csv", sheet.encode()))

        with reading(service.engine) as session:
            (row,) = usage.after(session, service.clock.now().date() - using.SPAN)
        assert (row.requests, row.tokens) == (None, 90_000_005_006)

    def test_it_is_written_with_an_audit_entry(self, service: Service) -> None:
        kept(service, answer(asked("gpt-4o", 5)))

        with reading(service.engine) as session:
            assert [note.what for note in audit.notes(session)] == ["usage imported"]

    def test_what_cannot_be_read_is_told(self, service: Service) -> None:
        made = using.intake(service, [File("a.json", b"{}"), File("b.json", dumped(OPENAI))])

        assert [told.at for told in made.failed] == ["a.json"]
        assert [told.at for told in made.unread] == ["b.json:$.data[0].results[1]", "b.json:$.has_more"]


class TestWeights:
    def weigh(self, used: list[UsageRow], *pinned: str, models: Models | None = None) -> dict[str, int | None]:
        pins = [("ranker", parse(text)) for text in pinned]
        found, left = weighing.weights(pins, used, models or Models([]), TODAY)
        return {reference.raw: requests for (_, reference), (requests, _) in found.items()} | {
            f"left {row.reference}": row.requests for row in left
        }

    def test_a_pin_has_the_figures_of_its_id_however_it_is_written(self) -> None:
        used = [UsageRow("ranker", "openai/gpt-4o", 5, None)]

        assert self.weigh(used, "openai:GPT-4o") == {"openai:GPT-4o": 5}
        assert self.weigh(used, "gpt-4o") == {"gpt-4o": 5}
        assert self.weigh(used, "gpt-4o", "openai/gpt-4o") == {"gpt-4o": 5, "openai/gpt-4o": 5}

    def test_neither_another_project_nor_a_longer_id_weighs_a_pin(self) -> None:
        used = [UsageRow("indexer", "openai/gpt-4", 5, None), UsageRow("ranker", "openai/gpt-4-0613", 6, None)]

        assert self.weigh(used, "openai/gpt-4") == {"left openai/gpt-4": 5, "left openai/gpt-4-0613": 6}

    def test_the_snapshot_that_a_provider_reports_weighs_the_alias_that_was_asked_for(self, service: Service) -> None:
        kept(service, answer(asked("gpt-4-0613", 6)))
        pin(service, "ranker", "openai/gpt-4")

        assert weighing.proposals(service) == []

    @pytest.mark.parametrize(
        ("snapshot", "left"),
        [
            (lifecycle("gpt-x-2024-05-13", shutdown_on="2026-10-01"), True),
            (lifecycle("gpt-x-2024-05-13", shutdown_on="2027-03-01"), True),
            (lifecycle("gpt-x-2024-05-13"), False),
        ],
        ids=["retired", "ending", "active"],
    )
    def test_a_snapshot_that_ends_before_the_alias_that_is_pinned_is_not_the_aliass(
        self, snapshot: Lifecycle, left: bool
    ) -> None:
        used = [UsageRow("ranker", "openai/gpt-x-2024-05-13", 500, None)]
        models = Models([lifecycle("gpt-x"), snapshot])

        weighed = self.weigh(used, "openai/gpt-x", models=models)

        assert weighed == {"left openai/gpt-x-2024-05-13" if left else "openai/gpt-x": 500}

    def test_a_snapshot_at_which_the_alias_does_not_point_is_not_the_aliass(self) -> None:
        used = [UsageRow("ranker", "openai/gpt-x-2024-05-13", 500, None)]
        models = Models([lifecycle("gpt-x", alias_of="gpt-x-2024-08-06"), lifecycle("gpt-x-2024-05-13")])

        assert self.weigh(used, "openai/gpt-x", models=models) == {"left openai/gpt-x-2024-05-13": 500}

    def test_an_alias_that_ends_with_its_snapshot_has_the_figures(self) -> None:
        used = [UsageRow("ranker", "openai/gpt-x-2024-05-13", 500, None)]
        end = "2027-03-01"
        models = Models([lifecycle("gpt-x", shutdown_on=end), lifecycle("gpt-x-2024-05-13", shutdown_on=end)])

        assert self.weigh(used, "openai/gpt-x", models=models) == {"openai/gpt-x": 500}

    def test_the_snapshot_pinned_beside_its_alias_has_the_figures(self, service: Service) -> None:
        from monitor.service.known import known

        kept(service, answer(asked("gpt-4-0613", 6)))
        pin(service, "ranker", "openai/gpt-4", "openai/gpt-4-0613")

        with reading(service.engine) as session:
            view = known(session, service, service.clock.now())
            view = weighing.weighed(session, registry.pins(session), view)

        assert view.used == {("ranker", "openai/gpt-4-0613"): (6, 60)}


class TestProposals:
    def test_what_is_used_and_not_pinned_is_proposed_the_most_used_first(self, service: Service) -> None:
        kept(service, answer(asked("gpt-4o", 5), asked("gpt-4.1", 9), asked("gpt-5", 1), asked("o3", 0)))
        pin(service, "ranker", "openai/gpt-4o")

        assert [row.reference for row in weighing.proposals(service)] == ["openai/gpt-4.1", "openai/gpt-5"]
        assert weighing.proposals(service, "indexer") == []

    def test_accepted_ones_are_pins_and_proposed_no_more(self, service: Service) -> None:
        kept(service, answer(asked("gpt-4.1", 9)))

        made = weighing.as_plan("ranker", weighing.proposals(service))
        importing.write(service, made, who="cli", owner="cli")

        with reading(service.engine) as session:
            assert [(p.reference, p.location) for p in registry.pins(session)] == [("openai/gpt-4.1", "usage")]
        assert weighing.proposals(service) == []


class TestMoney:
    """What the month costs is told with the alert and in the digest, as far as usage was taken in."""

    def told(self, service: Service) -> dict[str, tuple[Alert, ...]]:
        with reading(service.engine) as session:
            rows = alerts.alerts(session)
        found = {"alert": tuple(payloads.alert(row.payload) for row in rows)}
        (page,) = digest.digests(service)
        return found | {"digest": tuple(a for group in page.retired for a in group.alerts)}

    def test_an_alert_and_the_digest_know_the_tokens_of_the_projects_pin(self, service: Service) -> None:
        pin(service, "ranker", "openai/gpt-4-0314", "gpt-4-0314")
        pin(service, "indexer", "openai/gpt-4-0314")
        kept(service, answer(asked("gpt-4-0314", 1_200_000)))

        remind(service)

        for where, found in self.told(service).items():
            assert sorted(a.tokens or 0 for a in found) == [0, 12_000_000], where
            used = next(a for a in found if a.tokens)
            said = plain(moving.in_short(used))
            assert "; $360 to $720 → $24 to $96 in 30 days;" in said
            unused = next(a for a in found if not a.tokens)
            assert "30 days" not in plain(moving.in_short(unused))

    def test_a_message_about_many_projects_adds_up_their_tokens(self, service: Service) -> None:
        with transaction(service.engine) as session:
            team = registry.team(session, "search")
        said = alert(tokens=5)
        names = ("a", "b", "c", "d")
        news = [News(name, team, replace(said, dedup_key=name, tokens=None if name == "d" else 5)) for name in names]

        (joined,) = grouped(news, TODAY)

        assert [a.tokens for a in joined.notice.alerts] == [15]
