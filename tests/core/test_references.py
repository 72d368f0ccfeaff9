"""Every spelling that teams use, read into provider, id and scope; and what is refused."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from monitor.core import prefixes
from monitor.core.facts import Scope
from monitor.core.references import MAX_LENGTH, Reference, covers, parse
from monitor.errors import InvalidReference

TABLE = Path(__file__).with_name("references.txt")
ROWS = [
    [cell.strip() for cell in line.split(" | ")]
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def described(reference: Reference) -> str:
    """What a reference says beside provider and id, in the table's words."""
    scope = reference.scope
    upstream = reference.upstream and f"{reference.upstream[0] or '-'}/{reference.upstream[1]}"
    said = {
        "deployment": scope.deployment and scope.deployment.replace(" ", "_"),
        "version": scope.version,
        "region": " ".join(scope.regions),
        "variant": reference.variant,
        "upstream": upstream,
        "base": reference.fine_tune_of,
    }
    return " ".join(sorted(f"{key}={value}" for key, value in said.items() if value))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_spelling_is_read_and_its_canonical_form_reads_the_same(row: list[str]) -> None:
    written, provider, model_id, *rest = row
    reference = parse(written)

    expected = " ".join(sorted(rest[0].split())) if rest else ""
    assert (reference.provider or "-", reference.model_id, described(reference)) == (provider, model_id, expected)
    assert reference.raw == written
    assert parse(str(reference)) == reference
    assert len(set(reference.candidates)) == len(reference.candidates)


def test_the_table_is_large() -> None:
    assert len({row[0] for row in ROWS}) == len(ROWS) >= 600


# ------------------------------------------------------------------------------------------------------------ identity


def test_ids_keep_their_case_and_compare_without_it() -> None:
    assert parse("openai/GPT-4o").model_id == "GPT-4o"
    assert parse("openai/GPT-4o").key == parse("OpenAI:gpt-4o").key == ("openai", "gpt-4o")


def test_gpt_4_and_its_snapshot_are_two_models() -> None:
    short, dated = parse("gpt-4"), parse("gpt-4-0613")
    assert short.key != dated.key
    assert {model_id for model_id, _ in short.candidates} == {"gpt-4"}
    assert {model_id for model_id, _ in dated.candidates} == {"gpt-4-0613"}


def test_spellings_of_one_model_at_one_provider_are_one_key() -> None:
    spellings = (
        "anthropic.claude-3-haiku-20240307-v1:0",
        "bedrock/anthropic.claude-3-haiku-20240307-v1:0",
        "bedrock/converse/us.anthropic.claude-3-haiku-20240307-v1:0",
        "eu.anthropic.claude-3-haiku-20240307-v1:0:48k",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
    )
    assert len({parse(spelling).key for spelling in spellings}) == 1
    assert parse("claude-3-haiku-20240307").key not in {parse(spelling).key for spelling in spellings}


def test_what_was_written_takes_no_part_in_comparisons() -> None:
    assert parse("openai/gpt-4") == parse("openai:gpt-4")
    assert parse(" openai/gpt-4\n").raw == "openai/gpt-4"


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\u2012", "\u2013", "\u2212"])
def test_a_hyphen_pasted_from_a_page_is_the_hyphen_of_the_id(hyphen: str) -> None:
    assert parse(f"gpt{hyphen}4{hyphen}0314") == parse("gpt-4-0314")


def test_text_in_another_normal_form_is_the_same_reference() -> None:
    decomposed = unicodedata.normalize("NFD", "azure/modèle")
    assert decomposed != "azure/modèle"
    assert parse(decomposed) == parse("azure/modèle")


def test_a_provider_of_the_users_own_is_a_prefix_when_it_is_named() -> None:
    assert parse("acme/gpt-x").provider is None
    reference = parse("Acme/gpt-x", providers={"acme"})
    assert (reference.provider, reference.model_id) == ("acme", "gpt-x")
    assert parse("acme:gpt-x", providers={"acme"}) == reference
    assert parse("openai/gpt-4", providers={"openai"}) == parse("openai/gpt-4")


# ---------------------------------------------------------------------------------------------------------- candidates


def candidates(text: str) -> list[str]:
    return [f"{model_id} [{scope}]" if scope else model_id for model_id, scope in parse(text).candidates]


def test_a_plain_id_has_no_other_candidate() -> None:
    assert candidates("openai/gpt-4-0314") == ["gpt-4-0314"]
    assert candidates("openrouter/qwen/qwen-plus-2025-07-28:thinking") == ["qwen/qwen-plus-2025-07-28:thinking"]


def test_bedrocks_list_may_name_the_context_length() -> None:
    assert candidates("anthropic.claude-v2:1:18k") == ["anthropic.claude-v2:1:18k", "anthropic.claude-v2:1"]


def test_openrouters_routing_is_no_part_of_an_id() -> None:
    assert candidates("openrouter/openai/gpt-4o:nitro") == ["openai/gpt-4o"]


def test_claude_codes_mark_for_the_long_context_is_no_part_of_an_id() -> None:
    assert parse("anthropic/claude-opus-4-6[1m]").key == parse("anthropic/claude-opus-4-6").key
    assert str(parse("us.anthropic.claude-opus-4-6-v1[1m]")) == "bedrock/us.anthropic.claude-opus-4-6-v1[1m]"


def test_what_promptfoo_writes_between_provider_and_id_is_an_interface_and_a_tag_of_ollama_is_none() -> None:
    assert parse("openai:chat:gpt-4o") == parse("openai/gpt-4o")
    assert parse("ollama:chat:qwen3:32b").model_id == "qwen3:32b"
    assert parse("ollama/chat:7b").model_id == "chat:7b"
    assert parse("openai:chat").model_id == "chat"


def test_vertex_names_a_publisher_model_with_and_without_its_version() -> None:
    assert candidates("vertex_ai/claude-3-haiku@20240307") == ["claude-3-haiku@20240307", "claude-3-haiku"]
    assert candidates("text-bison@latest") == ["text-bison@latest", "text-bison"]
    assert candidates("mistral-large@2411-001") == ["mistral-large@2411-001", "mistral-large"]


def test_azure_glues_name_and_version_or_keeps_them_apart() -> None:
    assert candidates("azure/gpt-4o-2024-08-06") == ["gpt-4o-2024-08-06", "gpt-4o [2024-08-06]"]
    assert candidates("azure/gpt-4-0125-Preview") == ["gpt-4-0125-Preview", "gpt-4 [0125-Preview]"]
    assert candidates("azure/gpt-4-turbo-2024-04-09") == [
        "gpt-4-turbo-2024-04-09",
        "gpt-4-turbo [2024-04-09]",
        "gpt-4 [turbo-2024-04-09]",
    ]
    assert candidates("azure/gpt-4o@2024-08-06") == ["gpt-4o [2024-08-06]"]


def test_gpt_35_is_gpt_3_5_on_azure_only() -> None:
    assert candidates("azure/gpt-35-turbo") == ["gpt-35-turbo", "gpt-3.5-turbo"]
    assert candidates("azure/gpt-3.5-turbo-16k") == ["gpt-3.5-turbo-16k", "gpt-35-turbo-16k"]
    assert candidates("openai/gpt-3.5-turbo") == ["gpt-3.5-turbo"]
    assert candidates("gpt-35-turbo") == ["gpt-35-turbo"]


def test_a_fine_tune_lives_as_long_as_its_base() -> None:
    assert candidates("ft:gpt-4o-2024-08-06:acme::x") == [
        "ft:gpt-4o-2024-08-06:acme::x",
        "ft-gpt-4o-2024-08-06",
        "gpt-4o-2024-08-06 [fine-tuned]",
        "gpt-4o-2024-08-06",
    ]
    assert candidates("gpt-4o-2024-08-06.ft-0e208cf33a6a466994aff31a08aba678")[-2:] == [
        "gpt-4o [2024-08-06, fine-tuned]",
        "gpt-4o [2024-08-06]",
    ]


@pytest.mark.parametrize(
    ("geography", "inside", "outside"),
    [
        ("us", "us-east-1", "us-gov-east-1"),
        ("us-gov", "us-gov-west-1", "us-west-1"),
        ("eu", "eu-central-1", "us-east-1"),
        ("apac", "ap-southeast-2", "eu-west-1"),
        ("au", "ap-southeast-2", "ap-southeast-1"),
        ("jp", "ap-northeast-3", "ap-northeast-2"),
        ("ca", "ca-central-1", "us-east-1"),
        ("us-east-1", "us-east-1", "us-east-2"),
    ],
)
def test_a_geographic_prefix_stands_for_its_regions(geography: str, inside: str, outside: str) -> None:
    assert covers(geography, inside)
    assert not covers(geography, outside)
    assert covers("global", inside)


# ------------------------------------------------------------------------------------------------------------ refusals

REFUSED = {
    "": "empty",
    " \n\t": "empty",
    "gpt 4": "whitespace",
    "gpt-4\n0314": "whitespace",
    "gpt-4\u00a0": "",  # the edge is trimmed, as any whitespace
    "gpt\u00a04": "whitespace",
    "gpt-4\x00": "U+0000",
    "gpt\u200b-4": "U+200B",
    "gpt\u202e4": "U+202E",
    "gpt\u00ad4": "U+00AD",
    "gpt\u20144": "'—'",
    "`gpt-4`": "'`'",
    '"gpt-4"': "'\"'",
    "<script>": "'<'",
    "gpt-4{x}": "'{'",
    "gpt-4$(id)": "'$'",
    "gpt\uff0d4": "'\uff0d'",
    "gpt-4*": "pattern",
    "openai/*": "pattern",
    "https://api.openai.com/v1/models/gpt-4": "address",
    "openai/": "empty part",
    "openai:": "no model",
    "/gpt-4": "empty part",
    "openai//gpt-4": "empty part",
    "openai/gpt-4/": "empty part",
    "openai/:free": "no model",
    "groq/:": "no model",
    "---": "empty part",
    "openrouter/~": "no model",
    "fireworks/#x": "no model",
    "[1m]": "empty",
    "gpt-4[2m]": "'['",
    "anthropic.claude-v2:1:18k[1m]": "two context lengths",
    "arn:aws:s3:::bucket/key": "no ARN",
    "arn:aws:bedrock:us-east-1::foundation-model": "no ARN",
    "arn:aws:bedrock:moon::foundation-model/anthropic.claude-v2": "no ARN",
    "projects/p/locations/moon/publishers/google/models/gemini-2.0-flash": "no location",
    "a" * (MAX_LENGTH + 1): "more than 300",
    "fireworks/" + "a" * (MAX_LENGTH - 10): "more than 300",
}


@pytest.mark.parametrize(
    ("text", "reason"), [case for case in REFUSED.items() if case[1]], ids=lambda text: ascii(text)[:40]
)
def test_what_cannot_name_a_model_is_refused_with_the_reason_and_a_hint(text: str, reason: str) -> None:
    with pytest.raises(InvalidReference) as refusal:
        parse(text)
    assert reason in refusal.value.message
    assert refusal.value.hint
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 2 * MAX_LENGTH


def test_whitespace_around_a_reference_is_none_of_it() -> None:
    assert parse("\u00a0gpt-4 \n") == parse("gpt-4")


# ---------------------------------------------------------------------------------------------------------- properties

PIECES = [
    *prefixes.COLON_PREFIXES, *prefixes.GATEWAYS, *prefixes.VENDORS, *prefixes.GEOGRAPHIES, *prefixes.INTERFACES,
    *prefixes.BEDROCK_ROUTES, *prefixes.AZURE_ROUTES, *prefixes.VERTEX_PUBLISHERS, "us-east-1", "us-central1",
    "1-month-commitment", "global-standard", "claude_platform", "publishers", "projects", "locations", "models",
    "tunedModels", "endpoints", "accounts", "fireworks", "custom-model", "arn:aws:bedrock:us-east-1::foundation-model",
    "arn:aws:bedrock:eu-west-1:12:inference-profile", "azureml://registries/x/models/gpt-4o/versions/1", "anthropic.",
    "anthropic.claude-v2", "v1:0", "18k", "free", "nitro", "ft", "ft-acme", "gpt-4", "0613", "2024-08-06", "@001",
    "@default", "@cf", "@", "#", "~", ".ft-0e208cf33a6a466994aff31a08aba678", "acme", "é", "-", "x", "[1m]",
    "swedencentral",
]  # fmt: skip

likely = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["/", "/", ":", ".", "-", ""])), max_size=6).map(
    lambda pieces: "".join(piece + joint for piece, joint in pieces)
)
texts = st.one_of(likely, likely.map(lambda text: f"{text}x"), st.text(max_size=MAX_LENGTH + 10))


@given(texts, st.sampled_from([(), ("acme", "Azure")]))
def test_a_text_is_read_or_refused_and_printing_is_the_inverse_of_reading(
    text: str, providers: tuple[str, ...]
) -> None:
    try:
        reference = parse(text, providers=providers)
    except InvalidReference as refusal:
        event(refusal.message.rpartition("' ")[2])
        return
    assert parse(str(reference), providers=providers) == reference
    assert reference.model_id
    assert len(str(reference)) <= MAX_LENGTH
    assert len(set(reference.candidates)) == len(reference.candidates) > 0
    assert reference.upstream is None or reference.provider in prefixes.RESELLERS


@given(
    st.text("abcdefghijklmnopqrstuvwxyz0123456789-.", min_size=1, max_size=40), st.sampled_from(list(prefixes.PREFIXES))
)
def test_a_plain_id_behind_a_prefix_is_kept_whole(model_id: str, prefix: str) -> None:
    try:
        reference = parse(f"{prefix}/{model_id}")
    except InvalidReference:
        assert not any(map(str.isalnum, model_id))
        return
    assert reference.provider == prefixes.PREFIXES[prefix]
    assert model_id in {reference.model_id, reference.model_id.rpartition("/")[2]} or reference.scope == Scope(
        regions=(model_id.partition(".")[0],)
    )


@given(
    st.sampled_from(sorted(set(prefixes.PROVIDERS) - {"azure", "bedrock", "vertex"})),
    st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=40).map(lambda text: f"m{text}"),
)
def test_no_candidate_is_shorter_than_the_id_where_a_provider_has_one_spelling(provider: str, model_id: str) -> None:
    reference = parse(f"{provider}/{model_id}")
    assert reference.candidates == ((reference.model_id, reference.scope),)
    assert reference.model_id.endswith(model_id)


# --------------------------------------------------------------------------------------- the documents of the providers


def test_every_id_on_the_providers_own_pages_is_a_reference_to_itself(shared: Path) -> None:
    seen = 0
    for gold in sorted((shared / "truth" / "gold").glob("*.jsonl")):
        for line in gold.read_text("utf-8").splitlines()[1:]:
            fact = json.loads(line)
            provider, model_id = fact["provider"], fact["model_id"]
            if " " in model_id:  # a page that prints display names only
                continue
            reference = parse(f"{provider}/{model_id}")
            assert reference.provider == provider, model_id
            assert model_id in {name for name, _ in reference.candidates}, model_id
            seen += 1
    assert seen > 1_000


@pytest.mark.parametrize("text", ["gpt-4…", "azure/gpt-4…", "anthropic.claude-3-…"])
def test_a_name_of_which_only_the_begin_is_known_is_read_and_is_nobodys(text: str) -> None:
    reference = parse(text)

    assert reference.is_open
    assert str(parse(str(reference))) == str(reference)
    assert not parse(text.removesuffix("…")).is_open


@pytest.mark.parametrize("text", ["gpt…4", "…", "…gpt-4", "gpt-4……"])
def test_an_ellipsis_elsewhere_is_refused(text: str) -> None:
    with pytest.raises(InvalidReference):
        parse(text)
