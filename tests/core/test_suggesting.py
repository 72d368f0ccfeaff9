"""What is suggested where a provider names nothing that lives, and what a user has decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.kinds import Bent, Kind, bents_of, kind_of
from monitor.core.lifecycle import Lifecycle, merge
from monitor.core.models import Models
from monitor.core.recommended import Recommended, recommended
from monitor.core.replacements import Resolution, resolve
from monitor.core.specs import ModelSpecs
from monitor.core.traits import is_older, traits_of
from tests.core.build import day, fact, lifecycle, seen

TODAY, HORIZON = day("2026-08-22"), timedelta(days=180)
DEAD = "2026-03-26"


class Book:
    """Figures by provider and id."""

    def __init__(self, **figures: ModelSpecs) -> None:
        self._figures = {name.replace("__", ".").replace("_", "-"): specs for name, specs in figures.items()}

    def of(self, provider: str, model_id: str) -> ModelSpecs | None:
        return self._figures.get(model_id) if provider == "openai" else None

    def ids(self, provider: str) -> tuple[str, ...]:
        return tuple(self._figures) if provider == "openai" else ()


def specs(price: float | None = None, context: int | None = None, **more: object) -> ModelSpecs:
    return ModelSpecs(price, price, context, "a table", "2026-08-01", **more)  # type: ignore[arg-type]  # a test's short way


def resolved(old: Lifecycle, *others: Lifecycle, figures: Book | None = None) -> Resolution:
    models = Models([old, *others], figures=figures or Book())
    return resolve(old, models, today=TODAY, horizon=HORIZON)


def ids(found: Resolution) -> list[str]:
    return [s.model_id for s in found.suggestions]


class TestOurOwn:
    def test_one_of_the_same_line_comes_before_others_and_is_marked_as_ours(self) -> None:
        old = lifecycle("claw-3-small", shutdown_on=DEAD)
        found = resolved(old, lifecycle("other-9"), lifecycle("claw-4-large"), lifecycle("claw-4-small"))

        assert ids(found) == ["claw-4-small", "claw-4-large"]
        first = found.suggestions[0]
        assert (first.origin, first.path) == ("suggestion", ("claw-3-small", "claw-4-small"))
        assert first.why == "a living text model of openai, family claw small"

    @pytest.mark.parametrize(
        "other", ["claw-embed-4", "claw-4-image", "claw-4-tts", "claw-rerank-4", "claw-4-realtime"]
    )
    def test_a_model_of_another_kind_is_none(self, other: str) -> None:
        assert ids(resolved(lifecycle("claw-3", shutdown_on=DEAD), lifecycle(other))) == []

    def test_an_older_one_of_the_line_is_none_while_others_live(self) -> None:
        old = lifecycle("claw-small-2506", shutdown_on=DEAD)
        assert ids(resolved(old, lifecycle("claw-small-2407"), lifecycle("other-9"))) == ["other-9", "claw-small-2407"]

    def test_the_nearest_price_wins(self) -> None:
        figures = Book(claw_3=specs(2.0), claw_4=specs(40.0), claw_5=specs(2.5), claw_6=specs(9.0))
        others = (lifecycle(f"claw-{n}") for n in (4, 5, 6))
        found = resolved(lifecycle("claw-3", shutdown_on=DEAD), *others, figures=figures)

        assert ids(found) == ["claw-5", "claw-6", "claw-4"]
        assert found.suggestions[0].why.endswith("near in price")

    def test_what_loses_context_or_modalities_counts_only_where_nothing_else_lives_and_says_so(self) -> None:
        figures = Book(
            claw_3=specs(1, 8192, reads=("text", "image"), tools=True),
            claw_4=specs(1, 4096, reads=("text",), tools=False),
            other_9=specs(9, 8192, reads=("text", "image"), tools=True),
        )
        old, worse, far = lifecycle("claw-3", shutdown_on=DEAD), lifecycle("claw-4"), lifecycle("other-9")

        assert resolved(old, worse, figures=figures).suggestions[0].caution == (
            "it is not known to read images; its context window is smaller: 4,096 tokens; it does not call tools"
        )
        assert ids(resolved(old, worse, lifecycle("claw-5"), far, figures=figures)) == ["claw-5"]

    def test_one_that_ends_soon_by_its_provider_is_none(self) -> None:
        old, soon = lifecycle("claw-3", shutdown_on=DEAD), lifecycle("claw-4", shutdown_on="2026-12-01")

        assert ids(resolved(old, soon)) == []

    def test_one_that_figures_claim_to_end_soon_comes_only_where_no_other_lives_and_says_so(self) -> None:
        figures = Book(claw_5=specs(1, ends_on=day("2026-12-01")))
        old, claimed = lifecycle("claw-3", shutdown_on=DEAD), lifecycle("claw-5")

        assert ids(resolved(old, claimed, lifecycle("other-9"), figures=figures)) == ["other-9"]
        (found,) = resolved(old, claimed, figures=figures).suggestions
        assert (found.model_id, found.caution) == (
            "claw-5",
            "a table, 2026-08-01, claims that it ends on 2026-12-01, while openai has announced no end",
        )

    def test_one_that_figures_alone_name_and_claim_to_end_soon_is_none(self) -> None:
        figures = Book(claw_5=specs(1, kind="text", ends_on=day("2026-12-01")))

        assert ids(resolved(lifecycle("claw-3", shutdown_on=DEAD), figures=figures)) == []

    def test_one_that_figures_claim_to_have_ended_is_none(self) -> None:
        figures = Book(claw_5=specs(1, ends_on=TODAY))

        assert ids(resolved(lifecycle("claw-3", shutdown_on=DEAD), lifecycle("claw-5"), figures=figures)) == []

    def test_what_the_provider_recommends_stays_first_though_figures_claim_its_end(self) -> None:
        figures = Book(claw_5=specs(1, ends_on=day("2026-12-01")))
        old = lifecycle("claw-3", shutdown_on=DEAD, replacements=("claw-5", "other-9"))
        first, second = resolved(old, lifecycle("claw-5"), lifecycle("other-9"), figures=figures).suggestions

        assert (first.model_id, second.model_id) == ("claw-5", "other-9")
        assert "claims that it ends on 2026-12-01" in (first.caution or "")

    def test_one_that_its_name_alone_ends_is_none(self) -> None:
        by_name = lifecycle("Claw 4", shutdown_on=DEAD)
        old = lifecycle("claw-3", shutdown_on=DEAD, replacements=("claw-4",))
        found = resolved(old, lifecycle("claw-4"), by_name, lifecycle("other-9"))

        assert ids(found) == ["other-9"]
        assert found.at_risk == (f"claw-4: retired on {DEAD}",)

    def test_a_resellers_whose_maker_ends_it_is_none(self) -> None:
        def sold(name: str, **stated: str) -> Lifecycle:
            return lifecycle(f"openai/{name}", provider="openrouter", source_id="openrouter/models", **stated)

        old, ended = sold("claw-3", shutdown_on=DEAD), lifecycle("claw-4", shutdown_on=DEAD)

        assert ids(resolved(old, sold("claw-4"), ended, sold("other-9"))) == ["openai/other-9"]

    @pytest.mark.parametrize(("price", "is_near"), [(2, True), (4, True), (8, True), (1.9, False), (8.1, False)])
    def test_up_to_twice_or_half_the_price_is_near(self, price: float, is_near: bool) -> None:
        figures = Book(claw_3=specs(4, kind="text"), claw_4=specs(price, kind="text"))
        (found,) = resolved(lifecycle("claw-3", shutdown_on=DEAD), figures=figures).suggestions

        assert ("near in price" in found.why) is is_near

    def test_a_preview_is_none_while_another_model_lives_even_one_that_does_less(self) -> None:
        figures = Book(claw_3=specs(1, tools=True), other_9=specs(9, tools=False))
        old, far = lifecycle("claw-3", shutdown_on=DEAD), lifecycle("other-9")
        previews = [lifecycle(f"claw-4{end}") for end in ("-preview", "-exp-0827", "-beta", "-preview-04-17")]

        assert ids(resolved(old, *previews, far, figures=figures)) == ["other-9"]

    def test_where_only_previews_live_they_are_suggested_and_said_to_be_some(self) -> None:
        (found,) = resolved(lifecycle("claw-3", shutdown_on=DEAD), lifecycle("claw-4-preview")).suggestions

        assert (found.model_id, found.caution) == ("claw-4-preview", "it is a preview")

    def test_a_preview_may_follow_a_preview_as_it_is(self) -> None:
        old = lifecycle("claw-3-preview", shutdown_on=DEAD)
        found = resolved(old, lifecycle("claw-4-preview"), lifecycle("other-9")).suggestions

        assert [(s.model_id, s.caution) for s in found] == [("claw-4-preview", None)]

    def test_a_preview_that_the_provider_names_is_its_word(self) -> None:
        old = lifecycle("claw-3", shutdown_on=DEAD, replacements=("claw-4-preview-04-17",))
        others = (lifecycle("claw-4-preview-04-17"), lifecycle("claw-4", shutdown_on=DEAD), lifecycle("claw-5"))

        assert ids(resolved(old, *others)) == ["claw-4-preview-04-17"]

    @pytest.mark.parametrize("end", ["-2026-04-17", "-20260417", "@20260417", "-04-2026", "-0417", "-preview-04-17"])
    @pytest.mark.parametrize("shutdown_on", [DEAD, "2026-12-01"])
    def test_a_snapshot_of_what_has_ended_or_is_about_to_is_none(self, end: str, shutdown_on: str) -> None:
        old, base = lifecycle("claw-3-preview", shutdown_on=DEAD), lifecycle("claw-4", shutdown_on=shutdown_on)

        assert ids(resolved(old, base, lifecycle(f"claw-4{end}"))) == []
        assert ids(resolved(old, lifecycle("claw-5", shutdown_on=DEAD), lifecycle(f"claw-4{end}"))) == [f"claw-4{end}"]
        assert ids(resolved(old, base, figures=Book(**{f"claw-4{end}": specs(1, kind="text")}))) == []

    def test_a_dated_release_is_its_own_where_the_name_that_ends_points_at_another(self) -> None:
        old, one = lifecycle("claw-3", shutdown_on=DEAD), lifecycle("claw-4-03-2024", shutdown_on=DEAD)
        base = lifecycle("claw-4", shutdown_on=DEAD, alias_of="claw-4-03-2024")

        assert ids(resolved(old, one, base, lifecycle("claw-4-08-2024"))) == ["claw-4-08-2024"]
        assert ids(resolved(old, one, base, lifecycle("claw-4-preview-08-2024"))) == []

    def test_one_that_figures_alone_name_is_told_with_its_source(self) -> None:
        figures = Book(claw_4=specs(1, kind="text"))
        (found,) = resolved(lifecycle("claw-3", shutdown_on=DEAD), figures=figures).suggestions

        assert found.caution == "no page of openai that was read names it: it is known from a table, 2026-08-01"

    def test_another_spelling_of_what_has_ended_is_no_replacement(self) -> None:
        figures = Book(claw_3=specs(1, kind="text"), claw_3_instruct=specs(1, kind="text"))

        assert ids(resolved(lifecycle("claw-3", shutdown_on=DEAD), figures=figures)) == []

    def test_the_same_model_elsewhere_is_the_last_resort_and_named_as_such(self) -> None:
        def at(provider: str, model_id: str) -> Lifecycle:
            return merge([seen(fact(model_id, provider=provider))])

        old = lifecycle("claw-3.5-haiku", shutdown_on=DEAD)
        found = resolved(old, at("groq", "acme/claw-3.5-haiku"), at("anthropic", "claw-3-5-haiku"), at("groq", "other"))

        assert [(s.provider, s.model_id) for s in found.suggestions] == [
            ("anthropic", "claw-3-5-haiku"),
            ("groq", "acme/claw-3.5-haiku"),
        ]
        assert found.suggestions[0].why == "the same model at another provider, anthropic"

    def test_what_a_provider_recommends_and_figures_alone_know_lives_until_the_day_that_they_claim(self) -> None:
        old = lifecycle("claw-3", shutdown_on=DEAD, replacements=("claw-4",))
        soon, past = (Book(claw_4=specs(1, kind="text", ends_on=day(d))) for d in ("2026-09-01", "2026-08-22"))

        (found,) = resolved(old, figures=soon).suggestions
        assert (found.caution or "").endswith("ends on 2026-09-01, says a table, 2026-08-01")
        assert resolved(old, figures=past).at_risk == ("claw-4: ends on 2026-08-22, says a table, 2026-08-01",)

    @pytest.mark.parametrize(("own", "meant"), [("claw-3-1", "claw-4-5"), ("claw-3.1", "claw-4.5")])
    def test_of_two_spellings_that_figures_know_a_name_means_the_one_in_the_providers_way(
        self, own: str, meant: str
    ) -> None:
        old = lifecycle(own, shutdown_on=DEAD, replacement_text="Claw 4.5")
        figures = Book(claw_4_5=specs(1, kind="text"), claw_4__5=specs(1, kind="text"))

        assert ids(resolved(old, figures=figures)) == [meant]

    def test_a_name_that_ends_is_followed_to_the_model_that_it_points_at(self) -> None:
        old = lifecycle("claw-reasoner", shutdown_on=DEAD, alias_of="claw-4-flash")
        found = resolved(old, lifecycle("claw-4-flash"), lifecycle("claw-4-pro"))

        assert [(s.model_id, s.why) for s in found.suggestions] == [
            ("claw-4-flash", "openai lets claw-reasoner point at it")
        ]

    def test_the_providers_word_leaves_no_room_for_ours(self) -> None:
        old = lifecycle("claw-3", shutdown_on=DEAD, replacements=("other-9",))
        assert [
            (s.model_id, s.origin) for s in resolved(old, lifecycle("claw-4"), lifecycle("other-9")).suggestions
        ] == [("other-9", "provider")]


class TestRecommended:
    KNOWN = Models(
        [lifecycle("claw-3.5-flash"), lifecycle("claw-small-4", display_name="Claw Little"), lifecycle("claw-9")]
    )

    def of(self, text: str, *replacements: str) -> list[tuple[str, str | None]]:
        found = recommended(lifecycle("old", replacements=replacements, replacement_text=text), self.KNOWN)
        return [(r.model_id, r.condition) for r in found]

    @pytest.mark.parametrize(
        ("text", "replacements", "expected"),
        [
            ("Claw 3.5 Flash", (), [("claw-3.5-flash", None)]),
            ("Claw Little or Claw 9", (), [("claw-small-4", None), ("claw-9", None)]),
            ("Claw 3.5 Flash", ("claw-3.5-flash",), [("claw-3.5-flash", None)]),
            ("Claw 9 (0731)", ("claw-9-0731",), [("claw-9-0731", None)]),
            ("Responses API", (), []),
            ("any model you like", (), []),
            ("`claw-9` with `low` reasoning effort", ("claw-9",), [("claw-9", "with `low` reasoning effort")]),
            ("`claw-9` (`reasoning.mode: pro`)", ("claw-9",), [("claw-9", "`reasoning.mode: pro`")]),
            (
                "`claw-9` or `claw-3.5-flash*`",
                ("claw-9", "claw-3.5-flash"),
                [("claw-9", None), ("claw-3.5-flash", None)],
            ),
            ("claw-9 (which is the best model we have)", ("claw-9",), [("claw-9", None)]),
        ],
    )
    def test_names_become_ids_and_conditions_stay_beside_them(
        self, text: str, replacements: tuple[str, ...], expected: list[tuple[str, str | None]]
    ) -> None:
        assert self.of(text, *replacements) == expected

    def test_each_step_of_a_path_has_its_source(self) -> None:
        old = lifecycle("claw-1", shutdown_on=DEAD, replacements=("claw-2",), url="https://example.com/one")
        then = lifecycle("claw-2", shutdown_on=DEAD, replacement_text="Claw 9", url="https://example.com/two")
        (found,) = resolved(old, then, lifecycle("claw-9")).suggestions

        assert found.path == ("claw-1", "claw-2", "claw-9")
        assert found.sources == ("https://example.com/one", "https://example.com/two")
        assert recommended(then, Models([then, lifecycle("claw-9")])) == (
            Recommended("claw-9", None, "https://example.com/two"),
        )


class TestTraits:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("anthropic.claude-3-5-haiku-20241022-v1:0", "claude-3.5-haiku"),
            ("accounts/fireworks/models/kimi-k2p6", "moonshotai/kimi-k2.6"),
            ("meta-llama/Llama-3.3-70B-Instruct", "llama-3.3-70b"),
            ("claude-opus-4-5@20251101", "claude-opus-4-5"),
        ],
    )
    def test_the_same_model_has_one_name_everywhere(self, one: str, other: str) -> None:
        assert traits_of(one).name == traits_of(other).name

    @pytest.mark.parametrize(("one", "other"), [("mistral-large-2402", "mistral-large-2411"), ("gpt-4", "gpt-4.1")])
    def test_different_models_have_different_names(self, one: str, other: str) -> None:
        assert traits_of(one).name != traits_of(other).name
        assert is_older(traits_of(one), traits_of(other))
        assert not is_older(traits_of(other), traits_of(one))

    @pytest.mark.parametrize(
        ("model_id", "kind"),
        [
            ("gpt-4o-transcribe", Kind.TRANSCRIPTION),
            ("gpt-4o-mini-tts", Kind.SPEECH),
            ("gpt-audio-mini", Kind.AUDIO),
            ("omni-moderation-latest", Kind.MODERATION),
            ("sora-2-pro", Kind.VIDEO),
            ("rerank-v3.5", Kind.RERANKING),
            ("gpt-3.5-turbo-instruct", Kind.COMPLETION),
            ("o4-mini", Kind.TEXT),
        ],
    )
    def test_an_id_says_its_kind(self, model_id: str, kind: Kind) -> None:
        assert kind_of(model_id) is kind

    def test_a_bent_is_no_kind(self) -> None:
        assert (bents_of("codestral-2508"), bents_of("o4-mini")) == ({Bent.CODE}, {Bent.REASONING})
