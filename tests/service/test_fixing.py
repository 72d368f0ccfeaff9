"""Literals move to the model that the provider recommends, in their own spelling, or it is said why not."""

from __future__ import annotations

import os
import stat
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.core.facts import Authority, Fact, Observation
from monitor.core.kinds import Kind, kind_of
from monitor.core.lifecycle import merge_all
from monitor.core.models import Models
from monitor.core.specs import ModelSpecs
from monitor.service import rewriting
from monitor.service.known import Known
from monitor.service.rewriting import Plan
from monitor.service.scanning import look_through

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GONE, SOON, LATER = date(2026, 3, 26), date(2026, 12, 24), date(2027, 10, 1)
HAIKU = "anthropic.claude-3-haiku-20240307-v1:0"
NEW_HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"


def fact(provider: str, model_id: str, *to: str, on: date | None = None, text: str | None = None) -> Fact:
    source = f"{provider}/deprecations"
    url = f"https://{provider}.example.org/"
    return Fact(provider, model_id, source, url, "", shutdown_on=on, replacements=to, replacement_text=text)


FACTS = (
    fact("openai", "gpt-4-0314", "gpt-4.1", on=GONE),
    fact("openai", "gpt-4-0613", "gpt-4-turbo-2024-04-09", on=SOON),
    fact("openai", "gpt-4-turbo-2024-04-09", "gpt-4.1", on=GONE),
    fact("openai", "gpt-4-32k", "gpt-4.1", "gpt-4o", on=GONE),
    fact("openai", "gpt-4-1106-preview", "gpt-4.1", on=LATER),
    fact("openai", "gpt-3.5-turbo-0301", on=GONE, text="ask your account manager"),
    fact("openai", "text-embedding-ada-002", "text-embedding-3-small", on=GONE),
    fact("openai", "gpt-4o-audio-preview", "gpt-4.1", on=GONE),
    fact("openai", "gpt-4.1"),
    fact("openai", "gpt-4o"),
    fact("openai", "text-embedding-3-small"),
    fact("azure", "gpt-4-0314", "gpt-4o", on=SOON),
    fact("azure", "gpt-4o"),
    fact("google", "gemini-1.5-pro-002", "gemini-2.5-pro", on=GONE),
    fact("google", "gemini-1.5-flash-002", "gemini-2.5-flash", on=GONE),
    fact("google", "gemini-2.5-pro"),
    fact("google", "gemini-2.5-flash"),
    fact("vertex", "gemini-1.5-pro-002", "gemini-2.5-pro", on=SOON),
    fact("vertex", "gemini-1.5-flash-002", "gemini-2.5-pro", on=SOON),
    fact("vertex", "gemini-2.5-pro"),
    fact("vertex", "claude-3-haiku", "claude-haiku-4-5", on=GONE),
    fact("bedrock", HAIKU, NEW_HAIKU, on=GONE),
    fact("anthropic", "claude-2.1", "Claude Sonnet 5", on=GONE),
    fact("openrouter", "openai/gpt-4-0314"),
    fact("openrouter", "openai/gpt-4-0314:free"),
    fact("openrouter", "openai/gpt-4.1"),
    fact("openrouter", "openai/gpt-4-0613"),
    fact("cometapi", "gpt-4-0613"),
    fact("cometapi", "gpt-4.1"),
    fact("cometapi", "claude-2.1"),
    fact("groq", "gpt-4-1106-preview"),
)


@pytest.fixture(scope="module")
def view() -> Known:
    """A record of which every source has been read today."""
    models = Models(merge_all(Observation(one, Authority.DEPRECATIONS, "0", NOW, NOW) for one in FACTS))
    return Known(models, {one.provider: () for one in FACTS}, {}, None, NOW)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "code"
    root.mkdir()
    return root


def planned(root: Path, view: Known, *, within: int = 90) -> Plan:
    return rewriting.plan(look_through(root, view, horizon=timedelta(days=180), within=timedelta(days=within)))


class TestSpellings:
    @pytest.mark.parametrize(
        ("written", "becomes"),
        [
            ("gpt-4-0613", "gpt-4.1"),  # a reseller that has it too follows its maker
            ("cometapi/gpt-4-0613", "cometapi/gpt-4.1"),
            ("openai/gpt-4-0314", "openai/gpt-4.1"),
            ("openai:gpt-4-0314", "openai:gpt-4.1"),
            ("openai:chat:gpt-4-0314", "openai:chat:gpt-4.1"),
            ("OpenAI/GPT-4-0314", "OpenAI/gpt-4.1"),
            ("gemini/gemini-1.5-pro-002", "gemini/gemini-2.5-pro"),
            ("models/gemini-1.5-pro-002", "models/gemini-2.5-pro"),
            ("vertex_ai/gemini-1.5-pro-002", "vertex_ai/gemini-2.5-pro"),
            (HAIKU, NEW_HAIKU),
            (f"us.{HAIKU}", f"us.{NEW_HAIKU}"),
            (f"bedrock/eu.{HAIKU}", f"bedrock/eu.{NEW_HAIKU}"),
            (f"bedrock/converse/us.{HAIKU}", f"bedrock/converse/us.{NEW_HAIKU}"),
            ("openrouter/openai/gpt-4-0314", "openrouter/openai/gpt-4.1"),
            ("gemini-1.5-pro-002", "gemini-2.5-pro"),  # Google and Vertex say the same
            ("gpt-4-0314", "gpt-4.1"),  # Azure, which says something else, is called by its deployments' names
        ],
    )
    def test_prefix_and_form_are_kept(self, tree: Path, view: Known, written: str, becomes: str) -> None:
        source = tree / "a.py"
        source.write_text(f'MODEL = "{written}"\n', "utf-8")
        plan = planned(tree, view)
        rewriting.write(plan)

        assert [left.reason for left in plan.left] == []
        assert source.read_text("utf-8") == f'MODEL = "{becomes}"\n'

    @pytest.mark.parametrize(
        ("written", "why"),
        [
            ("gpt-4-32k", "openai recommends several: gpt-4.1 or gpt-4o"),
            ("gpt-3.5-turbo-0301", "openai recommends no model that lives; it says: “ask your account manager”"),
            ("text-embedding-ada-002", "computed anew with text-embedding-3-small"),
            ("gpt-4o-audio-preview", "gpt-4.1 is no audio model"),
            ("gemini-1.5-flash-002", "google and vertex have this id and do not say the same"),
            ("azure/gpt-4-0314", "on Azure the deployment decides"),
            ("ft:gpt-4-0613:acme::9xYz", "a fine-tune of gpt-4-0613"),
            (f"arn:aws:bedrock:us-east-1::foundation-model/{HAIKU}", "an ARN"),
            (f"{HAIKU}:48k", "whether anthropic.claude-haiku-4-5-20251001-v1:0 takes “:48k” is not known"),
            ("vertex_ai/claude-3-haiku@20240307", "cannot be written in the form"),
            ("openrouter/openai/gpt-4-0314:free", "openrouter is not known to offer"),
            ("claude-2.1", "anthropic"),
        ],
    )
    def test_what_is_not_beyond_doubt_is_left_with_the_reason(
        self, tree: Path, view: Known, written: str, why: str
    ) -> None:
        (tree / "a.py").write_text(f'MODEL = "{written}"\n', "utf-8")
        plan = planned(tree, view)

        assert plan.changes == ()
        assert [why in left.reason for left in plan.left] == [True], plan.left

    @pytest.mark.parametrize(
        ("name", "line"),
        [
            ("a.py", 'A = "gpt-4-" + "0314"'),
            ("a.py", 'A = prefix + "gpt-4-0314"'),
            ("a.py", 'A = "gpt-4-0314" + suffix'),
            ("a.py", 'A = f"gpt-4-0314{suffix}"'),
            ("a.py", 'A = "gpt-4-0314" in model'),
            ("a.py", 'A = "gpt-4-0314" in MODELS'),
            ("a.py", 'A = model.startswith("gpt-4-0314")'),
            ("a.js", 'const a = "gpt-4-" + "0314"'),
            ("a.js", 'const a = "gpt-4-".concat("0314")'),
            ("a.js", 'const a = "gpt-4-0314" + suffix'),
            ("a.js", 'const a = MODELS.includes("gpt-4-0314")'),
            ("a.go", 'var a = strings.Contains(name, "gpt-4-0314")'),
            ("a.php", "<?php $a = 'gpt-4-0314' . $suffix;"),
        ],
    )
    def test_a_part_of_a_name_is_never_changed(self, tree: Path, view: Known, name: str, line: str) -> None:
        (tree / name).write_text(line + "\n", "utf-8")
        plan = planned(tree, view)

        assert (plan.changes, plan.edits) == ((), ())
        assert {left.reason for left in plan.left} <= {
            "the literal is not just the model that a request names: change it by hand"
        }

    def test_a_model_that_lives_or_ends_later_is_neither_changed_nor_told(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text('A = ["gpt-4.1", "openai/gpt-4-1106-preview", "claude-99-opus"]\n', "utf-8")

        assert planned(tree, view) == Plan((), (), ())
        assert [edit.after for edit in planned(tree, view, within=365).edits] == ["openai/gpt-4.1"]

    def test_a_bare_id_that_somebody_goes_on_serving_is_left(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text('A = "gpt-4-1106-preview"\n', "utf-8")
        (left,) = planned(tree, view, within=365).left

        assert left.reason == "groq and openai have this id and do not say the same: change it by hand"

    def test_an_id_of_a_makers_family_that_a_host_alone_has_is_left(self, tree: Path, view: Known) -> None:
        (tree / "a.ts").write_text("ask({ model: 'claude-3-haiku' })\n")
        plan = planned(tree, view)

        assert plan.changes == ()
        assert [left.reason for left in plan.left] == ["only vertex has this id: write vertex/… if that is meant"]

    def test_a_waived_line_is_not_changed(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text(
            'A = "openai/gpt-4-0314"  # model-monitor: ignore[until=2027-01-31] known\n', "utf-8"
        )

        assert planned(tree, view) == Plan((), (), ())


class TestFiles:
    def test_all_references_of_a_line_are_changed_and_nothing_else(self, tree: Path, view: Known) -> None:
        source = tree / "a.py"
        source.write_text('a, b = "openai/gpt-4-0314", "gpt-4-0613"  # openai/gpt-4-0314 was fine\nx = 1\n', "utf-8")
        rewriting.write(planned(tree, view))

        assert source.read_text("utf-8") == 'a, b = "openai/gpt-4.1", "gpt-4.1"  # openai/gpt-4-0314 was fine\nx = 1\n'

    @pytest.mark.parametrize(
        "raw",
        [
            b'a = "openai/gpt-4-0314"\r\nb = 1\r\n',
            b'# caf\xe9\na = "openai/gpt-4-0314"\n',
            '# caf\u00e9 \U0001f600\u2028\na = "\u00e9", "openai/gpt-4-0314"\n'.encode(),
            '\ufeffa = "openai/gpt-4-0314"\n'.encode(),
            '\ufeffa = "openai/gpt-4-0314"\r\n'.encode("utf-16-le"),
            b'a = "openai/gpt-4-0314"',
            b'\n\n\x0ca = 1\x0b\na = "openai/gpt-4-0314"\t\n',
        ],
        ids=["crlf", "latin-1", "utf-8", "bom", "utf-16", "no last newline", "odd separators"],
    )
    def test_encoding_and_line_ends_stay(self, tree: Path, view: Known, raw: bytes) -> None:
        source = tree / "a.py"
        source.write_bytes(raw)
        written = rewriting.write(planned(tree, view))

        old, new = "openai/gpt-4-0314", "openai/gpt-4.1"
        wide = raw.startswith(b"\xff\xfe")
        codec = "utf-16-le" if wide else "ascii"
        assert written.files == ("a.py",)
        assert source.read_bytes() == raw.replace(old.encode(codec), new.encode(codec))

    @pytest.mark.parametrize(
        "raw",
        [
            b'a = 1\nb = "openai/gpt-4-0314"',
            b'a = "openai/gpt-4-0314"\r\nb = 2\r\n',
            b'\xef\xbb\xbfa = "openai/gpt-4-0314"\n',
            b'# caf\xe9\n\n\n\n\na = "openai/gpt-4-0314"\n',
        ],
        ids=["no last newline", "crlf", "bom", "latin-1 elsewhere"],
    )
    def test_the_diff_is_one_that_git_applies(self, tree: Path, view: Known, raw: bytes) -> None:
        source = tree / "a.py"
        source.write_bytes(raw)
        diff = "".join(change.diff for change in planned(tree, view).changes)
        subprocess.run(["git", "apply", "-"], cwd=tree, input=diff.encode(), check=True)  # noqa: S607 git is on the path

        assert source.read_bytes() == raw.replace(b"gpt-4-0314", b"gpt-4.1")

    def test_the_diff_leaves_out_what_would_make_git_refuse_the_others(self, tree: Path, view: Known) -> None:
        for name, codec in {"a.py": "utf-8", "b.py": "latin-1", "c.py": "utf-16"}.items():
            (tree / name).write_text('# caf\u00e9\na = "openai/gpt-4-0314"\n', codec)
        made = planned(tree, view)
        diff = "".join(change.diff for change in made.changes)
        subprocess.run(["git", "apply", "-"], cwd=tree, input=diff.encode(), check=True)  # noqa: S607 git is on the path

        assert [change.path for change in made.changes if not change.diff] == ["b.py", "c.py"]
        assert "gpt-4.1" in (tree / "a.py").read_text("utf-8")
        assert set(rewriting.write(made).files) == {"b.py", "c.py"}
        assert "gpt-4.1" in (tree / "c.py").read_text("utf-16")

    @pytest.mark.parametrize("name", [".env", ".env.production", "prod.env", ".envrc"])
    def test_the_diff_never_shows_the_lines_of_a_file_of_secrets(self, tree: Path, view: Known, name: str) -> None:
        (tree / name).write_text("OPENAI_API_KEY=sk-very-secret\nOPENAI_MODEL=gpt-4-0314\n")
        (change,) = planned(tree, view).changes

        assert change.diff == ""
        assert "gpt-4.1" in change.after

    def test_the_mode_is_kept_and_nothing_is_left_beside_the_file(self, tree: Path, view: Known) -> None:
        source = tree / "run.sh"
        source.write_text("#!/bin/sh\nexport MODEL=openai/gpt-4-0314\n", "utf-8")
        source.chmod(0o750)
        rewriting.write(planned(tree, view))

        assert stat.S_IMODE(source.stat().st_mode) == 0o750
        assert [path.name for path in tree.iterdir()] == ["run.sh"]

    def test_a_file_that_changed_since_it_was_scanned_is_refused_and_the_others_are_written(
        self, tree: Path, view: Known
    ) -> None:
        for name in ("a.py", "b.py"):
            (tree / name).write_text('a = "openai/gpt-4-0314"\n', "utf-8")
        plan = planned(tree, view)
        (tree / "a.py").write_text('a = "openai/gpt-4-0314"\n# mine\n', "utf-8")
        written = rewriting.write(plan)

        assert written.refused == (("a.py", rewriting.CHANGED),)
        assert written.files == ("b.py",)
        assert (tree / "a.py").read_text("utf-8").endswith("# mine\n")
        assert sorted(path.name for path in tree.iterdir()) == ["a.py", "b.py"]

    def test_a_file_that_changed_before_the_plan_is_left(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text('a = "openai/gpt-4-0314"\n', "utf-8")
        found = look_through(tree, view, horizon=timedelta(days=180), within=timedelta(days=90))
        (tree / "a.py").write_text('\na = "openai/gpt-4-0314"\n', "utf-8")
        plan = rewriting.plan(found)

        assert (plan.changes, [left.reason for left in plan.left]) == ((), [rewriting.CHANGED])

    def test_a_file_that_is_gone_is_refused(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text('a = "openai/gpt-4-0314"\n', "utf-8")
        plan = planned(tree, view)
        (tree / "a.py").unlink()

        assert rewriting.write(plan).refused == (("a.py", "no such file or directory"),)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_without_permission_is_refused(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text('a = "openai/gpt-4-0314"\n', "utf-8")
        plan = planned(tree, view)
        tree.chmod(0o500)
        try:
            assert rewriting.write(plan).refused == (("a.py", "permission denied"),)
        finally:
            tree.chmod(0o700)

    def test_a_single_file_may_be_named_by_a_link(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text('a = "openai/gpt-4-0314"\n', "utf-8")
        link = tree / "link.py"
        link.symlink_to("a.py")
        rewriting.write(planned(link, view))

        assert link.is_symlink()
        assert (tree / "a.py").read_text("utf-8") == 'a = "openai/gpt-4.1"\n'

    def test_planning_writes_nothing(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text('a = "openai/gpt-4-0314"\n', "utf-8")
        before = (tree / "a.py").stat().st_mtime_ns
        planned(tree, view)

        assert (tree / "a.py").stat().st_mtime_ns == before

    def test_after_the_change_there_is_nothing_left_to_change(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text('a = "openai/gpt-4-0314"\nb = "gpt-4-0613"\n', "utf-8")
        rewriting.write(planned(tree, view))

        assert planned(tree, view) == Plan((), (), ())


class Claim:
    """Figures by which gpt-4.1 ends within the lead days."""

    def of(self, provider: str, model_id: str) -> ModelSpecs | None:
        ends = date(2027, 1, 14) if (provider, model_id) == ("openai", "gpt-4.1") else None
        return ModelSpecs(None, None, None, "a table", "2026-11-24", ends_on=ends)

    def ids(self, provider: str) -> tuple[str, ...]:
        return ("gpt-4.1",) if provider == "openai" else ()


class TestWhatStandsInTheWay:
    FACTS = (
        fact("anthropic", "claude-opus-4-1-20250805", "claude-opus-4-8", on=GONE),
        fact("anthropic", "claude-opus-4-8"),
        fact("openai", "gpt-4-0314", "gpt-4.1", on=GONE),
        fact("openai", "gpt-4-32k", "gpt-4.1", "gpt-4o", on=GONE),
        fact("openai", "gpt-4.1"),
        fact("openai", "gpt-4o"),
    )

    @pytest.fixture
    def view(self) -> Known:
        """A record in which a list claims that gpt-4.1 ends within the lead days."""
        rows = merge_all(Observation(one, Authority.DEPRECATIONS, "0", NOW, NOW) for one in self.FACTS)
        models = Models(rows, figures=Claim())
        return Known(models, {one.provider: () for one in self.FACTS}, {}, None, NOW)

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("a.py", "create(model='claude-opus-4-1-20250805', temperature=0)"),
            ("a.py", "create(model='claude-opus-4-1-20250805', **{'temperature': 0})"),
            ("a.py", "ask = {'model': 'claude-opus-4-1-20250805', 'temperature': 0}"),
            ("a.py", "with_options(x=1, temperature=0, call=f(model='claude-opus-4-1-20250805'))"),
            ("a.py", "print 'old'\ncreate(model='claude-opus-4-1-20250805', temperature=0)"),
            ("a.ts", "create({ model: 'claude-opus-4-1-20250805', messages: [{ a: 1 }], temperature: 0 });"),
            ("A.java", 'Request.builder().model("claude-opus-4-1-20250805").temperature(0.0).build();'),
            ("a.json", '{"model": "claude-opus-4-1-20250805", "temperature": 0}'),
            ("a.yaml", "- name: x\n  temperature: 0\n  model: claude-opus-4-1-20250805\n"),
            ("a.yaml", "- model: claude-opus-4-1-20250805\n  temperature: 0\n"),
            ("a.toml", '[llm]\nmodel = "claude-opus-4-1-20250805"\ntemperature = 0\n'),
        ],
    )
    def test_a_request_that_passes_what_the_new_model_refuses_is_left(
        self, tree: Path, view: Known, name: str, code: str
    ) -> None:
        (tree / name).write_text(code, "utf-8")
        plan = planned(tree, view)
        rewriting.write(plan)

        (left,) = plan.left
        assert left.reason.startswith("also passes temperature, which claude-opus-4-8 refuses (error 400 for any value")
        assert (tree / name).read_text("utf-8") == code

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("a.py", "create(model='claude-opus-4-1-20250805')\nother(temperature=0)"),
            ("a.py", "create(model='claude-opus-4-1-20250805', note='temperature=0')"),
            ("a.py", "def ask(model='claude-opus-4-1-20250805', temperature=0): ..."),
            ("a.ts", "create({ model: 'claude-opus-4-1-20250805' });\ncreate({ temperature: 0 });"),
            ("a.yaml", "- model: claude-opus-4-1-20250805\n- model: x\n  temperature: 0\n"),
            ("a.toml", '[llm]\nmodel = "claude-opus-4-1-20250805"\n[other]\ntemperature = 0\n'),
        ],
    )
    def test_what_another_request_passes_is_not_in_the_way(self, tree: Path, view: Known, name: str, code: str) -> None:
        (tree / name).write_text(code, "utf-8")
        plan = planned(tree, view)

        (edit,) = plan.edits
        assert edit.leave_out == ["temperature", "top_p", "top_k"]

    def test_a_model_that_is_said_to_end_within_the_lead_days_is_not_written(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text('a = "openai/gpt-4-0314"\n', "utf-8")

        (left,) = planned(tree, view).left
        assert left.reason == "openai recommends gpt-4.1, but a table, 2026-11-24, claims that it ends on 2027-01-14"

    def test_where_the_provider_recommends_another_too_that_one_is_taken(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text('a = "openai/gpt-4-32k"\n', "utf-8")

        assert [edit.after for edit in planned(tree, view).edits] == ["openai/gpt-4o"]


class TestClients:
    def test_a_literal_behind_a_client_that_is_followed_keeps_its_form(self, tree: Path, view: Known) -> None:
        code = "a = AzureOpenAI()\no = OpenAI()\n{}.chat.create(model='{}')\n"
        (tree / "a.py").write_text(code.format("o", "gpt-4-0314"), "utf-8")
        (tree / "b.py").write_text(code.format("a", "gpt-4-0314"), "utf-8")
        plan = planned(tree, view)
        rewriting.write(plan)

        assert (tree / "a.py").read_text("utf-8") == code.format("o", "gpt-4.1")
        assert [left.reason for left in plan.left] == [
            "on Azure the deployment decides which model answers: redeploy it"
        ]

    def test_one_that_may_be_azures_or_openais_is_left(self, tree: Path, view: Known) -> None:
        (tree / "a.py").write_text("a = AzureOpenAI()\no = OpenAI()\nMODEL = 'gpt-4-0613'\n", "utf-8")
        plan = planned(tree, view)

        assert plan.edits == ()


@pytest.mark.parametrize(
    ("model_id", "kind"),
    [
        ("gpt-4-0314", Kind.TEXT),
        ("claude-3-haiku-20240307", Kind.TEXT),
        ("gpt-4-vision-preview", Kind.TEXT),
        ("text-embedding-ada-002", Kind.EMBEDDING),
        ("cohere.embed-english-v3", Kind.EMBEDDING),
        ("gemini-embedding-2", Kind.EMBEDDING),
        ("text-davinci-003", Kind.COMPLETION),
        ("gpt-3.5-turbo-instruct", Kind.COMPLETION),
        ("gpt-3.5-turbo", Kind.TEXT),
        ("dall-e-2", Kind.IMAGE),
        ("gemini-2.5-flash-image", Kind.IMAGE),
        ("gpt-4o-realtime-preview", Kind.REALTIME),
        ("gpt-4o-mini-transcribe", Kind.TRANSCRIPTION),
        ("whisper-1", Kind.TRANSCRIPTION),
        ("omni-moderation-latest", Kind.MODERATION),
        ("rerank-english-v3.0", Kind.RERANKING),
        ("veo-2.0-generate-001", Kind.VIDEO),
        ("canada-1", Kind.TEXT),
    ],
)
def test_the_kind_of_a_model_is_in_its_id(model_id: str, kind: Kind) -> None:
    assert kind_of(model_id) is kind
