"""What variables and local values give to Azure's deployments, over all files of a folder of Terraform.

    variable "model" { default = "gpt-4o" }      locals { version = "2024-05-13" }      model_version = "2024-08-06"
    model { format = "OpenAI", name = var.model, version = local.version }

A literal by which a deployment's model is named is Azure's model, where the literal stands. A value counts only where
the folder has one of it: what differs from one file of values to the next is known in that file alone, and is left
open elsewhere. What a caller of the module or the command line gives is not seen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.scan import languages
from monitor.scan.deployments import Block, around, has_deployments, is_model, outline, reference
from monitor.scan.finds import Find

MAX_SIZE = 2 * 1024 * 1024  # bytes, as elsewhere in a scan

_ENDINGS = (".tf", ".tfvars")
_VARIABLE = re.compile(r"""\bvariable\s+"([\w-]+)"\s*\{""")
_Model = tuple[str, Block, str]  # the variable or local value that names it, its block, and the code
_ASSIGNED = re.compile(r"""^[ \t]*([\w-]+)[ \t]*=[ \t]*"([\w.-]+)"[ \t]*,?[ \t]*$""", re.MULTILINE)


@dataclass(eq=False, slots=True)
class _File:
    """A file of Terraform. `values` are what it gives by name, and `places` where each such value begins."""

    text: str
    code: str
    root: Block
    values: dict[str, str]
    places: dict[int, str]

    def offset(self, find: Find) -> int:
        """Where in the text a find begins."""
        return sum(len(line) + 1 for line in self.text.split("\n")[: find.line - 1]) + find.start


def resolved(root: Path, finds: Iterable[Find], paths: Sequence[str]) -> list[Find]:
    """The finds, with those in Terraform as what the other files of their folder say has them.

    `paths` are the files that were scanned below the root; of no other is anything read.
    """
    folders: defaultdict[str, list[Find]] = defaultdict(list)
    found: list[Find] = []
    for find in finds:
        (folders[_folder(find.path)] if find.path.endswith(_ENDINGS) else found).append(find)
    texts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path in paths if folders else ():
        if path.endswith(_ENDINGS) and _folder(path) in folders:
            texts[_folder(path)][path] = _text(root / path)
    for folder, of_folder in folders.items():
        if any(map(has_deployments, texts[folder].values())):
            found += _in_folder(of_folder, {path: _file(path, text) for path, text in texts[folder].items()})
        else:
            found += of_folder
    return found


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _text(where: Path) -> str:
    """A file's text; empty where the scan has said already why it cannot be read."""
    try:
        data = where.read_bytes() if where.stat().st_size <= MAX_SIZE else b""
    except OSError:
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _file(path: str, text: str) -> _File:
    code, root = outline(text, languages.HCL)
    file = _File(text, code, root, {}, {})
    for name, value, place in _tfvars(code) if path.endswith(".tfvars") else _declared(code, root):
        file.values[name] = value
        file.places[place] = name
    return file


def _tfvars(code: str) -> Iterator[tuple[str, str, int]]:
    for match in _ASSIGNED.finditer(code):
        yield f"var.{match[1]}", match[2], match.start(2)


def _declared(code: str, root: Block) -> Iterator[tuple[str, str, int]]:
    """The defaults of variables, and local values."""
    for variable in _VARIABLE.finditer(code):
        block = root.at(variable.end())
        if value := block.value(code, "default"):
            yield f"var.{variable[1]}", value, code.find(f'"{value}"', block.start, block.end) + 1
    for block in root.inner:
        for match in _ASSIGNED.finditer(code, block.start, block.end) if block.name == "locals" else ():
            if root.at(match.start()) is block:
                yield f"local.{match[1]}", match[2], match.start(2)


def _in_folder(finds: Sequence[Find], files: Mapping[str, _File]) -> Iterator[Find]:
    everywhere: defaultdict[str, set[str]] = defaultdict(set)
    for file in files.values():
        for name, value in file.values.items():
            everywhere[name].add(value)
    given = {name: next(iter(values)) for name, values in everywhere.items() if len(values) == 1}
    models = [found for file in files.values() for found in _models(file)]
    for find in finds:
        holder = files.get(find.path)
        if holder is None or not (models or given):
            yield find
        elif told := _meant(find, holder, models, given):
            yield find if told == find.reference else replace(find, reference=told, exact=False)


def _meant(find: Find, file: _File, models: Sequence[_Model], given: Mapping[str, str]) -> str | None:
    """The reference that a find means; None where it names a deployment whose model is known."""
    place = file.offset(find)
    written = file.text[place : place + find.end - find.start]
    if name := file.places.get(place):
        known = {**given, **file.values}
        meant = {reference(block, code, written, known) for by, block, code in models if by == name}
        return meant.pop() if len(meant) == 1 else find.reference
    says = around(file.text, languages.HCL, given)
    told = says(place, written) if says else written
    return find.reference if told == written else told


def _models(file: _File) -> Iterator[_Model]:
    """The models of deployments whose name a variable or local value gives."""
    pending = [file.root]
    while pending:
        block = pending.pop()
        pending += block.inner
        if is_model(block, file.code) and (name := block.attribute(file.code, "name")[1]):
            yield name, block, file.code
