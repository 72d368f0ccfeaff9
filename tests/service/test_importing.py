"""From what files say to pins: scopes, places, what is there already, what stands twice, what names no model."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.core.alerts import Place
from monitor.errors import RegistryError
from monitor.service import importing
from monitor.service.app import Service
from monitor.service.importing import File, Plan
from monitor.store import audit, registry
from monitor.store.engine import reading
from tests.imports.samples import LITELLM, STATE, dumped


def file(name: str, text: str | bytes) -> File:
    return File(name, text if isinstance(text, bytes) else text.encode())


def imported(service: Service, *files: File, form: str = "auto") -> Plan:
    made = importing.plan(service, "ranker", files, form)
    importing.write(service, made, who="cli", owner="cli")
    return made


def pinned(service: Service) -> list[tuple[str, str | None, str | None]]:
    with reading(service.engine) as session:
        return [(p.reference, p.environment, p.location) for p in registry.pins(session, project="ranker")]


class TestPins:
    def test_they_have_the_file_and_the_line_as_their_location(self, service: Service) -> None:
        imported(service, file("models.txt", "# ours\nopenai/gpt-4o\n"))

        assert pinned(service) == [("openai/gpt-4o", None, "models.txt:2")]

    def test_version_and_deployment_of_azure_go_into_the_reference(self, service: Service) -> None:
        imported(service, file("terraform.tfstate", dumped(STATE)))

        assert (
            "azure/global-standard/gpt-4o@2024-08-06",
            None,
            'terraform.tfstate:module.ai.azurerm_cognitive_deployment.chat["eu"]',
        ) in pinned(service)

    def test_the_region_of_a_resource_is_the_scope_of_its_model(self, service: Service) -> None:
        imported(service, file("terraform.tfstate", dumped(STATE)))

        assert "bedrock/us-east-1/anthropic.claude-3-haiku-20240307-v1:0" in [p[0] for p in pinned(service)]

    def test_a_version_is_never_dropped(self, service: Service) -> None:
        sheet = """\
model,version,deployment,region
gpt-4o,2024-05-13,GlobalStandard,
openai/gpt-4o,2024-05-13,,
vertex_ai/claude-3-haiku,20240307,,
openai/gpt-4o,newest,,
gpt-4o,,Standard,
"""
        told = imported(service, file("a.csv", sheet)).unread

        assert [reference for reference, _, _ in pinned(service)] == [
            "azure/global-standard/gpt-4o@2024-05-13",
            "openai/gpt-4o-2024-05-13",
            "vertex/claude-3-haiku@20240307",
        ]
        whose = "which does not say whose it is: name the provider in the reference: azure/gpt-4o"
        assert [(item.at, item.reason) for item in told] == [
            (
                "a.csv:5",
                "has version = 'newest', which goes into no id of openai: write the whole id that a request sends",
            ),
            ("a.csv:6", f"has deployment = 'Standard', {whose}"),
        ]

    def test_a_region_that_contradicts_the_id_is_told(self, service: Service) -> None:
        pin = {"reference": "eu.anthropic.claude-3-haiku-20240307-v1:0", "region": "us-east-1"}

        (told,) = imported(service, file("a.json", dumped([pin]))).unread

        assert (told.at, "its ref says 'eu'" in told.reason) == ("a.json:$[0]", True)

    def test_each_is_written_with_an_audit_entry(self, service: Service) -> None:
        imported(service, file("models.txt", "openai/gpt-4o\n"))

        with reading(service.engine) as session:
            (note,) = audit.notes(session)
        assert (note.who, note.what, note.detail) == ("cli", "pin added", "ranker openai/gpt-4o")

    def test_a_plan_alone_writes_nothing(self, service: Service) -> None:
        made = importing.plan(service, "ranker", [file("models.txt", "openai/gpt-4o\n")])

        assert made.new == [Place("openai/gpt-4o", None, "models.txt:1")]
        assert pinned(service) == []

    def test_a_project_that_is_not_there_is_refused(self, service: Service) -> None:
        with pytest.raises(RegistryError):
            importing.plan(service, "nobody", [])


class TestRepeats:
    def test_the_same_import_twice_changes_nothing(self, service: Service) -> None:
        imported(service, file("proxy.yaml", LITELLM))
        before = pinned(service)

        again = imported(service, file("proxy.yaml", LITELLM))

        assert (again.new, len(again.known)) == ([], len(before))
        assert pinned(service) == before

    def test_a_line_that_moved_is_no_new_pin(self, service: Service) -> None:
        imported(service, file("models.txt", "openai/gpt-4o\n"))

        made = imported(service, file("models.txt", "# one more line\nopenai/gpt-4o\n"))

        assert [(told.at, told.reason) for told in made.known] == [
            ("models.txt:2", "is pinned already, at models.txt:1")
        ]
        assert len(pinned(service)) == 1

    def test_another_spelling_of_one_model_in_one_file_is_told(self, service: Service) -> None:
        made = imported(service, file("models.txt", "openai/gpt-4o\nopenai:GPT-4o\n"))

        assert [(told.text, told.reason) for told in made.repeated] == [
            ("openai:GPT-4o", "stands at models.txt:1 already")
        ]

    def test_two_environments_and_two_files_are_two_pins(self, service: Service) -> None:
        sheet = "model,env\nopenai/gpt-4o,prod\nopenai/gpt-4o,test\n"

        imported(service, file("a.csv", sheet), file("b.csv", sheet))

        assert len(pinned(service)) == 4

    def test_locations_of_the_files_own_tell_pins_apart(self, service: Service) -> None:
        sheet = "model,location\nopenai/gpt-4o,a.py:1\nopenai/gpt-4o,b.py:1\nopenai/gpt-4o,a.py:1\n"

        made = imported(service, file("a.csv", sheet))

        assert [p[2] for p in pinned(service)] == ["a.py:1", "b.py:1"]
        assert [told.at for told in made.repeated] == ["a.csv:4"]

    def test_a_retired_pin_is_revived(self, service: Service) -> None:
        from monitor.service import administration

        imported(service, file("models.txt", "openai/gpt-4o\n"))
        with reading(service.engine) as session:
            (row,) = registry.pins(session, project="ranker")
        administration.retire_pin(service, "ranker", row.id, who="cli")

        imported(service, file("models.txt", "openai/gpt-4o\n"))

        assert pinned(service) == [("openai/gpt-4o", None, "models.txt:1")]


class TestWhatIsNoPin:
    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("gpt 4", "whitespace"),
            ("openai/*", "is a pattern"),
            ("https://api.openai.com/v1", "is an address"),
            ("x" * 400, "more than 300 characters"),
        ],
    )
    def test_a_text_that_is_no_reference_is_told_with_its_place(self, service: Service, text: str, says: str) -> None:
        made = imported(service, file("models.txt", f"openai/gpt-4o\n{text}\n"))

        (told,) = made.unread
        assert (told.at, says in told.reason, len(told.text) <= 80) == ("models.txt:2", True, True)
        assert len(pinned(service)) == 1

    def test_what_belongs_to_another_project_is_told(self, service: Service) -> None:
        pins: list[dict[str, Any]] = [{"reference": "gpt-4", "project": "indexer"}, {"reference": "gpt-4"}]

        (told,) = imported(service, file("pins.json", json.dumps({"pins": pins}))).unread

        assert told.reason == "belongs to the project indexer"

    def test_an_environment_that_no_line_could_hold_is_told(self, service: Service) -> None:
        made = imported(service, file("a.json", dumped([{"reference": "gpt-4", "environment": "a\nb"}])))

        assert ["environment contains a line break" in told.reason for told in made.unread] == [True]

    def test_a_file_that_cannot_be_read_is_told_beside_those_that_can(self, service: Service) -> None:
        made = importing.plan(service, "ranker", [file("a.bin", b"\x00"), file("b.txt", "openai/gpt-4o")])

        assert [told.at for told in made.failed] == ["a.bin"]
        assert made.formats == {"b.txt": "text"}
