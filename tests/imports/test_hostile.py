"""Files made to hurt: each is refused with a reason in bounded time, and no bytes make a reader raise anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UnreadableDocument
from monitor.imports import FORMATS, MAX_BYTES, read
from monitor.imports.entries import MAX_ENTRIES
from monitor.imports.yaml_tree import MAX_NODES
from tests.imports.samples import BOM, LITELLM, PINS, PLAN, SHEET, STATE, TEXT, dumped

ALL = ("auto", *FORMATS)
SAMPLES = [LITELLM.encode(), dumped(STATE), dumped(PLAN), dumped(BOM), SHEET.encode(), TEXT.encode(), dumped(PINS)]

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
keys = st.sampled_from([
    "attributes", "bomFormat", "body", "child_modules", "components", "format_version", "instances", "metadata",
    "model", "model_arn", "model_list", "mode", "name", "pins", "planned_values", "purl", "reference", "resources",
    "root_module", "sku", "terraform_version", "type", "values", "version",
])  # fmt: skip
words = scalars | st.sampled_from([
    "CycloneDX", "machine-learning-model", "azurerm_cognitive_deployment", "azapi_resource", "aws_bedrock_custom_model",
    "Microsoft.CognitiveServices/accounts/deployments@1", "openai/gpt-4o",
])  # fmt: skip
documents = st.recursive(
    words, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6), max_leaves=30
)


def told(data: bytes, form: str) -> str:
    """The reason why a file is refused, "" where it is read; anything else that is raised fails the test."""
    try:
        found = read(data, form)
    except UnreadableDocument as error:
        return str(error)
    assert all(isinstance(entry.reference, str) and entry.place for entry in found.entries)
    return ""


class TestAnyBytes:
    @given(st.binary(max_size=300), st.sampled_from(ALL))
    def test_no_bytes_make_a_reader_raise(self, data: bytes, form: str) -> None:
        told(data, form)

    @given(st.text(max_size=200), st.sampled_from(ALL))
    def test_no_text_makes_a_reader_raise(self, text: str, form: str) -> None:
        told(text.encode("utf-8", "surrogatepass"), form)

    @given(documents, st.sampled_from(ALL))
    def test_no_json_of_familiar_words_makes_a_reader_raise(self, value: Any, form: str) -> None:
        told(json.dumps(value).encode(), form)

    @given(st.sampled_from(SAMPLES), st.data())
    def test_no_damage_to_a_good_file_makes_a_reader_raise(self, data: bytes, draw: st.DataObject) -> None:
        start = draw.draw(st.integers(0, len(data)))
        length = draw.draw(st.integers(0, 30))
        filling = draw.draw(st.binary(max_size=8) | st.sampled_from([b'"', b"[", b"{", b"&a ", b"*a", b"<<: ", b"\n"]))

        told(data[:start] + filling + data[start + length :], "auto")


class TestBombs:
    @pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"components":[', b"{pins: "])
    @pytest.mark.parametrize("form", ["auto", "litellm", "json", "cyclonedx"])
    def test_deep_nesting_is_refused(self, opening: bytes, form: str) -> None:
        assert told(opening * 100_000, form)

    def test_depth_is_refused_where_the_text_is_whole(self) -> None:
        data = b'{"pins":' + b"[" * 70 + b"]" * 70 + b"}"

        assert "more than 64 levels deep" in told(data, "auto")

    def test_aliases_of_aliases_of_yaml_are_counted(self) -> None:
        lines = ["model_list: []", "a0: &a0 {" + ", ".join(f"k{i}: v" for i in range(300)) + "}"]
        lines += [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 300)}]}}" for i in range(1, 10)]

        assert f"exceeds {MAX_NODES} values" in told("\n".join(lines).encode(), "litellm")

    def test_the_laughs_of_yaml_cost_nothing_since_nothing_is_copied(self) -> None:
        lines = ["l0: &l0 [a, b]", *(f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]" for i in range(1, 40))]

        assert told("\n".join([*lines, "model_list: *l39"]).encode(), "litellm") == ""

    def test_a_long_list_that_thousands_share_is_not_walked_each_time(self) -> None:
        shared = "x: &x {supported_environments: [" + "~, " * 90_000 + "~]}"
        item = "- {litellm_params: {model: a}, model_info: *x}\n"

        assert told(f"{shared}\nmodel_list:\n{item * 9_000}".encode(), "litellm") == ""

    def test_what_is_no_model_counts_too(self) -> None:
        assert "names more than 10000 models" in told(b"[" + b"[]," * 20_000 + b"1]", "json")

    @pytest.mark.parametrize(
        "text",
        ["model_list: !!python/object/apply:os.system [ls]", "model_list: !include x", "model_list: !!str a"],
    )
    def test_tags_are_refused(self, text: str) -> None:
        assert "has the tag" in told(text.encode(), "auto")

    def test_an_anchor_inside_itself_is_refused(self) -> None:
        assert "stands for nothing" in told(b"model_list: &a [*a]", "auto")

    def test_a_second_document_is_refused(self) -> None:
        assert "second document" in told(b"model_list: []\n---\nmodel_list: []\n", "auto")

    def test_too_many_values_are_refused_before_they_are_made(self) -> None:
        assert "more than 1000000 values" in told(b"[" + b"[]," * 600_000 + b"1]", "auto")

    def test_too_many_models_are_refused(self) -> None:
        assert f"more than {MAX_ENTRIES} models" in told(b"openai/gpt-4o\n" * (MAX_ENTRIES + 1), "text")

    def test_a_large_file_is_refused(self) -> None:
        assert "larger than 20 MiB" in told(b"a" * (MAX_BYTES + 1), "auto")

    def test_a_cell_without_end_is_refused(self) -> None:
        assert "no CSV" in told(b"model,env\n" + b"a" * 1_000_000 + b",b\n", "csv")

    @pytest.mark.parametrize("number", ["9" * 5_000, "NaN", "-Infinity", "1e999"])
    def test_a_number_that_is_none_is_refused_or_harmless(self, number: str) -> None:
        told(f'{{"pins": [{number}, {{"reference": {number}}}]}}'.encode(), "auto")


class TestLooks:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "is empty"),
            (b" \n\n", "is empty"),
            (b"\x00\x01\x02", "no text file"),
            (b"a\nb\nc \xff", "line 3 is not UTF-8"),
            (b"<bom xmlns='http://cyclonedx.org/schema/bom/1.6'/>", "XML"),
            (b'{"hello": 1}', "no known format"),
            (b"Once upon a time\nthere was a model\nnamed gpt-4\n", "no known format"),
            (b'{"pins": [}', "line 1, column 11 is no JSON"),
        ],
    )
    def test_what_is_no_format_is_refused_with_the_reason(self, data: bytes, says: str) -> None:
        assert says in told(data, "auto")

    @pytest.mark.parametrize("form", ["terraform", "litellm", "csv", "json"])
    def test_a_file_of_another_format_than_asked_is_refused(self, form: str) -> None:
        data = {"terraform": dumped(PINS), "litellm": dumped(STATE), "csv": TEXT.encode(), "json": dumped(BOM)}

        assert told(data[form], form)

    def test_a_proxy_configuration_in_json_is_one(self) -> None:
        data = dumped({"model_list": [{"litellm_params": {"model": "openai/gpt-4o"}}]})

        assert read(data).form == "litellm"
