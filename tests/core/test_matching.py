"""Which lifecycle concerns a pin."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.alerts import Severity
from monitor.core.facts import Authority
from monitor.core.findings import Finding, find
from monitor.core.lifecycle import Lifecycle, Status, merge
from monitor.core.matching import match
from monitor.core.models import Models
from monitor.core.policy import Standing
from monitor.core.references import parse
from monitor.core.specs import ModelSpecs, Offer
from tests.core.build import NOON, day, fact, lifecycle, seen

TODAY = day("2026-08-22")
LONG = timedelta(days=180)
SOON = timedelta(days=90)

GPT_4_0314 = lifecycle("gpt-4-0314", shutdown_on="2026-03-26", replacements=("gpt-4.1",))
GPT_4 = lifecycle("gpt-4", alias_of="gpt-4-0613", shutdown_on="2026-10-23")
FINE_TUNED = lifecycle("ft-gpt-4", shutdown_on="2026-09-01")
GPT_4_AT_AZURE = lifecycle("gpt-4", provider="azure", source_id="azure/deprecations", shutdown_on="2026-09-30")
AT_COMETAPI = merge(
    [seen(fact("gpt-4-0314", provider="cometapi", source_id="cometapi/models"), authority=Authority.AGGREGATOR)]
)


def found(reference: str, *lifecycles: Lifecycle, covered: tuple[str, ...] = ("openai",)) -> Finding:
    models = Models(lifecycles)
    return find(match(parse(reference), models, covered), models, today=TODAY, horizon=LONG, within=SOON)


@pytest.mark.parametrize(
    ("reference", "severity", "model_id"),
    [
        ("openai/gpt-4-0314", Severity.RETIRED, "gpt-4-0314"),
        ("OpenAI/GPT-4-0314", Severity.RETIRED, "gpt-4-0314"),
        ("gpt-4-0314", Severity.RETIRED, "gpt-4-0314"),
        ("openai/gpt-4", Severity.IMMINENT, "gpt-4"),
        ("ft:gpt-4:acme::9xYz", Severity.IMMINENT, "ft-gpt-4"),
    ],
)
def test_a_reference_meets_its_own_lifecycle(reference: str, severity: Severity, model_id: str) -> None:
    finding = found(reference, GPT_4_0314, GPT_4, FINE_TUNED)

    assert finding.lifecycle is not None
    assert (finding.severity, finding.lifecycle.model_id) == (severity, model_id)


def test_an_id_is_never_shortened_to_find_a_match() -> None:
    assert found("openai/gpt-4-0613", GPT_4).lifecycle is None
    assert found("openai/gpt-4o", GPT_4).severity is Severity.UNKNOWN


def test_a_fine_tunes_row_says_nothing_of_the_base_model() -> None:
    base_only = lifecycle("gpt-4", deployment="fine-tuned", shutdown_on="2026-01-01")

    assert found("openai/gpt-4", base_only).lifecycle is None
    assert found("ft:gpt-4:acme::9xYz", base_only).severity is Severity.RETIRED


HAIKU = "anthropic.claude-3-haiku-20240307-v1:0"


def haiku(*regions: str, ends: str) -> Lifecycle:
    return lifecycle(HAIKU, provider="bedrock", source_id="bedrock/deprecations", regions=regions, shutdown_on=ends)


@pytest.mark.parametrize(
    ("reference", "ends"),
    [
        (f"bedrock/{HAIKU}", "2026-09-10"),
        (f"bedrock/us-west-2/{HAIKU}", "2026-09-10"),
        (f"us.{HAIKU}", "2026-09-10"),
        (f"bedrock/us-gov-west-1/{HAIKU}", "2027-03-01"),
        (f"us-gov.{HAIKU}", "2027-03-01"),
        (f"global.{HAIKU}", "2026-09-10"),
        (f"bedrock/eu-west-1/{HAIKU}", None),
        (f"eu.{HAIKU}", None),
    ],
)
def test_a_date_by_region_holds_for_the_pins_of_that_region(reference: str, ends: str | None) -> None:
    near = haiku("us-east-1", "us-west-2", ends="2026-09-10")
    far = haiku("us-gov-east-1", "us-gov-west-1", ends="2027-03-01")
    finding = found(reference, near, far, covered=("bedrock",))

    assert (finding.lifecycle and str(finding.lifecycle.shutdown_on)) == ends


def test_of_many_regions_the_first_are_named_and_the_others_counted() -> None:
    many = tuple(f"eu-west-{n:02}" for n in range(1, 24))
    five = found(f"bedrock/{HAIKU}", haiku(*many[:5], ends="2026-09-10"), covered=("bedrock",))
    all_of_them = found(f"bedrock/{HAIKU}", haiku(*many, ends="2026-09-10"), covered=("bedrock",))
    elsewhere = found(f"bedrock/us-east-1/{HAIKU}", haiku(*many, ends="2026-09-10"), covered=("bedrock",))

    named = "eu-west-01, eu-west-02, eu-west-03, eu-west-04"
    assert five.notes == (f"the date is that of {named}, eu-west-05",)
    assert all_of_them.notes == (f"the date is that of {named} and 19 more regions",)
    assert elsewhere.notes == (f"bedrock names it for {named} and 19 more regions, and not for us-east-1",)


def test_regions_in_another_order_are_the_same_scope() -> None:
    east, west = (fact("m", provider="bedrock", regions=regions) for regions in (("a-1", "b-2"), ("b-2", "a-1")))

    assert east.key == west.key


@pytest.mark.parametrize(
    ("reference", "ends"),
    [
        ("azure/gpt-4o", "2026-03-31"),
        ("azure/gpt-4o@2024-05-13", "2026-03-31"),
        ("azure/standard/gpt-4o@2024-05-13", "2026-03-31"),
        ("azure/global-standard/gpt-4o@2024-05-13", "2026-10-01"),
        ("azure/gpt-4o@2024-11-20", "2026-12-01"),
        ("azure/gpt-4o@2025-01-01", None),
    ],
)
def test_a_pin_takes_the_earliest_end_that_it_does_not_contradict(reference: str, ends: str | None) -> None:
    rows = [
        lifecycle("gpt-4o", provider="azure", version=version, deployment=deployment, shutdown_on=day_)
        for version, deployment, day_ in (
            ("2024-05-13", "standard", "2026-03-31"),
            ("2024-05-13", "global standard", "2026-10-01"),
            ("2024-11-20", None, "2026-12-01"),
            ("2024-11-20", "fine-tuned", "2026-01-01"),
        )
    ]
    finding = found(reference, *rows, covered=("azure",))

    assert (finding.lifecycle and str(finding.lifecycle.shutdown_on)) == ends


def test_a_bare_id_that_two_providers_have_names_both_and_takes_the_earlier_end() -> None:
    finding = found("gpt-4", GPT_4, GPT_4_AT_AZURE)

    assert finding.match.provider == "azure"
    assert finding.match.candidates == ("azure", "openai")
    assert finding.notes[0] == (
        "azure and openai have this id, and this is what azure says: "
        "write azure/gpt-4 or openai/gpt-4 to say which is meant"
    )


def test_a_cloud_that_only_the_bundled_catalog_knows_does_not_claim_a_bare_id() -> None:
    bundled = merge([seen(fact("gpt-4", provider="azure", shutdown_on="2025-06-06"), authority=Authority.CATALOG)])

    assert found("gpt-4", GPT_4, bundled).match.candidates == ()
    assert found("gpt-4", GPT_4, bundled).match.provider == "openai"
    assert found("cometapi/gpt-4", GPT_4, bundled).lifecycle is GPT_4


def test_a_model_retired_upstream_is_told_for_a_pin_on_an_aggregator() -> None:
    finding = found(
        "cometapi/gpt-4-0314", GPT_4_0314, AT_COMETAPI, lifecycle("gpt-4.1"), covered=("openai", "cometapi")
    )

    assert finding.severity is Severity.RETIRED
    assert finding.match.provider == "cometapi"
    assert "retired upstream, at openai on 2026-03-26, still listed here, at cometapi" in finding.notes
    assert [s.model_id for s in finding.suggestions] == ["gpt-4.1"]


def test_a_pin_on_an_aggregator_is_told_the_price_there_and_what_its_page_says_of_the_maker() -> None:
    page = fact("gpt-4-0314", provider="cometapi", source_id="cometapi/pages", words="Its maker has retired it")
    offer = Offer("cometapi", "gpt-4-0314", 24, 48, "https://example.com/page", "$24 $48", 30, 60)
    own = replace(merge([seen(page, authority=Authority.AGGREGATOR)]), offer=offer)
    finding = found("cometapi/gpt-4-0314", GPT_4_0314, own, covered=("openai", "cometapi"))

    assert finding.notes == (
        (
            "retired upstream, at openai on 2026-03-26, still listed here, at cometapi at $24 / $48 per million tokens "
            "(official price: $30 / $60)"
        ),
        "cometapi says: Its maker has retired it",
    )


def test_what_an_aggregator_says_of_the_maker_is_told_where_the_maker_was_not_read() -> None:
    page = fact("gpt-4-0314", provider="cometapi", source_id="cometapi/pages", words="Its maker has retired it")
    own = merge([seen(page, authority=Authority.AGGREGATOR)])
    finding = found("cometapi/gpt-4-0314", own, covered=("cometapi",))

    assert finding.severity is Severity.OK
    assert finding.notes == ("cometapi says: Its maker has retired it",)


def test_an_aggregator_whose_list_was_not_read_is_not_said_to_list_it() -> None:
    finding = found("cometapi/gpt-4-0314", GPT_4_0314)

    assert "retired upstream, at openai on 2026-03-26; what cometapi itself offers has not been read" in finding.notes


def test_an_aggregator_whose_list_was_read_without_it_is_said_not_to_name_it() -> None:
    other = lifecycle("gpt-9", provider="cometapi", source_id="cometapi/models")
    finding = found("cometapi/gpt-4-0314", GPT_4_0314, other)

    assert "retired upstream, at openai on 2026-03-26; no source of cometapi that was read names it" in finding.notes


def test_no_source_of_the_provider_is_uncovered_and_never_ok() -> None:
    assert found("mistral/mistral-large-2402", GPT_4).severity is Severity.UNCOVERED
    assert found("who-knows", GPT_4, covered=()).severity is Severity.UNCOVERED


def test_an_alias_whose_only_known_snapshot_ends_is_not_ok() -> None:
    snapshot = lifecycle("gpt-5-2025-08-07", shutdown_on="2026-11-11", replacements=("gpt-5.6-sol",))
    finding = found("openai/gpt-5", lifecycle("gpt-5"), snapshot, lifecycle("gpt-5.6-sol"))

    assert finding.status is Status.ACTIVE
    assert finding.severity is Severity.IMMINENT
    assert finding.standing == Standing(Status.DEPRECATED, day("2026-11-11"), 81, ("openai", "gpt-5.6-sol"))
    assert any("its only known snapshot gpt-5-2025-08-07 ends on 2026-11-11" in note for note in finding.notes)
    assert [s.model_id for s in finding.suggestions] == ["gpt-5.6-sol"]


def test_an_alias_with_a_living_snapshot_is_ok() -> None:
    dying = lifecycle("gpt-4o-2024-05-13", shutdown_on="2026-10-23")

    assert found("openai/gpt-4o", lifecycle("gpt-4o"), dying, lifecycle("gpt-4o-2024-11-20")).severity is Severity.OK


def test_a_passed_floor_is_told_and_retires_nothing() -> None:
    finding = found(
        "google/g-1", lifecycle("g-1", provider="google", earliest_shutdown_on="2026-08-01"), covered=("google",)
    )

    assert (finding.status, finding.severity) == (Status.ACTIVE, Severity.FLOOR)
    assert "its earliest shutdown date, 2026-08-01, has passed: it may be retired any day" in finding.notes


def test_rows_that_vanished_and_sources_that_disagree_are_noted() -> None:
    gone = merge([seen(fact("m", shutdown_on="2027-03-01"), gone_since=NOON)])
    page, api = (
        seen(fact("m", shutdown_on="2027-03-01")),
        fact("m", shutdown_on="2027-06-01", source_id="openai/models"),
    )
    disputed = merge([page, seen(api, authority=Authority.API)])

    assert "no longer on openai's page since 2026-08-22; its facts stand" in found("openai/m", gone).notes
    assert "openai/models says 2027-06-01; the earlier date is used" in found("openai/m", disputed).notes


AZURE_PRICES = {"gpt-4o": 2.5, "gpt-4o-2024-05-13": 5, "gpt-4": 30, "claw": 1}


class Prices:
    """Azure's prices by id."""

    def of(self, provider: str, model_id: str) -> ModelSpecs | None:
        price = AZURE_PRICES.get(model_id) if provider == "azure" else None
        return ModelSpecs(price, None, None, "a table") if price else None

    def ids(self, provider: str) -> tuple[str, ...]:
        return tuple(AZURE_PRICES) if provider == "azure" else ()


@pytest.mark.parametrize(
    ("reference", "price"),
    [
        ("azure/gpt-4o@2024-05-13", 5),
        ("azure/gpt-4o-2024-05-13", 5),
        ("azure/global-standard/gpt-4o@2024-05-13", 5),
        ("azure/gpt-4o@2024-11-20", 2.5),
        ("azure/gpt-4o", 2.5),
        ("azure/claw@1", 1),
        ("azure/gpt-4@vision-preview", None),
        ("azure/nobodys", None),
    ],
)
def test_a_version_has_its_own_price_and_an_id_without_one_that_of_the_id(reference: str, price: float | None) -> None:
    versions = [("gpt-4o", "2024-05-13"), ("gpt-4o", "2024-11-20"), ("gpt-4", "vision-preview"), ("claw", "1")]
    at_azure = [
        lifecycle(name, provider="azure", version=version, shutdown_on="2026-10-01") for name, version in versions
    ]
    specs = found(reference, *at_azure, covered=("azure",)).specs(Prices())

    assert (specs.input_per_mtok if specs else None) == price


class Claims:
    """Figures that claim the end of two models."""

    def of(self, provider: str, model_id: str) -> ModelSpecs | None:
        claims = {("openai", "gpt-4.1"): day("2027-01-14"), ("openai", "gpt-old"): TODAY, ("azure", "gpt-9"): None}
        key = (provider, model_id)
        return ModelSpecs(1, 1, None, "a table", "2026-08-01", ends_on=claims[key]) if key in claims else None

    def ids(self, provider: str) -> tuple[str, ...]:  # noqa: ARG002 (the protocol has it)
        return ()


def claimed(reference: str, *lifecycles: Lifecycle) -> Finding:
    models = Models(lifecycles, figures=Claims())
    return find(match(parse(reference), models, ("openai", "azure")), models, today=TODAY, horizon=LONG, within=SOON)


@pytest.mark.parametrize(("model_id", "ends"), [("gpt-4.1", "ends on 2027-01-14"), ("gpt-old", f"ended on {TODAY}")])
def test_an_end_that_figures_claim_is_told_of_a_model_that_is_well(model_id: str, ends: str) -> None:
    finding = claimed(f"openai/{model_id}", lifecycle(model_id))

    assert finding.severity is Severity.OK
    assert finding.notes == (f"a table, 2026-08-01, claims that it {ends}, while openai has announced no end",)


def test_a_claimed_end_is_not_told_where_it_is_the_providers_own_floor_or_the_provider_states_one() -> None:
    assert claimed("openai/gpt-4.1", lifecycle("gpt-4.1", earliest_shutdown_on="2027-01-14")).notes == ()
    assert claimed("openai/gpt-4.1", lifecycle("gpt-4.1", shutdown_on="2026-10-23")).notes == ()


def test_what_figures_alone_know_is_covered_by_nobody_and_no_typo() -> None:
    heard, unheard = claimed("azure/gpt-9", GPT_4_AT_AZURE), claimed("azure/gpt-99", GPT_4_AT_AZURE)

    assert (heard.severity, unheard.severity) == (Severity.UNCOVERED, Severity.UNKNOWN)
    assert heard.notes == ("no page of azure that was read names it: it is known from a table, 2026-08-01",)


def versions(**ends: str | None) -> list[Lifecycle]:
    return [
        lifecycle("gpt-4o", provider="azure", version=version[1:].replace("_", "-"), shutdown_on=end)
        for version, end in ends.items()
    ]


def test_a_pin_without_a_version_names_the_end_of_each_and_takes_the_earliest() -> None:
    finding = found(
        "azure/gpt-4o",
        *versions(v2024_05_13="2026-07-01", v2024_08_06="2026-10-01", v2024_11_20=None),
        covered=("azure",),
    )

    assert finding.lifecycle is not None
    assert finding.lifecycle.shutdown_on == day("2026-07-01")
    assert finding.notes == (
        (
            "its end depends on the version: 2024-05-13 ended on 2026-07-01, 2024-08-06 ends on 2026-10-01, "
            "2024-11-20 has no date; the earliest is taken"
        ),
    )


def test_a_version_that_is_a_part_of_the_id_leaves_nothing_open() -> None:
    held = versions(v2024_05_13="2026-07-01", v2024_08_06="2026-10-01")
    finding = found("azure/gpt-4o-2024-08-06", *held, covered=("azure",))

    assert finding.lifecycle is not None
    assert finding.lifecycle.shutdown_on == day("2026-10-01")
    assert finding.notes == ("the date is that of version 2024-08-06",)


def test_a_version_made_of_another_decides_nothing_unless_its_name_is_asked_for() -> None:
    held = versions(v2024_08_06="2026-10-01", v2024_08_06_ev3="2026-03-31")

    for reference, end in (("azure/gpt-4o", "2026-10-01"), ("azure/gpt-4o@2024-08-06-ev3", "2026-03-31")):
        lifecycle_ = found(reference, *held, covered=("azure",)).lifecycle
        assert lifecycle_ is not None
        assert lifecycle_.shutdown_on == day(end)


def test_a_replacement_is_named_by_the_id_that_the_reseller_of_the_pin_gives_it_where_it_has_it() -> None:
    def sold(name: str) -> Lifecycle:
        return lifecycle(name, provider="openrouter", source_id="openrouter/models")

    ended, new = lifecycle("gpt-4-0314", shutdown_on="2026-03-26", replacements=("gpt-4.1",)), lifecycle("gpt-4.1")
    here = found("openrouter/openai/gpt-4-0314", ended, new, sold("openai/gpt-4-0314"), sold("openai/gpt-4.1"))
    free = found("openrouter/openai/gpt-4-0314:free", ended, new, sold("openai/gpt-4.1"))
    there = found("openrouter/openai/gpt-4-0314", ended, new, sold("openai/gpt-4-0314"))

    assert [(s.provider, s.model_id, s.path) for s in here.suggestions] == [
        ("openrouter", "openai/gpt-4.1", ("gpt-4-0314", "openai/gpt-4.1"))
    ]
    assert [(s.provider, s.model_id) for s in (*free.suggestions, *there.suggestions)] == [("openai", "gpt-4.1")] * 2
