"""config.example.toml is complete, valid as it stands, and says the truth about every default."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from monitor.config import Override, Pin, Project, Settings, SourceSettings, Team, load
from monitor.config.section import Section
from monitor.config.ways import GitHub, Hook, PagerDuty, Webhook
from monitor.service.sources import sources_of

EXAMPLE = Path(__file__).resolve().parent.parent / "config.example.toml"
SETTING = re.compile(r"#(\[.+\]|[a-z_]+ = .+)")


def uncommented() -> str:
    """The example with every commented setting switched on."""
    lines = (setting[1] if (setting := SETTING.fullmatch(line)) else line for line in example_lines())
    return "".join(f"{line}\n" for line in lines)


def example_lines() -> list[str]:
    return EXAMPLE.read_text("utf-8").splitlines()


def commented_defaults() -> Iterator[tuple[str, str, Any]]:
    """Table, key and value of each commented setting of the tables that are not commented themselves."""
    table = ""
    for line in example_lines():
        if header := re.fullmatch(r"(#?)\[+([^\]]+)\]+", line):
            table = "" if header[1] else header[2]
        elif table and (setting := SETTING.fullmatch(line)):
            for key, value in tomllib.loads(setting[1]).items():
                yield table, key, value


def fields_of(section: type[Section]) -> set[str]:
    return {field.alias or name for name, field in section.model_fields.items()}


def test_the_example_is_valid_as_it_stands() -> None:
    read = load(EXAMPLE, {})
    assert len(read.teams) == 2
    assert len(read.projects) == 3
    assert all(project.pins for project in read.projects)


def test_the_example_names_every_setting_there_is(tmp_path: Path) -> None:
    raw = tomllib.loads(uncommented())
    file = tmp_path / "config.toml"
    file.write_text(uncommented())
    load(file, {})

    assert raw.keys() == Settings.model_fields.keys()
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            assert raw[name].keys() == fields_of(field.annotation), name
    for entries, section in (
        (raw["teams"], Team),
        (raw["projects"], Project),
        (raw["overrides"], Override),
        (raw["sources"].values(), SourceSettings),
        ([pin for project in raw["projects"] for pin in project["pins"] if isinstance(pin, dict)], Pin),
        ([raw["teams"][-1]["webhook"]], Webhook),
        ([raw["teams"][-1]["slack_webhook"]], Hook),
        ([raw["teams"][-1]["microsoft_teams"]], Hook),
        ([raw["teams"][-1]["discord"]], Hook),
        ([raw["teams"][-1]["pagerduty"]], PagerDuty),
        ([raw["teams"][-1]["github"]], GitHub),
    ):
        assert set().union(*entries) == fields_of(section)


def test_the_pages_and_lists_of_ones_own_in_the_example_become_sources(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(uncommented())
    read = load(file, {})

    sources = sources_of(read)

    own = {source_id for source_id, settings in read.sources.items() if settings.kind}
    assert {"acme/deprecations", "acme/models", "globex/models"} <= own <= set(sources)
    assert not sources["acme/deprecations"].is_list
    assert sources["globex/models"].is_list


def test_every_commented_setting_of_the_example_is_the_default() -> None:
    homes = {"teams": Team, "projects": Project, "projects.pins": Pin, 'sources."openai/models"': SourceSettings}
    seen = 0
    for table, key, value in commented_defaults():
        section = homes.get(table) or Settings.model_fields[table].annotation
        assert isinstance(section, type)
        assert issubclass(section, Section)
        name, field = next((n, f) for n, f in section.model_fields.items() if key in {n, f.alias})
        needed = {"name": "x", "team": "x", "ref": "x"}
        read = section.model_validate({k: v for k, v in needed.items() if k in section.model_fields} | {key: value})
        assert getattr(read, name) == field.get_default(call_default_factory=True, validated_data={}), (
            f"[{table}] {key}"
        )
        seen += 1
    assert seen >= 35


def test_the_example_sends_nothing_anywhere_by_itself() -> None:
    read = load(EXAMPLE, {})
    assert read.slack.token({}) is read.slack.webhook({}) is read.email.smtp({}) is None
    assert read.fetch.mirror == ""
