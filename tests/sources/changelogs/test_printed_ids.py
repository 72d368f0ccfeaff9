"""From a mention to the id behind it, by what the page itself prints, and by nothing else."""

from __future__ import annotations

import re

import pytest

from monitor.sources.changelogs.mentions import Mention, read_line
from monitor.sources.changelogs.printed_ids import PrintedIds


def ids(*texts: str, rules: PrintedIds | None = None) -> PrintedIds:
    return (rules or PrintedIds()).of(map(read_line, texts))


def behind(known: PrintedIds, text: str) -> str | None:
    (mention,) = read_line(text).mentions.values()
    return known.behind(mention)


@pytest.mark.parametrize(
    ("text", "model_id"),
    [
        ("`alpha-1`", "alpha-1"),
        ("`acme/alpha`", None),
        ("`top_p`", None),
        ("`/v1/models`", None),
        ("`Alpha Pro 2`", None),
        ('`mode="x-1"`', None),
    ],
)
def test_code_with_a_figure_or_a_hyphen_is_an_id(text: str, model_id: str | None) -> None:
    assert behind(ids(), text) == model_id


def test_a_word_in_a_list_with_an_id_is_an_id_too() -> None:
    known = ids("for `alpha` and `alpha-pro`", "with `low` or `high`")

    assert known.named("Alpha") == "alpha"
    assert known.named("Low") is None


def test_the_address_of_a_link_says_the_id_and_its_text_the_name() -> None:
    rules = PrintedIds(links=re.compile(r"/models/acme/([\w.-]+)"), form="accounts/acme/models/{}")
    known = ids("**[Alpha 2.5](https://acme.example/models/acme/alpha-2p5)** is new", rules=rules)

    assert behind(known, "**Alpha 2.5**") == "accounts/acme/models/alpha-2p5"
    assert behind(known, "`alpha-2p5`") == "accounts/acme/models/alpha-2p5"
    assert behind(known, "**Alpha 2**") is None


def test_a_variant_that_shares_the_link_of_a_model_is_not_that_model() -> None:
    rules = PrintedIds(links=re.compile(r"/models/acme/([\w.-]+)"))
    known = ids("[Alpha 2 Turbo](/models/acme/alpha-2) becomes [Alpha 2](/models/acme/alpha-2)", rules=rules)

    assert behind(known, "[Alpha 2 Turbo](/models/acme/alpha-2)") is None
    assert behind(known, "[Alpha 2](/models/acme/alpha-2)") == "alpha-2"


@pytest.mark.parametrize(
    ("link", "model_id"),
    [
        ("[Alpha 3.3 70B](/models/alpha-33-70b)", "alpha-3.3-70b"),
        ("[Beta 235B Instruct](/models/beta-235b-2507)", "beta-235b-x-instruct-2507"),
        ("[Beta 235B](/models/beta-235b)", None),
        ("[Gamma 120B](/models/gamma)", None),
        ("[the guide](/guides/beta)", None),
    ],
)
def test_a_link_to_the_documentation_is_the_one_id_that_has_all_its_words(link: str, model_id: str | None) -> None:
    known = ids("`alpha-3.3-70b` `beta-235b-x-instruct-2507`", "`beta-235b-x-thinking-2507`")

    assert behind(known, link) == model_id


def test_a_name_that_two_ids_share_is_none_of_them() -> None:
    known = ids("`acme/alpha-1` and `other/alpha-1`, `acme/beta-2`")

    assert known.named("Alpha 1") is None
    assert known.named("Beta 2") == "acme/beta-2"


def test_where_ids_have_a_shape_nothing_else_is_one() -> None:
    known = ids("`@xy/acme/alpha-1`", rules=PrintedIds(shape=re.compile(r"@[a-z]+/[\w-]+/[\w-]+")))

    assert known.behind(Mention("@xy/acme/beta-2", "", is_code=True)) == "@xy/acme/beta-2"
    assert known.behind(Mention("@acme/tool-2", "", is_code=True)) is None
    assert known.named("alpha 1") == "@xy/acme/alpha-1"
