"""How long a scan of a big mixed tree takes, beside ripgrep with the same families and what peers are on the PATH.

It makes its own trees (seeded): some thousand files of a dozen kinds, of which every fortieth holds references. Each
round runs every program once, in turn; what is printed, as JSON, are the medians. Our scan runs as a process of its
own, imports and the catalog included, cold and then with its cache. What ripgrep prints are lines with a family's name
in them: it is the limit for reading a tree, not another answer to the same question. The peers read a tree of a
fortieth of the size, and so does our scan beside them, as they would take hours for the whole. flake8-llm-sunset reads
the Python of it alone, and only knows ids that it has listed; it stands there for its speed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from monitor.scan.families import STEMS

WORDS = (  # noqa: SIM905 many plain words read best split
    "account adapter amount array async balance batch buffer build cache channel client command config context count "
    "create cursor data date default delete embed engine entry error event fetch field file filter format handler "
    "header index input item key label length limit line list load logger map match message method model module name "
    "node number object offset option order output page parse path pattern payload point pool price process profile "
    "query queue range record region report request resource response result route schema scope select sender service "
    "session setting shape signal size source stack state status step store stream string table target task text theme "
    "thread time title token total trace tree type update user value vector vendor version view widget window writer"
).split()
REFERENCES = (
    "gpt-4o", "gpt-4-0613", "openai/gpt-4-0314", "claude-3-haiku-20240307", "gemini-1.5-pro", "mistral-large-2407",
    "us.anthropic.claude-3-haiku-20240307-v1:0", "vertex_ai/claude-3-5-sonnet@20240620", "command-r-plus", "gpt-9-mini",
)  # fmt: skip
LINES = {
    "py": '    {0}_{1} = self.{2}.{3}({4}, {0}="{1} {2}", limit={5})  # {3} the {4}\n',
    "ts": "  const {0}{5} = await this.{1}.{2}({{ {3}: '{4}', {0}: {5} }}); // {1} {2}\n",
    "js": "  {0}.{1}(function ({2}) {{ return {3}['{4}'] + {5}; }});\n",
    "go": '\t{0}, err := {1}.{2}(ctx, "{3}", {5}) // {4}\n',
    "java": '        {0} {1} = new {2}Builder().{3}("{4}").limit({5}).build();\n',
    "rb": "    {0} = {1}.{2}(:{3}, '{4}') if {5} > 0\n",
    "yaml": '  {0}_{5}: "{1} {2}"\n  {3}: {4}\n',
    "json": ' "{0}{5}": {{"{1}": "{2} {3}", "{4}": {5}}},\n',
    "tf": '  {0}_{1} = "{2}-${{var.{3}}}-{4}" # {5}\n',
    "sh": '{0}="${1}/{2}" && {3} --{4}={5} # {1}\n',
    "rs": '    let {0} = {1}::{2}(&{3}, "{4}", {5})?;\n',
    "cs": '        var {0} = {1}.{2}("{3} {4}", {5});\n',
}
VALUE = {
    "yaml": "  model: {}\n", "json": ' "model": "{}",\n', "sh": "MODEL={}\n", "tf": '  model = "{}"\n',
    "py": '    model = "{}"\n', "rb": "    model = '{}'\n",
}  # fmt: skip
IN_OURS = (
    "import json, pathlib, sys\n"
    "from monitor.catalog import facts\n"
    "from monitor.scan import scan\n"
    "ids = {fact.model_id for section in facts.load().sources.values() for fact in section.facts}\n"
    "cache = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None\n"
    "print(len(scan(pathlib.Path(sys.argv[1]), ids, cache=cache).finds))\n"
)
PEERS = {
    "modelrot": ["modelrot", "--inventory", "--json", "--fail-on", "none"],
    "chowkidar": ["chowkidar", "scan"],
    "llm-model-deprecation": ["llm-deprecation", "scan"],
    "flake8-llm-sunset": ["flake8", "--isolated", "--select", "LSG"],
}


def make(root: Path, files: int) -> dict[str, int]:
    """Write the tree; how many files, bytes and references it has."""
    chance = random.Random(4)  # noqa: S311 the same tree each time, and no secret
    size = references = 0
    kinds = sorted(LINES)
    for number in range(files):
        kind = chance.choice(kinds)
        folder = root / f"part{number % 40}" / f"{chance.choice(WORDS)}{number % 200}"
        folder.mkdir(parents=True, exist_ok=True)
        lines = int(min(3_000, chance.lognormvariate(4.6, 0.9)))
        block = [
            LINES[kind].format(*chance.choices(WORDS, k=5), chance.randrange(10_000)) for _ in range(min(lines, 60))
        ]
        content = [chance.choice(block) for _ in range(lines)]
        if chance.random() < 1 / 40:
            for _ in range(3):
                line = VALUE.get(kind, '    var model = "{}";\n').format(chance.choice(REFERENCES))
                content.insert(chance.randrange(len(content)), line)
            references += 3
        text = "".join(content)
        size += len(text)
        folder.joinpath(f"{chance.choice(WORDS)}_{number}.{kind}").write_text(text)
    return {"files": files, "bytes": size, "references": references}


def timed(command: list[str], home: Path) -> tuple[float, str]:
    """The wall time of a program in seconds, and what it printed; a peer may leave its files in `home`."""
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    if command[0] != sys.executable:
        environment.pop("PYTHONPATH")
    began = time.perf_counter()
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    return time.perf_counter() - began, done.stdout


def main() -> None:
    """Make the tree, run every program in turn, print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--peers", type=Path, help="the bin folder of a virtual environment with the peers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        patterns = home / "patterns"
        patterns.write_text("\n".join(STEMS) + "\n")
        limit = {"ripgrep": ["rg", "-j2", "-n", "-i", "-F", "-f", str(patterns)]}
        whole = compared(Path(folder, "whole"), options.files, limit, options.rounds, home)
        where = os.pathsep.join(filter(None, (str(options.peers or ""), os.environ["PATH"])))
        peers = {name: [shutil.which(first, path=where) or first, *words] for name, (first, *words) in PEERS.items()}
        part = compared(Path(folder, "part"), options.files // 40, peers, options.rounds, home)
    print(json.dumps({**machine(), "limit": whole, "peers": part}, indent=1))


def compared(tree: Path, files: int, others: dict[str, list[str]], rounds: int, home: Path) -> dict[str, object]:
    """Our scan beside other programs on a tree of that many files; of programs that are not here, a note."""
    made = make(tree, files)
    ours = [sys.executable, "-c", IN_OURS, str(tree)]
    programs = {"scan": ours, "scan, warm": [*ours, str(home / f"{tree.name}.json")]}
    programs |= {name: [*command, str(tree)] for name, command in others.items() if shutil.which(command[0])}
    notes = [f"{name} is not on the PATH: not measured" for name in others if name not in programs]
    found = [int(timed(command, home)[1]) for command in (programs["scan, warm"], ours)]  # it also fills the caches
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            seconds[name].append(timed(command, home)[0])
    return {**made, "found": found[0], "programs": summary(seconds), "notes": notes}


def summary(seconds: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Median, least and most seconds of each program, and how many times our cold median that is."""
    ours = statistics.median(seconds["scan"])
    return {
        name: {
            "median_s": round(statistics.median(values), 3),
            "min_s": round(min(values), 3),
            "max_s": round(max(values), 3),
            "times_ours": round(statistics.median(values) / ours, 2),
        }
        for name, values in seconds.items()
    }


def machine() -> dict[str, str | int | None]:
    """What it ran on."""
    return {"machine": platform.platform(), "cpus": os.cpu_count(), "python": platform.python_version()}


if __name__ == "__main__":
    main()
