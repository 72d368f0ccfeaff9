"""The bundled catalog: what goes in comes out, nothing that is a provider's prose goes in, damage is named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.catalog import facts as catalog
from monitor.catalog.facts import Catalog, Section, export, parse
from monitor.core.facts import Fact, StatedStatus
from monitor.errors import UnreadableDocument
from tests.core.build import fact

READ_ON = date(2026, 8, 22)
GPT_4_0314 = fact(
    "gpt-4-0314",
    deprecated_on="2025-09-26",
    shutdown_on="2026-03-26",
    stated_status=StatedStatus.RETIRED,
    replacements=("gpt-5", "gpt-4.1"),
    quote="| 2026-03-26 | `gpt-4-0314` | `gpt-5` or `gpt-4.1*` |",
    replacement_text="`gpt-5` or `gpt-4.1*`",
    words="soon",
    display_name="GPT-4 (March 2023)",
)


def bundled(*facts: Fact) -> str:
    return export({"openai/deprecations": (READ_ON, facts)})


def edited(**row: object) -> str:
    """The catalog of one fact, with this one's keys replaced."""
    document = json.loads(bundled(GPT_4_0314))
    document["sources"]["openai/deprecations"]["facts"][0] |= row
    return json.dumps(document)


class TestExport:
    def test_a_fact_is_one_compact_line_without_a_word_of_the_page(self) -> None:
        line = (
            '{"model_id":"gpt-4-0314","url":"https://example.com/deprecations","deprecated_on":"2025-09-26",'
            '"shutdown_on":"2026-03-26","stated_status":"retired","replacements":["gpt-5","gpt-4.1"],'
            '"replacement_text":"`gpt-5` or `gpt-4.1*`"}'
        )
        assert bundled(GPT_4_0314).splitlines() == [
            '{"format":1,"sources":{',
            '"openai/deprecations":{"as_of":"2026-08-22","facts":[',
            line,
            "]}",
            "}}",
        ]

    def test_the_same_facts_give_the_same_text_whatever_their_order(self) -> None:
        facts = [fact(f"m{n}") for n in (3, 1, 2)]
        forwards = {"a/models": (READ_ON, facts), "b/models": (READ_ON, facts)}
        backwards = {"b/models": (READ_ON, facts[::-1]), "a/models": (READ_ON, facts[::-1])}
        assert export(forwards) == export(backwards)

    def test_one_changed_date_is_one_changed_line(self) -> None:
        facts = [fact(f"m{n}", shutdown_on="2026-10-23") for n in range(9)]
        before = bundled(*facts).splitlines()
        after = bundled(*facts[:4], replace(facts[4], shutdown_on=date(2027, 1, 1)), *facts[5:]).splitlines()
        assert sum(old != new for old, new in zip(before, after, strict=True)) == 1

    def test_a_provider_is_written_only_where_its_source_does_not_name_it(self) -> None:
        guest = replace(GPT_4_0314, provider="azure")
        assert '"provider":"azure"' in bundled(guest)
        assert parse(bundled(guest)).sources["openai/deprecations"].facts[0].provider == "azure"

    def test_a_catalog_of_nothing_can_be_read(self) -> None:
        assert parse(export({})) == Catalog({})
        assert parse(bundled()) == Catalog({"openai/deprecations": Section(READ_ON, ())})


class TestAge:
    def test_the_catalog_is_as_old_as_its_oldest_document(self) -> None:
        both = Catalog({"a/models": Section(READ_ON, ()), "b/models": Section(READ_ON - timedelta(days=30), ())})
        assert both.age_days(READ_ON + timedelta(days=5)) == 35

    def test_a_day_before_the_document_has_a_negative_age(self) -> None:
        assert parse(bundled(GPT_4_0314)).age_days(READ_ON - timedelta(days=3)) == -3

    def test_nothing_has_no_age(self) -> None:
        assert Catalog({}).age_days(READ_ON) == 0


class TestDamage:
    @pytest.mark.parametrize(
        "text",
        ["", "<html>", "[]", "null", "{}", '{"format":2,"sources":{}}', '{"format":1}', '{"format":1,"sources":[]}',
         '{"format":1,"sources":{"a/b":[]}}', '{"format":1,"sources":{"a/b":{"as_of":"2026-08-22"}}}',
         '{"format":1,"sources":{"a/b":{"as_of":"today","facts":[]}}}', "[" * 100_000],
    )  # fmt: skip
    def test_a_damaged_file_is_named_as_such_and_what_to_do_is_said(self, text: str) -> None:
        with pytest.raises(UnreadableDocument, match=r"the bundled catalog is damaged: .*: install this package again"):
            parse(text)

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ({"quote": "x"}, "its keys are not those of a fact"),
            ({"shutdown_on": "2026-09-31"}, "'2026-09-31' is no day YYYY-MM-DD"),
            ({"shutdown_on": "20260326"}, "'20260326' is no day YYYY-MM-DD"),
            ({"shutdown_on": 20260326}, "20260326 is no day YYYY-MM-DD"),
            ({"shutdown_on": None}, "None is no day YYYY-MM-DD"),
            ({"earliest_shutdown_on": "2026-03-26"}, "a fact has a firm shutdown date or a floor, never both"),
            ({"stated_status": "dead"}, "'dead' is not a valid StatedStatus"),
            ({"replacements": "gpt-5"}, '"replacements" is no list of texts'),
            ({"replacements": [5]}, '"replacements" is no list of texts'),
            ({"model_id": ""}, '"model_id" is no text'),
            ({"url": 7}, '"url" is no text'),
        ],
    )
    def test_a_damaged_fact_is_named_with_its_place(self, row: dict[str, object], why: str) -> None:
        with pytest.raises(UnreadableDocument) as caught:
            parse(edited(**row))
        assert "openai/deprecations, fact 1: " in caught.value.message
        assert why in caught.value.message

    def test_a_fact_without_an_id_or_an_address_is_damaged(self) -> None:
        for key in ("model_id", "url"):
            document = json.loads(bundled(GPT_4_0314))
            del document["sources"]["openai/deprecations"]["facts"][0][key]
            with pytest.raises(UnreadableDocument, match="its keys are not those of a fact"):
                parse(json.dumps(document))

    @given(st.integers(0, len(bundled(GPT_4_0314)) - 3))
    def test_a_cut_file_is_damaged(self, length: int) -> None:
        with pytest.raises(UnreadableDocument):
            parse(bundled(GPT_4_0314)[:length])


class TestLoad:
    def test_the_file_of_the_package_is_read(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / catalog.FILE).write_text(bundled(GPT_4_0314), "utf-8")
        monkeypatch.setattr(catalog, "FOLDER", tmp_path)
        assert catalog.load().sources["openai/deprecations"].facts[0].model_id == "gpt-4-0314"

    @pytest.mark.parametrize("content", [None, b"\xff\xfe"])
    def test_a_missing_or_garbled_file_is_damage_too(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
    ) -> None:
        if content is not None:
            (tmp_path / catalog.FILE).write_bytes(content)
        monkeypatch.setattr(catalog, "FOLDER", tmp_path)
        with pytest.raises(UnreadableDocument, match=r"while reading facts\.json"):
            catalog.load()


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
DAY = st.none() | st.dates()


@st.composite
def any_fact(draw: st.DrawFn) -> Fact:
    end = draw(DAY)
    firm = draw(st.booleans())
    return Fact(
        provider=draw(st.sampled_from(["openai", "azure"])),
        model_id=draw(TEXT),
        source_id="openai/deprecations",
        url=draw(TEXT),
        quote=draw(TEXT),
        alias_of=draw(st.none() | TEXT),
        display_name=draw(st.none() | TEXT),
        version=draw(st.none() | TEXT),
        deployment=draw(st.none() | TEXT),
        regions=tuple(draw(st.lists(TEXT, max_size=2))),
        released_on=draw(DAY),
        legacy_on=draw(DAY),
        deprecated_on=draw(DAY),
        shutdown_on=end if firm else None,
        earliest_shutdown_on=None if firm else end,
        extended_access_on=draw(DAY),
        stated_status=draw(st.none() | st.sampled_from(StatedStatus)),
        replacements=tuple(draw(st.lists(TEXT, max_size=3))),
        replacement_text=draw(st.none() | TEXT),
        redirects_to=draw(st.none() | TEXT),
        words=draw(st.none() | TEXT),
    )


def without_prose(fact: Fact) -> Fact:
    return replace(fact, quote="", display_name=None, replacement_text=None, words=None)


def without_names(fact: Fact) -> Fact:
    return replace(fact, replacement_text=None)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Mistral Medium 3.5", True),
        ("`grok-4.3` with `low` reasoning effort", True),
        ("Codestral", True),
        ("Refer to the migration guide for alternatives", False),
        ("Any of the 12 models that " + "our guide lists " * 6, False),
    ],
)
def test_names_of_replacements_are_kept_and_sentences_are_not(text: str, kept: bool) -> None:
    section = parse(bundled(replace(GPT_4_0314, replacement_text=text))).sources["openai/deprecations"]
    assert section.facts[0].replacement_text == (text if kept else None)


@given(st.dates(), st.lists(any_fact(), max_size=5))
def test_what_is_exported_is_loaded_again_but_for_the_prose(as_of: date, facts: Sequence[Fact]) -> None:
    section = parse(export({"openai/deprecations": (as_of, facts)})).sources["openai/deprecations"]
    assert section.as_of == as_of
    assert set(map(without_names, section.facts)) == {without_prose(f) for f in facts}


@given(st.lists(any_fact(), max_size=5))
def test_exporting_what_was_loaded_gives_the_same_file(facts: Sequence[Fact]) -> None:
    text = bundled(*facts)
    again = export({source: (section.as_of, section.facts) for source, section in parse(text).sources.items()})
    assert again == text
