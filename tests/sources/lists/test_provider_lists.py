"""The lists of single providers, on invented answers of their shape: what each says, and what only looks like it."""

from __future__ import annotations

import json
from datetime import date
from types import ModuleType

import pytest

from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import (
    aimlapi,
    azure_lists,
    bedrock,
    cloudflare,
    cohere,
    deepinfra,
    fireworks,
    github_models,
    groq,
    heroku,
    mistral,
    openrouter,
    together,
    venice,
    vercel,
    vertex,
    watsonx,
    xai,
)
from monitor.sources.registry import all_sources
from monitor.sources.spec import Auth, Source

DAY = date(2026, 8, 22)


def source(module: ModuleType, name: str = "models") -> Source:
    return next(found for found in module.SOURCES if found.id.endswith(f"/{name}"))


def read(listed: Source, answer: object) -> Reading:
    return listed.reading_of(json.dumps(answer).encode(), "application/json", DAY)


def facts(listed: Source, answer: object) -> dict[str, Fact]:
    reading = read(listed, answer)
    assert (reading.problem, reading.unread) == (None, ())
    return {fact.model_id: fact for fact in reading.facts}


def test_absence_counts_in_every_list_of_models_and_nowhere_else() -> None:
    lists = {source_id for source_id, listed in all_sources().items() if listed.is_list}
    assert {"xai/language-models", "xai/image-generation-models", "azure/arm-models", "heroku/models"} <= lists
    assert {source_id.rpartition("-")[2].rpartition("/")[2] for source_id in lists} == {"models"}
    assert not {"aimlapi/deprecations", "openai/deprecations"} & lists


def test_no_list_of_an_aggregator_speaks_for_the_makers_of_its_models() -> None:
    for module in (openrouter, aimlapi, vercel):
        assert {listed.authority for listed in module.SOURCES} == {Authority.AGGREGATOR}


@pytest.mark.parametrize("listed", [s for s in all_sources().values() if s.is_list], ids=lambda listed: listed.id)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><title>Sign in</title>",
        b"{}",
        b"[]",
        b"null",
        b'{"error": {"message": "invalid key", "code": 401}}',
        b'{"data": [], "models": [], "value": [], "result": [], "resources": []}',
        b'{"data": [{"title": "a"}], "models": [{"title": "a"}], "value": [{}]}',
        b'[{"title": "a"}, {"title": "b"}]',
    ],
)
def test_what_is_no_list_of_models_is_never_believed(listed: Source, body: bytes) -> None:
    reading = listed.reading_of(body, "application/json", DAY)
    assert judge(reading, (), listed.guards, read_on=DAY, is_list=True).verdict is Verdict.REJECT


class TestBedrock:
    LISTED = source(bedrock)

    def row(self, model_id: str = "acme.large-v1:0", **lifecycle: object) -> dict[str, object]:
        arn = f"arn:aws:bedrock:us-east-1::foundation-model/{model_id}"
        return {"modelArn": arn, "modelId": model_id, "modelName": "Large", "modelLifecycle": lifecycle}

    def test_all_stages_of_a_life_are_days_in_the_pacific_which_utc_does_not_shift(self) -> None:
        row = self.row(
            status="LEGACY",
            startOfLifeTime="2024-08-06T08:00:00Z",
            legacyTime="2026-03-13T07:00:00Z",
            publicExtendedAccessTime="2026-06-13T07:00:00Z",
            endOfLifeTime="2026-09-14T07:00:00Z",
        )
        [fact] = facts(self.LISTED, {"modelSummaries": [row]}).values()
        assert (fact.released_on, fact.legacy_on) == (date(2024, 8, 6), date(2026, 3, 13))
        assert (fact.extended_access_on, fact.shutdown_on) == (date(2026, 6, 13), date(2026, 9, 14))
        assert (fact.stated_status, fact.regions) == (StatedStatus.LEGACY, ())
        assert '"endOfLifeTime":"2026-09-14T07:00:00Z"' in fact.quote

    def test_until_2026_an_answer_had_the_status_alone(self) -> None:
        rows = [self.row(status="ACTIVE"), self.row("acme.large-v1:0:200k", status="LEGACY")]
        found = facts(self.LISTED, {"modelSummaries": rows})
        assert [fact.stated_status for fact in found.values()] == [StatedStatus.ACTIVE, StatedStatus.LEGACY]
        assert [fact.shutdown_on for fact in found.values()] == [None, None]

    def test_a_status_that_nobody_knows_is_unread(self) -> None:
        reading = read(self.LISTED, {"modelSummaries": [self.row(status="RETIRING")]})
        assert reading.facts[0].stated_status is None
        assert reading.unread == ('row 1, acme.large-v1:0: "status" is "RETIRING"',)


class TestAzureResourceManager:
    LISTED = source(azure_lists, "arm-models")

    def row(self, name: str = "gpt-9", version: str = "2025-01-01", **model: object) -> dict[str, object]:
        deprecation = {"fineTune": "2026-01-01T00:00:00Z", "inference": "2026-10-14T00:00:00Z"}
        return {
            "kind": "OpenAI",
            "skuName": "S0",
            "model": {"format": "OpenAI", "name": name, "version": version, "deprecation": deprecation} | model,
        }

    def test_versions_of_one_name_are_scopes_and_only_the_end_of_inference_counts(self) -> None:
        later = {"inference": "2027-04-01T00:00:00Z"}
        reading = read(self.LISTED, {"value": [self.row(), self.row(version="2025-06-01", deprecation=later)]})
        assert [(fact.model_id, fact.version, fact.shutdown_on) for fact in reading.facts] == [
            ("gpt-9", "2025-01-01", date(2026, 10, 14)),
            ("gpt-9", "2025-06-01", date(2027, 4, 1)),
        ]

    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("Preview", None),
            ("Stable", None),
            ("GenerallyAvailable", None),
            ("Legacy", StatedStatus.LEGACY),
            ("Deprecating", StatedStatus.DEPRECATED),
            ("Deprecated", StatedStatus.RETIRED),
        ],
    )
    def test_deprecated_here_is_what_the_documents_call_retired(self, said: str, meant: StatedStatus | None) -> None:
        [fact] = facts(self.LISTED, {"value": [self.row(lifecycleStatus=said)]}).values()
        assert fact.stated_status is meant

    def test_a_tentative_end_is_no_date(self) -> None:
        deprecation = {"inference": "2026-10-14T00:00:00Z", "deprecationStatus": "Tentative"}
        [fact] = facts(self.LISTED, {"value": [self.row(deprecation=deprecation)]}).values()
        assert (fact.shutdown_on, fact.words) == (None, "2026-10-14 (Tentative)")

    def test_a_deployment_type_with_a_day_of_its_own_is_a_scope(self) -> None:
        skus = [
            {"name": "Standard", "deprecationDate": "2026-10-14T00:00:00Z"},
            {"name": "GlobalStandard", "deprecationDate": "2027-03-01T00:00:00Z", "capacity": {"default": 1}},
            {"name": "ProvisionedManaged"},
        ]
        reading = read(self.LISTED, {"value": [self.row(skus=skus)]})
        assert [(fact.version, fact.deployment, fact.shutdown_on) for fact in reading.facts] == [
            ("2025-01-01", None, date(2026, 10, 14)),
            ("2025-01-01", "global standard", date(2027, 3, 1)),
        ]
        assert '"deprecationDate":"2027-03-01T00:00:00Z"' in reading.facts[1].quote

    def test_the_next_version_of_a_model_is_no_other_model(self) -> None:
        own, other = ({"targetModelName": name, "targetModelVersion": "2025-06-01"} for name in ("gpt-9", "gpt-10"))
        reading = read(
            self.LISTED, {"value": [self.row(replacementConfig=own), self.row("x", replacementConfig=other)]}
        )
        assert [(fact.replacements, fact.replacement_text) for fact in reading.facts] == [
            ((), "gpt-9 2025-06-01"),
            (("gpt-10",), "gpt-10 2025-06-01"),
        ]

    def test_its_pages_are_linked(self) -> None:
        assert self.LISTED.next_page is not None
        link = "https://management.azure.com/subscriptions/1/models?api-version=2025-06-01&$skiptoken=2"
        assert self.LISTED.next_page(json.dumps({"value": [], "nextLink": link}).encode()) == link
        assert not read(self.LISTED, {"value": [self.row()], "nextLink": link}).whole


class TestMistral:
    LISTED = source(mistral)

    def row(self, model_id: str, *aliases: str, name: str | None = None, **more: object) -> dict[str, object]:
        return {"id": model_id, "name": name or model_id, "created": 1762178653, "aliases": aliases, **more}

    def test_the_end_of_service_and_its_replacement_are_taken_and_the_time_of_the_answer_is_not(self) -> None:
        row = self.row(
            "acme-2501", deprecation="2026-02-28T12:00:00Z", deprecation_replacement_model="acme-latest", type="base"
        )
        [fact] = facts(self.LISTED, {"data": [row]}).values()
        assert (fact.shutdown_on, fact.deprecated_on, fact.released_on) == (date(2026, 2, 28), None, None)
        assert (fact.replacements, fact.display_name) == (("acme-latest",), None)

    def test_rows_name_each_other_and_the_dated_one_is_the_snapshot(self) -> None:
        rows = [
            self.row("acme-2506", "acme-latest"),
            self.row("acme-latest", "acme-2506", name="acme-2506"),
            self.row("tool-latest", name="acme-2506"),
        ]
        found = facts(self.LISTED, {"object": "list", "data": rows})
        assert {model_id: fact.alias_of for model_id, fact in found.items()} == {
            "acme-2506": None,
            "acme-latest": "acme-2506",
            "tool-latest": "acme-2506",
        }

    def test_an_id_listed_for_two_models_points_at_neither(self) -> None:
        rows = [
            self.row("mini-latest", "mini-2507", name="mini-2507"),
            self.row("mini-latest", "mini-2507", name="mini-transcribe-2507"),
        ]
        assert facts(self.LISTED, {"data": rows})["mini-latest"].alias_of is None

    def test_a_fine_tuned_model_that_was_archived_is_listed_and_nothing_else(self) -> None:
        row = self.row("ft:acme-latest:0123:20250214:4567", type="fine-tuned", archived=True, root="acme-latest")
        [fact] = facts(self.LISTED, {"data": [row | {"name": None, "deprecation": None}]}).values()
        assert (fact.alias_of, fact.stated_status, fact.shutdown_on) == (None, None, None)


class TestVertex:
    LISTED = source(vertex)

    def test_a_version_belongs_to_the_id_and_the_bare_one_is_its_alias(self) -> None:
        rows = [
            {"name": "publishers/google/models/text-acme", "versionId": "002", "launchStage": "GA"},
            {"name": "publishers/google/models/acme-2.0-001", "versionId": "default"},
        ]
        found = facts(self.LISTED, {"publisherModels": rows})
        assert {model_id: fact.alias_of for model_id, fact in found.items()} == {
            "text-acme@002": None,
            "acme-2.0-001": None,
            "text-acme": "text-acme@002",
        }
        assert {fact.stated_status for fact in found.values()} == {None}

    def test_of_several_versions_nobody_says_which_one_the_bare_id_gets(self) -> None:
        rows = [{"name": "publishers/google/models/text-acme", "versionId": number} for number in ("001", "002")]
        assert {
            model_id: fact.alias_of for model_id, fact in facts(self.LISTED, {"publisherModels": rows}).items()
        } == {
            "text-acme@001": None,
            "text-acme@002": None,
            "text-acme": None,
        }

    def test_it_goes_on_with_a_token(self) -> None:
        assert self.LISTED.next_page is not None
        assert self.LISTED.next_page(b'{"nextPageToken": "t"}') == "?pageSize=300&listAllVersions=true&pageToken=t"


class TestOthers:
    def test_cohere_calls_a_model_deprecated_with_true(self) -> None:
        rows = [{"name": "a", "is_deprecated": True}, {"name": "b", "is_deprecated": False}, {"name": "c"}]
        found = facts(source(cohere), {"models": rows, "next_page_token": ""})
        assert [fact.stated_status for fact in found.values()] == [StatedStatus.DEPRECATED, None, None]
        assert read(source(cohere), {"models": rows, "next_page_token": ""}).whole
        assert not read(source(cohere), {"models": rows, "next_page_token": "t"}).whole
        following = source(cohere).next_page
        assert following is not None
        assert following(b'{"models": [], "next_page_token": "t="}') == "?page_size=1000&page_token=t%3D"

    def test_groq_lists_a_model_that_is_not_active_as_on_its_way_out(self) -> None:
        rows = [{"id": "a", "active": True, "created": 1693721698}, {"id": "b", "active": False}]
        found = facts(source(groq), {"object": "list", "data": rows})
        assert [(fact.stated_status, fact.released_on) for fact in found.values()] == [
            (None, None),
            (StatedStatus.DEPRECATED, None),
        ]

    def test_xai_names_the_aliases_of_a_model(self) -> None:
        row = {"id": "acme-4-0709", "created": 1752019200, "version": "1.0", "aliases": ["acme-4", "acme-4-latest"]}
        found = facts(source(xai, "language-models"), {"models": [row]})
        assert {model_id: fact.alias_of for model_id, fact in found.items()} == {
            "acme-4-0709": None,
            "acme-4": "acme-4-0709",
            "acme-4-latest": "acme-4-0709",
        }
        assert {fact.released_on for fact in found.values()} == {date(2025, 7, 9)}
        assert {fact.version for fact in found.values()} == {None}, "a fact's version is a scope, and this is none"

    def test_heroku_says_when_a_model_is_deprecated_when_it_ends_and_what_follows_it(self) -> None:
        row = {
            "model_id": "acme-3",
            "state": "deprecated",
            "regions": ["eu", "us"],
            "type": ["text-to-text"],
            "deprecation_date": "2026-03-21T00:00:00Z",
            "eol_date": "2026-04-21T00:00:00Z",
            "replacement_model": "acme-4",
        }
        [fact] = facts(source(heroku), [row]).values()
        assert (fact.deprecated_on, fact.shutdown_on) == (date(2026, 3, 21), date(2026, 4, 21))
        assert (fact.replacements, fact.stated_status, fact.regions) == (("acme-4",), StatedStatus.DEPRECATED, ())

    def test_fireworks_prints_a_day_in_three_parts_and_ids_as_requests_have_them(self) -> None:
        rows = [
            {"name": "accounts/fireworks/models/a", "deprecationDate": {"year": 2026, "month": 9, "day": 1}},
            {"name": "accounts/fireworks/models/b", "deprecationDate": None},
            {"name": "accounts/fireworks/models/c", "deprecationDate": {"year": 2026, "month": 9, "day": 0}},
        ]
        found = facts(source(fireworks), {"models": rows, "totalSize": 3})
        assert [(fact.shutdown_on, fact.words) for fact in found.values()] == [
            (date(2026, 9, 1), None),
            (None, None),
            (None, "2026-09"),
        ]
        assert "accounts/fireworks/models/a" in found

    def test_openrouters_expiration_is_the_end_and_a_placeholder_is_none(self) -> None:
        rows = [
            {"id": "acme/a:free", "canonical_slug": "acme/a-20260101", "expiration_date": "2026-09-01"},
            {"id": "acme/b", "canonical_slug": "acme/b-20260101", "expiration_date": "2098-12-31"},
            {"id": "~acme/b-latest", "alias_target": {"name": "B", "slug": "acme/b"}, "expiration_date": None},
        ]
        for wrapper in ("data", "models"):
            found = facts(source(openrouter), {wrapper: rows})
            assert [(fact.shutdown_on, fact.alias_of) for fact in found.values()] == [
                (date(2026, 9, 1), None),
                (None, None),
                (None, "acme/b"),
            ]

    def test_together_and_github_answer_with_the_list_itself(self) -> None:
        rows = [{"id": "acme/a", "display_name": "A", "name": "A", "version": "1"}]
        for module in (together, github_models):
            [fact] = facts(source(module), rows).values()
            assert (fact.model_id, fact.display_name, fact.version) == ("acme/a", "A", None)
        assert facts(source(together), {"data": rows}).keys() == {"acme/a"}

    def test_venice_says_when_a_model_leaves_and_whether_another_answers_for_it(self) -> None:
        end = {"startsAt": "2026-08-01T00:00:00.000Z", "removesAt": "2026-09-01T00:00:00.000Z", "date": "2026-08-30"}
        rows = [
            {
                "id": name,
                "model_spec": {"name": "A", "deprecation": end | {"autoRemap": remap, "replacementModelId": "n"}},
            }
            for name, remap in (("a", True), ("b", False))
        ]
        rows.append({"id": "c", "model_spec": {"name": "C"}})
        found = facts(source(venice), {"data": rows})
        assert [(fact.deprecated_on, fact.shutdown_on, fact.redirects_to) for fact in found.values()] == [
            (date(2026, 8, 1), date(2026, 9, 1), "n"),
            (date(2026, 8, 1), date(2026, 9, 1), None),
            (None, None, None),
        ]

    def test_aimlapi_tells_what_was_folded_into_another_model_from_what_was_withdrawn(self) -> None:
        rows = [
            {"id": "acme/a", "aliases": ["a"], "status": "withdrawn", "deprecated_at": "2026-08-01",
             "shutdown_at": "2026-08-10", "replaced_by": "acme/c"},
            {"id": "b", "aliases": [], "status": "superseded", "deprecated_at": "2026-06-26", "shutdown_at": None,
             "replaced_by": "acme/c"},
        ]  # fmt: skip
        found = facts(source(aimlapi, "deprecations"), {"generated_at": "2026-08-24T13:59:21.643Z", "data": rows})
        told = {
            model_id: (fact.stated_status, fact.shutdown_on, fact.redirects_to, fact.alias_of)
            for model_id, fact in found.items()
        }
        assert told == {
            "acme/a": (StatedStatus.RETIRED, date(2026, 8, 10), None, None),
            "b": (None, None, "acme/c", None),
            "a": (StatedStatus.RETIRED, date(2026, 8, 10), None, "acme/a"),
        }

    def test_deepinfra_says_since_when_a_model_is_deprecated_and_not_when_it_ends(self) -> None:
        rows = [{"model_name": "acme/a", "deprecated": 1786320000, "replaced_by": "acme/b"}, {"model_name": "acme/b"}]
        found = facts(source(deepinfra), rows)
        assert (found["acme/a"].deprecated_on, found["acme/a"].shutdown_on) == (date(2026, 8, 10), None)
        assert found["acme/a"].replacements == ("acme/b",)

    def test_watsonx_has_a_list_of_stages(self) -> None:
        stages = [
            {"id": "available", "start_date": "2024-05-01"},
            {"id": "deprecated", "start_date": "2026-07-01", "alternative_model_ids": ["acme/b"]},
            {"id": "withdrawn", "start_date": "2026-10-01"},
        ]
        rows = [{"model_id": "acme/a", "label": "a", "lifecycle": stages}, {"model_id": "acme/b", "lifecycle": []}]
        found = facts(source(watsonx), {"resources": rows})
        fact = found["acme/a"]
        assert (fact.released_on, fact.deprecated_on, fact.shutdown_on, fact.replacements) == (
            date(2024, 5, 1),
            date(2026, 7, 1),
            date(2026, 10, 1),
            ("acme/b",),
        )
        assert found["acme/b"].shutdown_on is None

    def test_cloudflare_plans_an_end_among_a_models_properties(self) -> None:
        properties = [
            {"property_id": "context_window", "value": "4096"},
            {"property_id": "planned_deprecation_date", "value": "2026-10-01"},
        ]
        rows = [
            {"id": "0a-1b", "name": "@cf/acme/a", "properties": properties},
            {"name": "@cf/acme/b", "properties": []},
        ]
        found = facts(source(cloudflare), {"success": True, "result": rows, "result_info": {"total_count": 2}})
        assert [fact.shutdown_on for fact in found.values()] == [date(2026, 10, 1), None]
        assert "@cf/acme/a" in found
        assert not read(source(cloudflare), {"result": rows, "result_info": {"total_count": 3}}).whole

    def test_bedrock_is_signed_for_and_a_list_without_an_address_waits_for_one(self) -> None:
        assert source(bedrock).auth is Auth.SIGV4
        assert not any(listed.url for listed in (*azure_lists.SOURCES, source(cloudflare)))
