"""What is printed: tables that fit and lose nothing, days in words, no word that a terminal would obey."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.cli import terminal

LONG = "bedrock/us.anthropic.claude-3-5-sonnet-20241022-v2:0-with-a-tail-that-does-not-fit-into-eighty-columns-at-all"
TODAY = date(2026, 8, 22)

words = st.text(st.sampled_from("abcdefgh-_./:0123456789"), min_size=1, max_size=30)
cells = st.lists(words, min_size=1, max_size=8).map(" ".join)


@pytest.fixture
def narrow(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> pytest.CaptureFixture[str]:
    """What is printed on a terminal of 80 columns."""
    monkeypatch.setattr(terminal, "terminal_width", lambda: 80)
    return capsys


class TestTables:
    def test_a_row_is_one_line_in_a_pipe(self, capsys: pytest.CaptureFixture[str]) -> None:
        terminal.table(("source", "reason"), [("openai/deprecations", "so many words " * 20)])

        _, row = capsys.readouterr().out.splitlines()
        assert row.count("so many words") == 20

    def test_a_table_fits_into_80_columns_by_wrapping_prose(self, narrow: pytest.CaptureFixture[str]) -> None:
        terminal.table(("source", "reason"), [("openai/deprecations", "so many words " * 20)], whole={"source"})

        lines = narrow.readouterr().out.splitlines()
        assert max(map(len, lines)) <= 80
        assert " ".join(" ".join(lines).split()).count("so many words") == 20

    def test_an_id_is_never_broken_nor_cut_even_if_the_table_gets_wider(
        self, narrow: pytest.CaptureFixture[str]
    ) -> None:
        terminal.table(("model", "reason"), [(LONG, "so many words " * 9)], whole={"model"})

        assert LONG in narrow.readouterr().out

    def test_ids_among_words_are_never_broken(self, narrow: pytest.CaptureFixture[str]) -> None:
        terminal.table(
            ("model", "what changed"),
            [("openai/gpt-4-0314-and-a-long-tail-that-takes-the-room-away", f"replaced: old → {LONG}")],
            whole={"model"},
            unbroken={"what changed"},
        )

        assert LONG in narrow.readouterr().out

    def test_a_column_without_any_value_is_left_out(self, capsys: pytest.CaptureFixture[str]) -> None:
        terminal.table(("source", "reason", "facts"), [("a/b", None, 3), ("c/d", "", 4)], whole={"source"})

        assert capsys.readouterr().out.split() == ["source", "facts", "a/b", "3", "c/d", "4"]

    def test_no_rows_leave_the_headings(self, capsys: pytest.CaptureFixture[str]) -> None:
        terminal.table(("source", "reason"), [], whole={"source"})

        assert capsys.readouterr().out == "source\n"

    def test_what_looks_like_markup_or_commands_for_a_terminal_is_only_text(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        terminal.table(("model", "reason"), [("[red]x[/red]", "a\x1b[31m\r\nb\u202e[link=http://x]c")], whole={"model"})

        text = capsys.readouterr().out
        assert "[red]x[/red]" in text
        assert "[link=http://x]c" in text
        assert {c for c in text if not c.isprintable()} == {"\n"}

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows=st.lists(st.tuples(words, cells, cells), min_size=1, max_size=4))
    def test_whatever_is_in_it_nothing_is_lost(
        self, rows: list[tuple[str, str, str]], narrow: pytest.CaptureFixture[str]
    ) -> None:
        terminal.table(("id", "words", "prose"), rows, whole={"id"}, unbroken={"words"})

        text = narrow.readouterr().out
        assert all(row[0] in text for row in rows)
        assert all(word in text for row in rows for word in row[1].split())
        signs = sorted(re.sub(r"\s", "", text))
        assert signs == sorted("idwordsprose" + "".join("".join(row).replace(" ", "") for row in rows))


class TestWords:
    @pytest.mark.parametrize(
        ("days", "said"),
        [(124, "in 124 days"), (1, "tomorrow"), (0, "today"), (-1, "yesterday"), (-30, "30 days ago")],
    )
    def test_a_day_is_told_with_its_distance(self, days: int, said: str) -> None:
        when = TODAY + timedelta(days=days)

        assert terminal.day(when, TODAY) == f"{when.isoformat()} ({said})"

    def test_no_day_is_no_words(self) -> None:
        assert terminal.day(None, TODAY) is None
        assert terminal.moment(None) is None

    def test_a_moment_is_told_in_utc_whatever_its_zone(self) -> None:
        moment = datetime(2026, 8, 22, 1, 30, tzinfo=timezone(timedelta(hours=2)))

        assert terminal.moment(moment) == "2026-08-21 23:30 UTC"
        assert terminal.moment(moment.astimezone(UTC)) == "2026-08-21 23:30 UTC"

    def test_one_is_one_and_the_rest_are_many(self) -> None:
        assert [terminal.counted(n, "pin") for n in (0, 1, 2, 1234)] == ["0 pins", "1 pin", "2 pins", "1,234 pins"]


class TestStreams:
    def test_results_and_remarks_go_separate_ways(self, capsys: pytest.CaptureFixture[str]) -> None:
        terminal.say("a result")
        terminal.note("a remark")

        assert capsys.readouterr() == ("a result\n", "a remark\n")

    def test_json_is_plain_ascii(self, capsys: pytest.CaptureFixture[str]) -> None:
        terminal.say_json({"quote": "Ünïcode \x9b\u202e \ud800"})

        assert capsys.readouterr().out.isascii()

    def test_no_progress_is_shown_where_nobody_watches(self, capsys: pytest.CaptureFixture[str]) -> None:
        with terminal.progress("polling", 3) as advance:
            advance("one")

        assert capsys.readouterr() == ("", "")
