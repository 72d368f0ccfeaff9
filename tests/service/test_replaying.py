"""Old documents are taken as polls would have taken them, each on its own day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.service.manifest import Saved, saved_documents
from monitor.service.replaying import Step, documents_of, replay
from monitor.sources.spec import Source
from tests.service.invented import LIST, PAGE, document, ends, kinds

TEN = [ends(f"m-{n}", f"2026-09-{n + 1:02}") for n in range(10)]
MOVED = [ends(f"m-{n}", f"2026-12-{n + 1:02}") for n in range(10)]


def steps(folder: Path, source: Source = PAGE, **saved: bytes) -> list[Step]:
    """Replay documents given by day ("d2026_03_02") or by account and day ("ours_d2026_03_02")."""
    for name, body in saved.items():
        account, _, day = name.rpartition("d")
        place = folder / account.rstrip("_")
        place.mkdir(exist_ok=True)
        (place / f"{day.replace('_', '-')}-page.json").write_bytes(body)
    return list(replay(source, documents_of(folder, source.id)))


class TestReplay:
    def test_changes_come_out_on_the_day_of_the_document_that_says_so(self, tmp_path: Path) -> None:
        found = steps(
            tmp_path,
            d2026_03_02=document(*TEN),
            d2026_04_01=document(ends("m-0", "2026-10-01"), *TEN[1:]),
            d2026_05_01=document(ends("m-0", words="No date announced"), *TEN[1:], ends("new", "2026-11-01")),
            d2026_06_01=document(*TEN[1:], ends("new", "2026-11-01")),
        )

        assert [(str(step.document.day), kinds(step.last)) for step in found] == [
            ("2026-03-02", []),
            ("2026-04-01", [("shutdown_date_moved", "m-0")]),
            (
                "2026-05-01",
                [
                    ("shutdown_date_withdrawn", "m-0"),
                    ("deprecation_announced", "new"),
                    ("shutdown_date_set", "new"),
                ],
            ),
            ("2026-06-01", [("row_vanished", "m-0")]),
        ]
        assert [(step.first.verdict, step.first.facts) for step in found] == [
            ("admit", 10),
            ("admit", 10),
            ("admit", 11),
            ("admit", 10),
        ]

    def test_a_document_is_read_as_of_its_day(self, tmp_path: Path) -> None:
        (_, step) = steps(
            tmp_path, d2026_03_02=document("a"), d2026_03_05=document({"id": "a", "shutdown_on": "today"})
        )

        assert [(c.kind.value, c.after) for c in step.last.changes] == [
            ("retired", "retired"),
            ("shutdown_date_set", "2026-03-05"),
        ]
        assert step.at.date() == date(2026, 3, 5)

    def test_what_is_held_is_read_again_an_hour_later_and_what_is_rejected_is_not(self, tmp_path: Path) -> None:
        found = steps(
            tmp_path,
            d2026_03_02=document(*TEN),
            d2026_03_03=document(*MOVED),
            d2026_03_04=document(problem="a login page"),
        )

        assert [[(look.outcome.value, look.verdict) for look in step.looks] for step in found] == [
            [("changed", "admit")],
            [("suspect", "quarantine"), ("changed", "quarantine")],
            [("suspect", "reject")],
        ]
        assert "10 of 10 known shutdown dates change at once" in found[1].first.reason
        assert [kind for kind, _ in kinds(found[1].last)] == ["shutdown_date_moved"] * 10
        assert found[2].first.reason == "a login page"

    def test_the_calendar_turns_between_two_documents(self, tmp_path: Path) -> None:
        found = steps(
            tmp_path,
            d2026_03_02=document(ends("a", "2026-03-20"), {"id": "b", "earliest_shutdown_on": "2026-03-21"}),
            d2026_04_01=document(ends("a", "2026-03-20"), {"id": "b", "earliest_shutdown_on": "2026-03-21"}),
        )

        assert [(c.kind.value, c.model_id) for c in found[1].turned] == [
            ("retired", "a"),
            ("earliest_date_passed", "b"),
        ]
        assert found[1].last.changes == ()

    def test_documents_of_one_day_follow_each_other_in_the_order_of_their_names(self, tmp_path: Path) -> None:
        for number in range(12):
            rows = [f"m-{n}" for n in range(number + 1)]
            (tmp_path / f"2026-03-02-{number:02}.json").write_bytes(document(*rows))
        found = list(replay(PAGE, documents_of(tmp_path, PAGE.id)))

        assert [step.first.facts for step in found] == list(range(1, 13))
        assert {step.at.date() for step in found} == {date(2026, 3, 2)}

    def test_each_account_of_a_list_misses_only_what_it_was_shown(self, tmp_path: Path) -> None:
        ours, theirs = document("a", "b", "c", "preview"), document("a", "b", "c")
        found = steps(
            tmp_path,
            source=LIST,
            ours_d2026_03_02=ours,
            theirs_d2026_03_03=theirs,
            theirs_d2026_03_04=document("a", "b", "c", noise="2"),
            ours_d2026_03_05=document("a", "b", "c", noise="3"),
            ours_d2026_03_06=document("a", "b", "c", noise="4"),
        )

        assert [step.document.account for step in found] == ["ours", "theirs", "theirs", "ours", "ours"]
        assert [kinds(step.last) for step in found] == [[], [], [], [], [("unlisted", "preview")]]

    def test_who_holds_a_recording_of_a_page_makes_no_difference(self, tmp_path: Path) -> None:
        found = steps(tmp_path, ours_d2026_03_02=document("a", "b", "c"), theirs_d2026_03_03=document("a", "b"))

        assert kinds(found[1].last) == [("row_vanished", "c")]


class TestDocuments:
    def test_files_without_a_day_in_front_of_their_name_are_left_out(self, tmp_path: Path) -> None:
        for name in ("2026-03-02.md", "2026-03-021.md", "README.md", "2026-02-31.md", "page-2026-03-02.md"):
            (tmp_path / name).write_text("x")

        assert [(saved.day, saved.path.name) for saved in documents_of(tmp_path, PAGE.id)] == [
            (date(2026, 3, 2), "2026-03-02.md")
        ]

    def test_a_folder_that_is_none_or_holds_none_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no file whose name begins with a day"):
            documents_of(tmp_path, PAGE.id)
        with pytest.raises(UsageError, match="is no folder"):
            documents_of(tmp_path / "none", PAGE.id)

    @pytest.mark.parametrize(
        ("columns", "row", "account"),
        [
            ("source\tdate\tpath", "acme/models\t2026-03-02\tx.json", ""),
            ("source\tdate\tpath\taccount", "acme/models\t2026-03-02\tx.json\tours", "ours"),
            ("source\tdate\tpath\torigin", "acme/models\t2026-03-02\tx.json\tada/lists models.json @1f", "ada/lists"),
        ],
    )
    def test_a_table_says_whose_recording_each_is_if_it_can(
        self, tmp_path: Path, columns: str, row: str, account: str
    ) -> None:
        table = tmp_path / "MANIFEST.tsv"
        table.write_text(f"{columns}\n{row}\n")

        assert list(saved_documents(table)) == [Saved("acme/models", date(2026, 3, 2), tmp_path / "x.json", account)]
