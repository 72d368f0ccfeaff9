"""The gate as CI systems run it: the action, the hook, and every example of docs/ci.md."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from monitor.cli.check import FORMATS, check
from monitor.cli.program import program

CHECKOUT = Path(__file__).resolve().parent.parent
DOCUMENT = (CHECKOUT / "docs" / "ci.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```(\w+)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
ACTION = yaml.safe_load((CHECKOUT / "action.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text("utf-8"))
OURS = "OWNER/model-deprecation-monitor@COMMIT"
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
TODAY = "2026-08-22"
PROJECT = """
[[teams]]
name = "search"
[[projects]]
name = "ranker"
team = "search"
pins = ["openai/gpt-4-0314"]
"""


def examples(language: str) -> list[str]:
    return [text for found, text in EXAMPLES if found == language]


def workflows() -> list[dict[Any, Any]]:
    loaded = map(yaml.safe_load, examples("yaml"))
    return [document for document in loaded if "jobs" in document]


def schema(name: str) -> Any:
    """One of the schemas that check-jsonschema carries."""
    files = metadata.files("check-jsonschema") or ()
    return json.loads(next(f for f in files if f.parts[-2:] == ("vendor", f"{name}.json")).read_text("utf-8"))


def validate(document: Any, name: str) -> None:
    rules = schema(name)
    jsonschema.validators.validator_for(rules)(rules).validate(document)


def as_github_reads(document: dict[Any, Any]) -> dict[str, Any]:
    """YAML 1.1 takes the key `on` for true; GitHub does not."""
    return {"on" if key is True else key: value for key, value in document.items()}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with the model of the document's example, waived there as it says, and one that nobody waived."""
    (waived,) = examples("python")
    root = tmp_path / "tree"
    (root / "services").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "waived.py").write_text(waived, "utf-8")
    (root / "services" / "rank.py").write_text('MODEL = "gpt-4-0314"\n', "utf-8")
    return root


@pytest.fixture
def shell(tmp_path: Path, tree: Path) -> Iterator[Any]:
    """Runs bash in the tree as GitHub does, with our command on the path and where the action installs it."""
    bin_folder = tmp_path / "temp" / "model-monitor" / "bin"
    bin_folder.mkdir(parents=True)
    command = bin_folder / "model-monitor"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m monitor --today {TODAY} "$@"\n', "utf-8")
    command.chmod(0o755)

    def run(script: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],  # noqa: S607 as runners do
            cwd=tree,
            env={
                "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(CHECKOUT),
                "RUNNER_TEMP": str(tmp_path / "temp"),
                "GITHUB_OUTPUT": str(tmp_path / "output"),
                **environ,
            },
            check=False,
            capture_output=True,
            text=True,
        )

    return run


class TestDocument:
    def test_every_example_is_of_a_kind_that_a_test_looks_at(self) -> None:
        kinds = {language for language, _ in EXAMPLES}

        assert kinds == {"console", "python", "yaml", "groovy"}
        assert [len(examples(kind)) for kind in ("console", "python", "yaml", "groovy")] == [3, 1, 4, 1]

    def test_the_commands_do_what_the_document_says(self, shell: Any, tree: Path) -> None:
        plain, strict, sarif = examples("console")[0].splitlines()

        assert shell(plain).returncode == 1
        assert shell(strict).returncode == 1
        assert shell(sarif).returncode == 1
        assert json.loads((tree / "models.sarif").read_text("utf-8"))["version"] == "2.1.0"

    def test_a_server_that_does_not_answer_is_status_2(self, shell: Any) -> None:
        (asked,) = examples("console")[1].splitlines()

        assert shell(asked.replace(":8080", ":1")).returncode == 2

    def test_the_waiver_waives_the_line_until_its_day(self, shell: Any) -> None:
        done = shell("model-monitor check --path waived.py")

        assert done.returncode == 0
        assert "Waived until 2027-01-31: moves with the ranker in January." in done.stdout

    def test_what_the_project_waived_is_passed_in_its_files(self, shell: Any, tree: Path) -> None:
        (asked,) = examples("console")[2].splitlines()
        (tree / "config.toml").write_text(PROJECT, "utf-8")
        waive = "model-monitor pin waive ranker openai/gpt-4-0314 --until 2027-01-31 --why 'off then'"
        before = shell(asked)

        assert shell(waive).returncode == 0

        assert (before.returncode, shell(asked).returncode) == (1, 0)
        assert shell(asked.replace("ranker", "indexer")).returncode == 2

    def test_every_format_has_its_sentence(self) -> None:
        section = DOCUMENT.partition("## Formats")[2].partition("\n## ")[0]

        assert {form for form in FORMATS if f"`{form}`" in section} == set(FORMATS)

    @pytest.mark.parametrize("workflow", workflows(), ids=str)
    def test_the_workflows_are_valid_and_give_the_action_inputs_that_it_has(self, workflow: dict[Any, Any]) -> None:
        validate(as_github_reads(workflow), "github-workflows")

        steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
        (ours,) = [step for step in steps if step["uses"] == OURS]
        assert set(ours["with"]) <= set(ACTION["inputs"])
        used = {step["uses"] for step in steps} - {OURS}
        assert {name for name in used if not PINNED.fullmatch(name)} <= {"github/codeql-action/upload-sarif@v4"}

    def test_what_the_workflow_uploads_is_an_output_of_the_action(self) -> None:
        named = re.findall(r"steps\.models\.outputs\.(\w+)", DOCUMENT)

        assert set(named) == set(ACTION["outputs"])

    def test_the_hook_of_the_example_exists_and_takes_its_arguments(self, shell: Any) -> None:
        (config,) = [document for document in map(yaml.safe_load, examples("yaml")) if "repos" in document]
        (wanted,) = config["repos"][0]["hooks"]
        (hook,) = [hook for hook in HOOKS if hook["id"] == wanted["id"]]

        done = shell(f"{hook['entry']} {shlex.join(wanted['args'])}")

        assert done.returncode == 1
        assert done.stdout.splitlines()[-1] == "2 references checked in 2 files: 1 retired, 1 waived"

    def test_the_gitlab_job_is_valid_and_leaves_its_report(self, shell: Any, tree: Path) -> None:
        (config,) = [document for document in map(yaml.safe_load, examples("yaml")) if "models" in document]
        validate(config, "gitlab-ci")
        job = config["models"]

        done = shell(job["script"][1])

        assert done.returncode == 1
        name = metadata.metadata("model-deprecation-monitor")["Name"]
        assert job["script"][0] == f'python -m pip install "{name} @ git+https://github.com/OWNER/{name}@COMMIT"'
        report = tree / job["artifacts"]["reports"]["junit"]
        failures = ET.parse(report).findall("*/testcase/failure")  # noqa: S314 our own document
        of_models = [failure.get("type") for failure in failures if failure.get("type") != "catalog"]
        assert of_models == ["retired"]  # whether the catalog is too old as well depends on the day

    def test_every_job_is_strict(self) -> None:
        (gitlab,) = [document for document in map(yaml.safe_load, examples("yaml")) if "models" in document]
        steps = [step for workflow in workflows() for job in workflow["jobs"].values() for step in job["steps"]]

        assert " --strict " in gitlab["models"]["script"][1]
        assert all(step["with"]["strict"] is True for step in steps if step["uses"] == OURS)

    def test_the_jenkins_step_leaves_the_report_that_is_then_read(self, shell: Any, tree: Path) -> None:
        (pipeline,) = examples("groovy")
        (command,) = re.findall(r"sh '([^']+)'", pipeline)
        (report,) = re.findall(r"junit '([^']+)'", pipeline)

        assert shell(command).returncode == 1
        assert (tree / report).exists()
        assert pipeline.count("{") == pipeline.count("}")


class TestHook:
    def test_it_says_how_it_is_installed_and_names_a_command_that_exists(self) -> None:
        (hook,) = HOOKS

        assert set(hook) == {"id", "name", "description", "entry", "language", "pass_filenames", "require_serial"}
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        words = hook["entry"].split()
        assert words[0] == "model-monitor"
        assert program.get_command(program.make_context("model-monitor", ["check"]), words[1]) is check


class TestAction:
    def script(self) -> str:
        (step,) = [step for step in ACTION["runs"]["steps"] if step.get("id") == "check"]
        assert set(step["env"]) == {f"INPUT_{name.upper()}" for name in ACTION["inputs"]}
        found: str = step["run"]
        return found

    def inputs(self, **given: str) -> dict[str, str]:
        defaults = {name: value["default"] for name, value in ACTION["inputs"].items()}
        return {f"INPUT_{name.upper()}": value for name, value in (defaults | given).items()}

    def test_it_is_a_valid_action(self) -> None:
        validate(ACTION, "github-actions")

    def test_it_uses_no_action_but_the_one_that_brings_python_pinned_by_its_hash(self) -> None:
        text = (CHECKOUT / "action.yml").read_text("utf-8")

        (used,) = re.findall(r"uses: (\S+)( +# v\d+\.\d+\.\d+)?", text)
        assert PINNED.fullmatch(used[0])
        assert used[0].startswith("actions/setup-python@")
        assert used[1]

    def test_no_input_is_a_part_of_a_script(self) -> None:
        assert [step for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")] == []

    def test_what_it_installs_is_locked_and_there(self) -> None:
        (step,) = [step for step in ACTION["runs"]["steps"] if "-m venv" in step.get("run", "")]
        (lock,) = re.findall(r'--requirement "\$GITHUB_ACTION_PATH/([^"]+)"', step["run"])

        assert (CHECKOUT / lock).is_file()
        assert "--require-hashes" in step["run"]

    def test_annotations_go_to_the_log_and_the_status_is_that_of_the_check(self, shell: Any) -> None:
        done = shell(self.script(), **self.inputs())

        assert done.returncode == 1
        assert "::error file=services/rank.py,line=1," in done.stdout

    @pytest.mark.parametrize("form", ["json", "sarif", "junit", "csv"])
    def test_a_report_is_a_file_that_the_next_step_finds(self, shell: Any, tmp_path: Path, form: str) -> None:
        done = shell(self.script(), **self.inputs(format=form))

        (line,) = (tmp_path / "output").read_text("utf-8").splitlines()
        assert done.returncode == 1
        assert done.stdout == ""
        assert Path(line.removeprefix("report=")).read_text("utf-8").strip()

    def test_strictness_and_distance_are_passed_on(self, shell: Any, tree: Path) -> None:
        (tree / "unknown.py").write_text('MODEL = "gpt-97-mini"\n', "utf-8")

        lax = shell(self.script(), **self.inputs(path="unknown.py"))
        strict = shell(self.script(), **self.inputs(path="unknown.py", strict="true"))
        far = shell(self.script(), **self.inputs(within="many"))

        assert (lax.returncode, strict.returncode, far.returncode) == (0, 3, 2)

    def test_a_server_is_passed_on(self, shell: Any) -> None:
        done = shell(self.script(), **self.inputs(server="http://127.0.0.1:1"))

        assert done.returncode == 2

    def test_a_project_is_passed_on(self, shell: Any, tree: Path) -> None:
        (tree / "config.toml").write_text(PROJECT, "utf-8")

        known = shell(self.script(), **self.inputs(project="ranker"))
        unknown = shell(self.script(), **self.inputs(project="indexer"))

        assert (known.returncode, unknown.returncode) == (1, 2)

    def test_an_input_is_data_and_never_a_command(self, shell: Any, tree: Path) -> None:
        evil = '$(touch owned); "; touch owned; #'

        done = shell(self.script(), **self.inputs(path=evil, server=evil, within=evil, project=evil))

        assert done.returncode == 2
        assert not (tree / "owned").exists()
