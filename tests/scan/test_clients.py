"""Whose client a request goes through: followed by name, or told as open between those that the file makes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from monitor.scan import Find, scan

IDS = Path(__file__).parent.joinpath("key", "ids.txt").read_text("utf-8").split()
Finder = Callable[..., list[Find]]

BOTH = "from openai import AzureOpenAI, OpenAI\nazure = AzureOpenAI()\nplain = OpenAI()\n"
CALL = ".chat.completions.create(model='gpt-4o')\n"


@pytest.fixture
def finds(tmp_path: Path) -> Finder:
    def found(text: str, name: str = "app.py") -> list[Find]:
        path = tmp_path / name
        path.write_text(dedent(text), "utf-8")
        return list(scan(path, IDS, jobs=1).finds)

    return found


def test_what_is_sent_to_another_address_is_found_and_no_literal_to_change(finds: Finder) -> None:
    (find,) = finds("from openai import OpenAI\nlocal = OpenAI(base_url='http://vllm:8000/v1')\nlocal" + CALL)

    assert (find.reference, find.exact) == ("gpt-4o", False)


@pytest.mark.parametrize(
    ("code", "reference"),
    [
        ("azure" + CALL, "azure/gpt-4o"),
        ("plain" + CALL, "openai/gpt-4o"),
        ("azure.with_options(timeout=1)" + CALL, "azure/gpt-4o"),
        ("AzureOpenAI()" + CALL, "azure/gpt-4o"),
        ("other = azure\nother" + CALL, "azure/gpt-4o"),
        ("wrapped = instructor.from_openai(plain)\nwrapped" + CALL, "openai/gpt-4o"),
        ("with AzureOpenAI() as client:\n client" + CALL, "azure/gpt-4o"),
        ("if (client := AzureOpenAI()):\n client" + CALL, "azure/gpt-4o"),
        ("def ask(client: AzureOpenAI):\n client" + CALL, "azure/gpt-4o"),
        ("def ask(client: 'openai.AzureOpenAI | None'):\n client" + CALL, "azure/gpt-4o"),
        ("def made() -> OpenAI: ...\nmade()" + CALL, "openai/gpt-4o"),
        ("def made():\n return AzureOpenAI()\nmade()" + CALL, "azure/gpt-4o"),
        ("class A:\n client = AzureOpenAI()\n def ask(self):\n  self.client" + CALL, "azure/gpt-4o"),
        ("class A:\n def __init__(self):\n  self.c = AzureOpenAI()\n def ask(self):\n  self.c" + CALL, "azure/gpt-4o"),
        ("azure.chat.completions.create(model=os.getenv('MODEL', 'gpt-4o'))\n", "azure/gpt-4o"),
        ("new = OpenAI(base_url=f'https://{name}.openai.azure.com/openai/v1/')\nnew" + CALL, "azure/gpt-4o"),
        ("local = OpenAI(base_url='http://localhost')\nlocal" + CALL, "gpt-4o"),
        ("r = OpenAI(base_url='https://openrouter.ai/api/v1')\nr" + CALL, "openrouter/gpt-4o"),
        (
            "r = OpenAI(base_url='https://openrouter.ai/api/v1')\nr" + CALL.replace("gpt", "openai/gpt"),
            "openrouter/openai/gpt-4o",
        ),
        ("azure.chat.completions.create(model='azure/gpt-4o')\n", "azure/gpt-4o"),
        ("plain.chat.completions.create(model='claude-3-haiku-20240307')\n", "claude-3-haiku-20240307"),
    ],
)
def test_a_call_takes_the_provider_of_its_client(finds: Finder, code: str, reference: str) -> None:
    (find,) = finds(BOTH + code)

    assert (find.reference, find.candidates) == (reference, ())
    assert find.text[find.start : find.end] == find.written


@pytest.mark.parametrize(
    "code",
    [
        "MODEL = 'gpt-4o'\n",
        "def ask(azure):\n azure" + CALL,
        "client = azure if on_azure else plain\nclient" + CALL,
        "def made(x):\n if x:\n  return azure\n return plain\nmade(1)" + CALL,
        "from .clients import client\nclient" + CALL,
    ],
)
def test_where_a_client_cannot_be_followed_both_are_told(finds: Finder, code: str) -> None:
    (find,) = finds(BOTH + code)

    assert (find.reference, find.candidates) == ("gpt-4o", ("azure", "openai"))


def test_a_file_without_a_clouds_client_is_read_as_before(finds: Finder) -> None:
    (find,) = finds("from openai import OpenAI\nclient = OpenAI()\nclient" + CALL)

    assert (find.reference, find.candidates) == ("gpt-4o", ())


def test_a_name_that_is_given_itself_is_followed_no_further(finds: Finder) -> None:
    (find,) = finds(BOTH + "a = b\nb = a\na = a or b\na" + CALL)

    assert find.candidates == ("azure", "openai")


def test_a_file_that_calls_azure_alone_means_azure_by_openais_ids(finds: Finder) -> None:
    found = finds("client = AzureOpenAI()\nMODELS = ['gpt-4o', 'claude-3-haiku-20240307']\n")

    assert [find.reference for find in found] == ["azure/gpt-4o", "claude-3-haiku-20240307"]


def test_the_legacy_module_is_azures_once_it_is_told_so(finds: Finder) -> None:
    (find,) = finds("import openai\nopenai.api_type = 'azure'\nopenai.ChatCompletion.create(engine='gpt-4')\n")

    assert find.reference == "azure/gpt-4"


@pytest.mark.parametrize(
    ("code", "references"),
    [
        ("AzureChatOpenAI(azure_deployment='claims')", ["azure/claims"]),
        ("AzureChatOpenAI(azure_deployment='claims', model='gpt-4o')", ["azure/gpt-4o"]),
        ("AzureChatOpenAI(azure_deployment='gpt-4', model='gpt-4o')", ["azure/gpt-4o"]),
        ("AzureChatOpenAI(azure_deployment=os.environ['DEPLOYMENT'])", []),
        ("AzureChatOpenAI(azure_endpoint='https://claims', api_version='2024-02-01')", []),
        ("AzureOpenAI().chat.completions.create(model='claims', user='me')", ["azure/claims"]),
        ("OpenAI().chat.completions.create(model='claims')", []),
        ("# AzureOpenAI\nOpenAI().chat.completions.create(model='claims')", []),
    ],
)
def test_a_deployment_is_told_by_its_name_unless_its_model_stands_beside(
    finds: Finder, code: str, references: list[str]
) -> None:
    assert [find.reference for find in finds(code)] == references


def test_a_client_made_in_one_cell_answers_in_the_next(finds: Finder) -> None:
    sources = ["client = AzureOpenAI()", "client.chat.completions.create(model='gpt-4o')"]
    cells = [{"cell_type": "code", "source": [source]} for source in sources]

    (find,) = finds(json.dumps({"cells": cells, "metadata": {}}), "a.ipynb")

    assert find.reference == "azure/gpt-4o"


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("a.ts", 'const c = new AzureOpenAI({});\nc.chat.completions.create({ model: "gpt-4o" });', "azure/gpt-4o"),
        ("a.ts", 'const llm = new AzureChatOpenAI({ model: "gpt-4o" });', "azure/gpt-4o"),
        ("a.ts", 'const azure = createAzure({});\nstreamText({ model: azure("gpt-4o") });', "azure/gpt-4o"),
        ("a.ts", '// new AzureOpenAI()\nconst llm = new OpenAI({ model: "gpt-4o" });', "gpt-4o"),
        ("A.java", 'var m = AzureOpenAiChatModel.builder().deploymentName("gpt-4o").build();', "azure/gpt-4o"),
        ("a.cs", 'var c = new AzureOpenAIClient(uri, key);\nvar chat = c.GetChatClient("gpt-4o");', "azure/gpt-4o"),
        (
            "a.go",
            'import "github.com/Azure/azopenai"\nc, err := azopenai.NewClient(url, nil)\nmodel := "gpt-4o"\n',
            "azure/gpt-4o",
        ),
    ],
)
def test_other_languages_are_read_by_their_text(finds: Finder, name: str, code: str, told: str) -> None:
    (find,) = finds(code, name)

    assert find.reference == told


def test_hostile_nesting_is_followed_to_a_bound(finds: Finder) -> None:
    chain = "azure" + ".with_options()" * 300 + CALL
    names = "".join(f"a{n} = [a{n - 1}, a{n - 1}] and a{n - 1} or a{n - 1}\n" for n in range(1, 300))

    assert finds(BOTH + chain + "a0 = azure\n" + names + "a299" + CALL)
