"""Write sources.md and the list of sources in the README, from the sources themselves. Run by `make documents`."""

from __future__ import annotations

# ruff: noqa: INP001 a script, no package
import inspect
import pkgutil
import re
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from types import ModuleType

from monitor.sources import providers
from monitor.sources.spec import Source

FILE = Path(__file__).with_suffix(".md")
README = FILE.parents[1] / "README.md"
BLOCK = re.compile(r"(?<=<!-- made by `make documents` -->\n).*?(?=<!-- until here -->)", re.DOTALL)

HEAD = """# What is read

Made by `make documents` from `monitor/sources/providers/`; nobody edits it. `model-monitor source list` shows how each
source stands. An *unverified* one has not been held against a real document yet: address and shape are as documented. A
source with a key is skipped where the key is not set; another variable, another address and other limits may be set in
the configuration. *Must have* are the headings, table headers or keys without which a document is not believed, and the
smallest number of models.
"""


def main() -> int:
    """Write both."""
    FILE.write_text(text_of(), "utf-8")
    README.write_text(readme_of(README.read_text("utf-8")), "utf-8")
    sys.stderr.write(f"{FILE.name} and the list in {README.name} are written\n")
    return 0


def text_of() -> str:
    """The whole of sources.md."""
    return "\n".join([HEAD, *(_section(provider, modules) for provider, modules in modules_of_providers().items())])


def readme_of(text: str) -> str:
    """The README with its list as it should be. Raises ValueError where the marks of the list are gone."""
    if BLOCK.search(text) is None:
        raise ValueError("README.md has lost the comments around its list of sources")
    lines = [_line(provider, modules) for provider, modules in modules_of_providers().items()]
    head = ["", "| provider | what is read | key |", "| --- | --- | --- |"]
    return BLOCK.sub(lambda _: "\n".join([*head, *lines, "", ""]), text)


def modules_of_providers() -> dict[str, list[ModuleType]]:
    """The modules in which a provider's sources are; one, for most of them."""
    found: defaultdict[str, list[ModuleType]] = defaultdict(list)
    for module in pkgutil.iter_modules(providers.__path__):
        imported = import_module(f"{providers.__name__}.{module.name}")
        if imported.SOURCES:
            found[imported.SOURCES[0].provider].append(imported)
    return dict(sorted(found.items()))


def _line(provider: str, modules: list[ModuleType]) -> str:
    sources = _sources(modules)
    names = [source.id.partition("/")[2] + ("" if source.verified else " (unverified)") for source in sources]
    keys = dict.fromkeys(f"`{source.key_env}`" for source in sources if source.key_env)
    return f"| {provider} | {', '.join(names)} | {', '.join(keys)} |".replace("|  |", "| |")


def _section(provider: str, modules: list[ModuleType]) -> str:
    lines = [f"## {provider}", ""]
    for module in modules:
        lines += [inspect.getdoc(module) or "", ""]
    lines += ["| source | address | must have | key |", "| --- | --- | --- | --- |"]
    return "\n".join([*lines, *map(_row, _sources(modules)), ""])


def _sources(modules: list[ModuleType]) -> list[Source]:
    return [source for module in modules for source in module.SOURCES]


def _row(source: Source) -> str:
    guards = source.guards
    wanted = [f'"{heading}"' for heading in guards.headings]
    wanted.append(f"at least {guards.min_facts}")
    name = f"`{source.id}`" + ("" if source.verified else " *unverified*")
    address = f"<{source.url}>" if source.url else "set it in the configuration"
    if source.page_url and source.page_url != source.url:
        address += f" ([page]({source.page_url}))"
    key = f"`{source.key_env}`" if source.key_env else ""
    return f"| {name} | {address} | {', '.join(wanted)} | {key} |".replace("|  |", "| |")


if __name__ == "__main__":
    sys.exit(main())
