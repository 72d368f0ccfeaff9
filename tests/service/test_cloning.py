"""Cloning with the user's git: which addresses, how it is called, and how it ends; and what a clone's code pins."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import MonitorError, UsageError
from monitor.service import checkouts, cloning, importing, known, scanning
from monitor.service.app import Service

SHELL = shutil.which("sh") or "/bin/sh"
GIT = shutil.which("git")


def fake_git(folder: Path, script: str) -> dict[str, str]:
    """An environment whose git is this script; it may write to $LOG, and $TARGET is where it should clone to."""
    folder.mkdir(exist_ok=True)
    program = folder / "git"
    program.write_text(f"#!{SHELL}\nLOG={folder / 'log'}\nfor TARGET; do :; done\n{script}\n", "utf-8")
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "GIT_DIR": "/elsewhere"}


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "name"),
        [
            ("https://github.com/acme/ranker", "acme/ranker"),
            ("https://github.com/acme/ranker.git", "acme/ranker"),
            ("https://git.example.org:8443/a/b/c.git/", "a/b/c"),
            ("ssh://git@git.example.org:22/acme/ranker.git", "acme/ranker"),
            ("git@github.com:acme/ranker.git", "acme/ranker"),
        ],
    )
    def test_https_and_ssh_are_cloned(self, address: str, name: str) -> None:
        assert cloning.name_of(address).rstrip("/").removesuffix(".git") == name

    @pytest.mark.parametrize(
        "address",
        [
            "http://github.com/acme/ranker", "git://github.com/acme/ranker", "file:///etc", "/etc", "../x", "",
            "ext::sh -c touch% /tmp/x", "--upload-pack=touch x", "-u@host:x", "git@-oProxyCommand=x:a/b",
            "ssh://-oProxyCommand=x/a", "https://user:secret@host/a/b", "https://token@host/a/b", "https://host",
            "https://host/a b", "https://host/a\n", "https://host/../../etc", "git@host:-x", "https://host/-x",
        ],
    )  # fmt: skip
    def test_all_else_is_refused_and_no_password_is_shown(self, address: str) -> None:
        with pytest.raises(UsageError, match="no address that is cloned") as caught:
            cloning.name_of(address)
        assert "secret" not in str(caught.value)
        assert "token@" not in str(caught.value)

    @given(st.text(max_size=40) | st.from_regex(r"https://[a-z.@:/-]{1,20}"))
    def test_what_is_taken_is_never_an_option_nor_has_a_password(self, text: str) -> None:
        try:
            cloning.name_of(text)
        except UsageError:
            return
        assert not text.startswith("-")
        assert text.isascii()
        assert "@" not in text or not text.startswith("https")


class TestClone:
    def test_it_is_shallow_asks_nothing_and_the_address_is_no_option(self, tmp_path: Path) -> None:
        script = 'printf "%s\\n" "$@" "prompt=$GIT_TERMINAL_PROMPT" "dir=$GIT_DIR" "$GIT_SSH_COMMAND" > $LOG'
        environ = fake_git(tmp_path / "bin", script)

        cloning.clone("https://host/acme/ranker", tmp_path / "into", environ)

        words = (tmp_path / "bin" / "log").read_text("utf-8").splitlines()
        assert words[-6:] == [
            "--", "https://host/acme/ranker", str(tmp_path / "into"), "prompt=0", "dir=", "ssh -oBatchMode=yes",
        ]  # fmt: skip
        assert {"clone", "--depth=1", "--single-branch", "protocol.allow=never", "core.symlinks=false"} < set(words)

    def test_a_failure_is_told_in_gits_last_words(self, tmp_path: Path) -> None:
        environ = fake_git(tmp_path / "bin", "echo Cloning >&2; echo 'fatal: not found' >&2; exit 128")

        with pytest.raises(MonitorError, match="acme/ranker was not cloned: fatal: not found"):
            cloning.clone("https://host/acme/ranker", tmp_path / "into", environ)

    def test_one_that_hangs_is_ended_with_its_helpers(self, tmp_path: Path) -> None:
        environ = fake_git(tmp_path / "bin", "(sleep 2; touch $LOG) & wait")

        with pytest.raises(MonitorError, match="not cloned within"):
            cloning.clone("https://host/acme/ranker", tmp_path / "into", environ, patience=0.2)

        time.sleep(2.2)
        assert not (tmp_path / "bin" / "log").exists()

    def test_without_git_it_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="there is no git"):
            cloning.clone("https://host/acme/ranker", tmp_path / "into", {"PATH": str(tmp_path)})

    @pytest.mark.skipif(GIT is None, reason="there is no git")
    def test_the_real_one_takes_these_options(self, tmp_path: Path) -> None:
        environ = {"PATH": str(Path(GIT or "").parent), "HOME": str(tmp_path)}

        with pytest.raises(MonitorError, match=r"127\.0\.0\.1") as caught:  # nobody listens there
            cloning.clone("https://127.0.0.1:1/acme/ranker", tmp_path / "into", environ)
        assert "unknown option" not in str(caught.value)


class TestCheckouts:
    def test_the_code_of_each_is_scanned_and_its_places_name_it(self, service: Service, tmp_path: Path) -> None:
        for name, model in (("api", "gpt-4-0613"), ("jobs", "claude-3-haiku-20240307")):
            (tmp_path / "src" / name).mkdir(parents=True)
            (tmp_path / "src" / name / "llm.py").write_text(f'\nMODEL = "{model}"\n', "utf-8")
        (tmp_path / "src" / "jobs" / "old.py").write_text(
            'MODEL = "gpt-4-0613"  # model-monitor: ignore[until=2027-01-31] going\n', "utf-8"
        )

        found = checkouts.scanned(service, checkouts.below(tmp_path / "src"))
        made = importing.plan(service, "ranker", [], scanned=found)

        assert [(place.reference, place.location) for place in made.new] == [
            ("gpt-4-0613", "api/llm.py:2"),
            ("claude-3-haiku-20240307", "jobs/llm.py:2"),
        ]
        assert [(told.at, told.reason) for told in made.unread] == [("jobs/old.py:1", "is waived there")]

    @pytest.mark.parametrize("several", [False, True])
    def test_what_a_scan_and_an_import_both_see_is_pinned_once(
        self, service: Service, tmp_path: Path, *, several: bool
    ) -> None:
        for name in ("api", "jobs") if several else ("api",):
            (tmp_path / "src" / name).mkdir(parents=True)
            (tmp_path / "src" / name / f"{name}.py").write_text('MODEL = "gpt-4-0613"\n', "utf-8")

        def imported() -> importing.Plan:
            found = checkouts.scanned(service, checkouts.below(tmp_path / "src"))
            return importing.plan(service, "ranker", [], scanned=found)

        view = known.bundled_only(service.catalog, service.clock.now())
        tree = scanning.look_through(tmp_path / "src" / "api", view, horizon=timedelta(), within=timedelta())
        first = imported()
        importing.write(service, first, who="test", owner="cli")
        again = scanning.register(service, "ranker", tree, who="test")

        assert [p.location for p in first.new] == (["api/api.py:1", "jobs/jobs.py:1"] if several else ["api.py:1"])
        assert (again.added, imported().new) == ([], [])

    def test_a_folder_that_is_a_checkout_is_one(self, tmp_path: Path) -> None:
        (tmp_path / "api" / ".git").mkdir(parents=True)

        assert checkouts.below(tmp_path / "api") == [("api", tmp_path / "api")]

    def test_a_folder_without_any_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="holds no checkouts"):
            checkouts.below(tmp_path)

    def test_clones_are_there_until_they_are_scanned_and_failures_are_told(self, tmp_path: Path) -> None:
        environ = fake_git(
            tmp_path / "bin", 'case "$*" in *gone*) exit 1;; esac; mkdir "$TARGET"; echo x > "$TARGET/a.py"'
        )

        with checkouts.cloned(["https://host/acme/api", "https://host/acme/gone"], environ) as (clones, failed):
            ((name, place),) = clones
            assert (name, (place / "a.py").exists()) == ("acme/api", True)
        assert not place.exists()
        assert [(told.at, told.reason) for told in failed] == [
            ("https://host/acme/gone", "acme/gone was not cloned: git does not say why")
        ]

    def test_one_bad_address_and_nothing_is_cloned(self, tmp_path: Path) -> None:
        environ = fake_git(tmp_path / "bin", "touch $LOG")

        with (
            pytest.raises(UsageError, match="no address"),
            checkouts.cloned(["https://host/acme/api", "file:///etc"], environ),
        ):
            pass
        assert not (tmp_path / "bin" / "log").exists()
