"""Where a reference begins and ends, and which words are none: case by case, and as properties."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.scan import languages
from monitor.scan.names import Names
from monitor.scan.prefilter import Prefilter, _Plain
from monitor.scan.reading import read

IDS = Path(__file__).parent.joinpath("key", "ids.txt").read_text("utf-8").split()
NAMES = Names(IDS)
PREFILTER = Prefilter(NAMES.anchors())


def found(text: str, ending: str = "py") -> list[str]:
    data = text.encode()
    places = PREFILTER.places(data)
    language = languages.ENDINGS[ending]
    return [f.reference for f in read(data, "x", language, NAMES, places).finds] if places else []


@pytest.mark.parametrize("model_id", IDS)
def test_every_id_of_the_record_is_found_as_a_models_value(model_id: str) -> None:
    assert found(f'model = "{model_id}"') == [model_id]
    assert found(f'{{"model": "{model_id}"}}', "json") == [model_id]
    assert found(f"model: {model_id}", "yaml") == [model_id]


@pytest.mark.parametrize(
    "word",
    """
    gpt-4-notes gpt-4.md gpt-4/notes my-gpt-4 gpt_4 gpt4all gpt-3-encoder gpt-tokenizer claude-code claude-desktop
    gemini-cli llama-index llama.cpp llama-cpp-python mistral-common qwen-agent command-line command-palette
    command-runner-2 ada-lovelace nova-compute sonar-scanner sonarqube embed-responsive titan-db phi-node veo-player
    o1-javascript foo1-2 x-o1-mini gpt- gpt-x claude- llama-stack deepseek-client grok-parser
    """.split(),
)
def test_words_that_begin_like_a_model_are_none(word: str) -> None:
    assert found(f'name = "{word}"') == []


@pytest.mark.parametrize(
    "word",
    """
    gpt-6 gpt-4.7-turbo-2027-01-01 claude-opus-9 claude-sonnet-5-5-20270101 gemini-4.0-flash-lite o9-mini-2027-01-01
    llama-9-70b-instruct mistral-large-2701 grok-7-fast deepseek-v9 qwen9-max-2027-01-01 kimi-k9 glm-9.1
    us.anthropic.claude-opus-9-20270101-v1:0 vertex_ai/claude-opus-9@20270101 openrouter/x-ai/grok-7:free
    meta-llama/Llama-9-70B-Instruct ft:gpt-9:acme::abc123 azure/gpt-9 models/gemini-9-pro text-embedding-9-large
    """.split(),
)
def test_ids_that_nobody_knows_yet_are_found_as_unknown(word: str) -> None:
    data = f'name = "{word}"'.encode()

    (find,) = read(data, "x", languages.PYTHON, NAMES, PREFILTER.places(data) or []).finds

    assert (find.reference, find.known, find.exact) == (word, False, True)


@pytest.mark.parametrize("longer", ["gpt-4o", "gpt-4-0613", "gpt-4-32k-0613", "gpt-4.1", "openai/gpt-4", "gpt-4-turbo"])
def test_a_shorter_id_is_never_found_in_a_longer_one(longer: str) -> None:
    assert found(f'x = "{longer}"') == [longer]


@pytest.mark.parametrize("word", ["command", "ada", "davinci", "sonar", "nova", "o1"])
def test_a_bare_word_counts_only_where_the_position_says_model(word: str) -> None:
    for position in ("model={}", "x(engine={})", "d = {{'model_id': {}}}", "MODEL: str = {}", "os.getenv('MODEL', {})"):
        assert found(position.format(f'"{word}"')) == [word]
    for position in ("name={}", "x({})", "d = {{'voice': {}}}", "print({})", "remodel = {}", "os.getenv('NAME', {})"):
        assert found(position.format(f'"{word}"')) == []


ENDINGS = sorted(languages.ENDINGS)
PIECES = st.sampled_from(
    [
        "gpt-4", "gpt-4o", "command", "claude-3-haiku@20240307", '"', "'", "`", "\n", " ", "model", "=", ":", "{", "}",
        "#", "//", "/*", "*/", "\\", "é", "😀", "(", ",", "- ", "$", "%", "\r\n", '"""', "/", "-", ".", "[1m]", "\t",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(ENDINGS))
def test_whatever_a_file_holds_each_find_is_where_it_says(text: str, ending: str) -> None:
    data = text.encode()
    places = PREFILTER.places(data)
    finds = read(data, "x", languages.ENDINGS[ending], NAMES, places).finds if places else ()
    lines = text.replace("\r\n", "\n").split("\n")

    for find in finds:
        line = lines[find.line - 1]
        assert find.reference.startswith(line[find.start : find.end])
        assert find.column == find.start + 1
        assert not line[: find.start].endswith(tuple("abcdefghijklmnopqrstuvwxyz0123456789_"))
    assert len({(find.line, find.start) for find in finds}) == len(finds)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_the_prefilter_sees_the_same_without_its_library(text: str) -> None:
    plain = Prefilter(NAMES.anchors())
    plain._automaton = _Plain([anchor.text for anchor in plain._anchors])

    assert set(plain.places(text.encode()) or ()) == set(PREFILTER.places(text.encode()) or ())


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('default = "sonar"', ["sonar"]),
        ('type = string\n  description = "which {model} answers"\n  default = "sonar"', ["sonar"]),
        ('default = [\n    "sonar",\n    "o1",\n  ]', ["sonar", "o1"]),
        ('default = "eu"\n  description = "sonar"', []),
        ('default = "amazon.titan-text-express-v1"', ["amazon.titan-text-express-v1"]),
    ],
)
def test_a_variable_of_terraform_whose_name_says_model_has_one_as_its_default(inner: str, expected: list[str]) -> None:
    assert found(f'variable "bedrock_model" {{\n  {inner}\n}}\n', "tf") == expected


def test_a_variable_of_terraform_with_another_name_says_nothing() -> None:
    assert found('variable "model" {\n}\n\nvariable "scanner" {\n  default = "sonar"\n}\n', "tf") == []


def test_what_ends_as_bedrocks_ids_do_is_a_model_whatever_words_it_has() -> None:
    assert found('x = "us.anthropic.claude-notebook-20290101-v1:0"') == ["us.anthropic.claude-notebook-20290101-v1:0"]
    assert found('x = "claude-notebook-v1"') == []
