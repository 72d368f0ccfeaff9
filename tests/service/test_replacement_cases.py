"""What to move to, case by case: checked by hand against the pages that the bundled catalog was made from."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from monitor.catalog import facts as catalog
from monitor.core.alerts import Severity
from monitor.core.auditing import audit
from monitor.core.facts import Authority, Fact, Observation, StatedStatus
from monitor.core.findings import Finding
from monitor.core.lifecycle import merge_all
from monitor.core.models import Models
from monitor.core.names import is_name
from monitor.core.references import parse
from monitor.service.known import Known, bundled_only
from monitor.service.pins import look

AUGUST, NOVEMBER = datetime(2026, 8, 22, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)
HORIZON = timedelta(days=180)
UNLISTED = "no page of"  # the figures alone name it
NOTHING = ""
ALIVE = frozenset({Severity.OK, Severity.FLOOR, Severity.UNCOVERED})

# What is written; the path behind the pinned model, its provider before it where that is another; a part of what is
# said against it, or beside it.
CASES = (
    # the provider's word, as it is and followed
    ("openai/gpt-4-0314", "gpt-4.1", "claims that it ends on 2027-01-14, while openai has announced no end"),
    ("openai/gpt-3.5-turbo-0613", "gpt-3.5-turbo → gpt-5.6-terra", "gpt-3.5-turbo: ends on 2026-10-23"),
    ("openai/text-davinci-003", "gpt-3.5-turbo-instruct → gpt-5.6-terra", "gpt-3.5-turbo-instruct: ends on 2026-09-28"),
    ("openai/o1-mini", "o4-mini → gpt-5.6-terra", "o4-mini: ends on 2026-10-23"),
    ("openai/dall-e-3", "gpt-image-2", "gpt-image-1-mini: ends on 2026-12-01"),
    ("openai/gpt-4o-realtime-preview", "gpt-realtime-1.5", NOTHING),
    ("openai/text-moderation-007", "omni-moderation", NOTHING),
    ("anthropic/claude-3-haiku-20240307", "claude-haiku-4-5-20251001", NOTHING),
    ("anthropic/claude-2.1", "claude-opus-4-8", NOTHING),
    ("google/gemini-2.0-flash", "gemini-3.6-flash", NOTHING),
    ("google/text-embedding-004", "gemini-embedding-2", NOTHING),
    ("vertex/textembedding-gecko@003", "gemini-embedding-001", NOTHING),
    ("cohere/command-r-03-2024", "command-r-08-2024", NOTHING),
    ("groq/llama3-70b-8192", "llama-3.3-70b-versatile → openai/gpt-oss-120b", "llama-3.3-70b-versatile: retired on"),
    ("groq/mixtral-8x7b-32768", "llama-3.3-70b-versatile → openai/gpt-oss-120b", "mistral-saba-24b: retired on"),
    ("alibaba/qwen-plus-2024-11-27", "qwen-plus-2025-12-01", NOTHING),
    # by a name
    ("mistral/mistral-medium-2312", "mistral-medium-3-5", UNLISTED),
    ("mistral/codestral-2405", "codestral-latest", NOTHING),
    ("cerebras/llama-3.3-70b", "gpt-oss-120b", NOTHING),
    ("fireworks/accounts/fireworks/models/kimi-k2p5", "accounts/fireworks/models/kimi-k2p6", "ends on 2026-09-25"),
    # redirects, with a condition
    ("xai/grok-4-0709", "grok-4.3", "not an outage: requests are served by another model, grok-4.3"),
    ("xiaomi/mimo-v2-flash", "mimo-v2.5", "not an outage: requests are served by another model, mimo-v2.5"),
    # pins on aggregators, and a fine-tune
    ("cometapi/gpt-4-0314", "openai: gpt-4.1", "retired upstream, at openai on 2026-03-26"),
    ("openrouter/openai/gpt-4-0314", "openai/gpt-4.1", "retired upstream, at openai on 2026-03-26"),
    ("openrouter/anthropic/claude-3-haiku", "anthropic/claude-haiku-4.5", "retired upstream, at anthropic"),
    ("ft:gpt-3.5-turbo-0613:acme::1", "gpt-3.5-turbo → gpt-5.6-terra", "it ends with its base model"),
    # ours
    ("vertex/gemini-2.0-flash-001", "gemini-3.5-flash", NOTHING),
    ("vertex/claude-3-5-sonnet-v2", "claude-sonnet-4-6", UNLISTED),
    ("bedrock/anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-haiku-4-5-20251001-v1:0", NOTHING),
    ("us.anthropic.claude-3-sonnet-20240229-v1:0", "anthropic.claude-sonnet-4-6", NOTHING),
    ("azure/text-embedding-ada-002", "embed-v-4-0", NOTHING),
    ("deepseek/deepseek-chat", "deepseek-v4-flash", NOTHING),
    ("deepseek/deepseek-reasoner", "deepseek-v4-flash", NOTHING),
    ("moonshot/moonshot-v1-8k", "kimi-k3", NOTHING),
    ("together/meta-llama/Llama-3-8b-chat-hf", "meta-llama/Llama-3.2-3B-Instruct", UNLISTED),
    ("openrouter/z-ai/glm-4.5", "z-ai/glm-4.7", NOTHING),
    ("github-models/o3", "openai/gpt-4o", NOTHING),  # o4-mini ends at openai
    # none
    ("openai/sora-2", "", NOTHING),
    ("bedrock/amazon.nova-reel-v1:0", "", NOTHING),
)


@cache
def known(now: datetime) -> Known:
    return bundled_only(catalog.load(), now)


def found(written: str, now: datetime = AUGUST) -> Finding:
    return look(parse(written), known(now), horizon=HORIZON)


@pytest.mark.parametrize(("written", "path", "said"), CASES, ids=[case[0] for case in CASES])
def test_the_first_suggestion_is_the_one_that_the_pages_lead_to(written: str, path: str, said: str) -> None:
    finding = found(written)
    first = finding.suggestions[0] if finding.suggestions else None
    where = f"{first.provider}: " if first and first.provider != finding.match.provider else ""

    assert (where + " → ".join(first.path[1:]) if first else "") == path
    told = (*finding.at_risk, *finding.notes, (first.caution if first else None) or "")
    assert any(said in line for line in told) if said else not (first and first.caution)


@pytest.mark.parametrize("now", [AUGUST, NOVEMBER])
def test_every_suggested_reference_is_known_to_a_check_and_alive_there(now: datetime) -> None:
    """Of every model of the catalog: what is printed, parsed again, is the same provider's, and does not end.

    What figures alone name is watched by nobody, and no typo.
    """
    models = known(now).models
    suggested = {
        f"{s.provider}/{s.model_id}": s.provider
        for c in models
        if not is_name(c.model_id)
        for s in found(f"{c.provider}/{c.model_id}", now).suggestions
    }
    judged = {text: found(text, now) for text in suggested}

    assert len(judged) > 200
    assert [t for t, f in judged.items() if f.match.provider != suggested[t]] == []
    assert {t: f.severity for t, f in judged.items() if f.severity not in ALIVE} == {}
    unwatched = [f for f in judged.values() if f.lifecycle is None]
    assert unwatched
    assert all(any(UNLISTED in note for note in f.notes) for f in unwatched)


def test_gpt_4_0314_in_november_leads_on_past_the_alias_that_is_at_risk() -> None:
    finding = found("gpt-4-0314", NOVEMBER)

    assert [s.path for s in finding.suggestions] == [
        ("gpt-4-0314", "gpt-4.1"),
        ("gpt-4-0314", "gpt-5", "gpt-5-2025-08-07", "gpt-5.6-sol"),
    ]
    assert finding.at_risk == (
        (
            "gpt-5: its only known snapshot gpt-5-2025-08-07 ends on 2026-12-11; "
            "whether gpt-5 will be pointed at another is not stated"
        ),
    )
    assert all(url.startswith("https://") for url in finding.suggestions[0].sources)


def test_a_model_is_suggested_from_its_release_on() -> None:
    """Figures alone name Vertex's; the release is that of the same name at OpenRouter, 2026-09-28."""
    then, now = (found("vertex/claude-3-5-sonnet-v2", day).suggestions for day in (AUGUST, NOVEMBER))

    assert "claude-sonnet-5-5" not in [s.model_id for s in then]
    assert now[0].model_id == "claude-sonnet-5-5"


def test_a_preview_on_an_old_list_is_not_suggested_once_its_model_has_ended() -> None:
    """The list of 2026-01-13 has two previews of Gemini 2.5, which Vertex retired on 2026-10-20."""
    ended = {s.model_id for s in found("vertex/gemini-2.5-flash", NOVEMBER).suggestions}
    now = [s.model_id for s in found("vertex/gemini-2.0-flash-001", NOVEMBER).suggestions]

    assert now[0] == "gemini-3.5-flash-lite"
    assert not [model_id for model_id in {*now, *ended} if "gemini-2.5" in model_id]


def test_conditions_and_prices_stand_beside_a_redirect() -> None:
    finding = found("xai/grok-4-0709")

    assert finding.suggestions[0].condition == "with low reasoning effort"
    assert finding.notes == (
        (
            "not an outage: requests are served by another model, grok-4.3, at another price "
            "(input $3 → $1.25 (2.4× cheaper), output $15 → $2.50 (6× cheaper) per million tokens)"
        ),
    )


@pytest.mark.parametrize("now", [AUGUST, NOVEMBER])
def test_nearly_every_ended_model_has_a_living_suggestion_and_none_is_dead(now: datetime) -> None:
    told = audit(known(now).models, today=now.date(), horizon=HORIZON)

    assert told.dead == ()
    assert told.share >= 0.97
    assert all(w.why for w in told.without)


@pytest.mark.parametrize("now", [AUGUST, NOVEMBER])
def test_the_same_holds_with_all_that_others_know(now: datetime, shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "truth" / "catalog.jsonl").read_text("utf-8").splitlines()]
    others = [_observation(row) for row in rows]
    mine = [o for c in known(now).models for o in c.observations]
    told = audit(
        Models(merge_all([*mine, *others]), figures=known(now).models.figures), today=now.date(), horizon=HORIZON
    )

    assert told.dead == ()
    assert told.share >= 0.97


def _observation(row: dict[str, str]) -> Observation:
    """What a community's catalog says: a second opinion, which decides nothing where a provider speaks."""

    def day(key: str) -> object:
        return datetime.fromisoformat(row[key]).date() if row[key] else None

    said = Fact(
        provider=row["provider"],
        model_id=row["model_id"],
        source_id="community/catalog",
        url=row["source_url"] or "",
        quote="",
        shutdown_on=day("shutdown_on"),  # type: ignore[arg-type]  # a day or None
        stated_status=StatedStatus(row["status"]),
    )
    return Observation(said, Authority.CATALOG, "", first_seen=AUGUST, last_seen=AUGUST)


ID = re.compile(r"[\w.@:/+~#-]+", re.ASCII)


def test_no_id_is_glued_starred_or_prose() -> None:
    """Of the catalog's replacements, and of every step of every path."""
    ids = {r for c in known(AUGUST).models for r in c.replacements}
    for c in known(AUGUST).models:
        finding = found(f"{c.provider}/{c.model_id}") if c.shutdown_on and not is_name(c.model_id) else None
        ids |= {step for s in finding.suggestions for step in s.path[1:]} if finding else set()

    crooked = sorted(i for i in ids if not ID.fullmatch(i) and not is_name(i))
    assert crooked == []
    spaced = {i for i in ids if is_name(i)}
    assert all(len(i.split()) <= 5 and not re.search(r"\bor\b|\band\b|[*`]", i) for i in spaced), spaced
    assert not [i for i in ids if re.search(r"[a-z\d]or(?:gpt|gemini|claude|llama)-", i)]
