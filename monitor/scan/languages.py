"""Which files are read, and what a comment and a string look like in each language.

Only what a search for whole literals needs: strings end with their line unless their marks say otherwise, and a mark
that is never closed opens nothing, so that one odd line cannot hide the rest of a file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_HEREDOC = re.compile(r"<<[-~]?(\w+)\s*$")
_PREFIX = re.compile(r"\b[rRbBuUfFtT]{1,2}$")


class Span(NamedTuple):
    """A comment or string in a text, from `start` to `end`; what a string holds is from `inner` to `close`."""

    start: int
    end: int
    inner: int
    close: int
    comment: bool


@dataclass(frozen=True, slots=True)
class Language:
    """How a language is read. `bare`: a value may stand there without quotes; `prefixed`: strings as in r"" or f"".

    The named groups of `lexer` are what its strings hold: one that begins with `c` is a comment, and one that begins
    with `l` a list of words, of which each is a string.
    """

    name: str
    lexer: str
    bare: bool = False
    prefixed: bool = False

    def spans(self, text: str) -> list[Span]:
        """All comments and strings of a text."""
        return [span for match in self._matches(text) for span in self._spans(match, text)]

    def spans_at(self, text: str, positions: Sequence[int]) -> list[Span]:
        """The comments and strings that hold one of the positions, which are sorted: few of thousands do."""
        found: list[Span] = []
        wanted, i = [*positions, len(text) + 1], 0
        for match in self._matches(text) if positions else ():
            end = match.end()
            if end <= wanted[i]:
                continue
            while wanted[i] < match.start():
                i += 1
            if i == len(positions):
                break
            if wanted[i] < end:
                found += self._spans(match, text)
        return found

    def in_template(self, text: str, span: Span, position: int) -> Span | None:
        """The string that holds a position of JavaScript's `${…}` in a string; that string itself outside of them."""
        begin = span.inner
        while text[span.start] == "`" and (opened := text.rfind("${", begin, position)) >= 0:
            if text.find("}", opened, position) >= 0:
                break
            inner = self.spans_at(text[opened + 2 : span.close], [position - opened - 2])
            if not inner:
                return None
            start, end, first, close = (place + opened + 2 for place in inner[0][:4])
            span = Span(start, end, first, close, comment=inner[0].comment)
            begin = span.inner
        return span

    def _spans(self, match: re.Match[str], text: str) -> list[Span]:
        """The comment or string that a match is, or the words of the list that it is."""
        start, stop = match.span()
        group = match.lastgroup or ""
        if group.startswith("c"):
            return [Span(start, stop, start, stop, comment=True)]
        inner, close = match.span(group or 0)
        if not group.startswith("l"):
            if self.prefixed and (prefix := _PREFIX.search(text, max(0, start - 2), start)):
                start = prefix.start()
            return [Span(start, stop, inner, close, comment=False)]
        ends = [(inner + word.start(), inner + word.end()) for word in re.finditer(r"\S+", text[inner:close])]
        return [Span(*both, *both, comment=False) for both in ends]

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        return re.finditer(self.lexer, text, re.DOTALL | re.MULTILINE)  # compiled once, at its first use


def heredocs(text: str) -> list[tuple[int, int]]:
    """Where the texts of HCL begin and end that go over lines: what they hold may have its values without quotes."""
    found: list[tuple[int, int]] = []
    name, begin, place = "", 0, 0
    for line in text.splitlines(keepends=True) if "<<" in text else ():
        if name and line.strip() == name:
            found.append((begin, place))
            name = ""
        elif not name and "<<" in line and (opened := _HEREDOC.search(line)):
            name, begin = opened[1], place + len(line)
        place += len(line)
    return found


def span_at(spans: list[Span], position: int) -> Span | None:
    """The span that holds a position; None where it stands in code."""
    index = bisect_right(spans, position, key=lambda span: span.start) - 1
    return spans[index] if index >= 0 and position < spans[index].end else None


def _until(mark: str, group: str, *, lines: bool = False) -> str:
    """A string between two equal marks, with backslash escapes; `lines`: it may go over several."""
    plain = rf"[^{mark}\\]*+" if lines else rf"[^{mark}\\\n]*+"
    return rf"{mark}(?P<{group}>{plain}(?:\\.{plain})*+){mark}"


def _tripled(mark: str, group: str) -> str:
    return rf"{mark * 3}(?P<{group}>(?:[^{mark}\\]++|\\.|{mark}(?!{mark}{mark}))*+){mark * 3}"


def _lexer(*parts: str) -> str:
    return "|".join(parts)


def _opening(mark: str, before: str) -> str:
    """A mark that opens something only after one of some characters, or at the begin of the text."""
    return rf"{mark}(?<![^{before}]{mark})"


# Each part begins with a plain character, what must stand before it being asked for afterwards: then the search jumps
# from one such character to the next, three times as fast as where it has to look around at each.
_DOUBLE, _SINGLE, _BACKTICK = _until('"', "d"), _until("'", "s"), _until("`", "b", lines=True)
_CHARACTER = r"'(?P<s>[^'\\\n]|\\[^\n]{1,9}?)'"  # one character; a lone mark is a lifetime, a quote, a digit separator
_REST = r"[^\n]*+"
_BLOCK = r"/\*(?P<cb>(?:[^*]++|\*(?!/))*+)\*/"
_SLASHES = rf"//(?P<c>{_REST})|{_BLOCK}"
_HASH_BEGINS = _opening("#", r"\s;(\[{,")
_HASH = rf"{_HASH_BEGINS}(?P<c>{_REST})"
# In data a mark opens a string only where a value may begin: don't, 5" and so on stand in plain text.
_VALUE_BEGINS = r"\s\[({=:,;|&<>@$`\\-"
_DATA = tuple(_opening(mark, _VALUE_BEGINS) + string[1:] for mark, string in (('"', _DOUBLE), ("'", _SINGLE)))
_TRIPLE, _TRIPLE_SINGLE = _tripled('"', "t"), _tripled("'", "u")
_WORDS = r"%[qQ]?(?:\[(?P<w>[^\]]*+)\]|\((?P<v>[^)\n]*+)\)|\{(?P<x>[^}\n]*+)\})"
_LIST = r"%[wiWI](?:\[(?P<lw>[^\]]*+)\]|\((?P<lv>[^)]*+)\)|\{(?P<lx>[^}]*+)\})"  # %w[gpt-4 gpt-4o]

PYTHON = Language("Python", _lexer(rf"#(?P<c>{_REST})", _TRIPLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE), prefixed=True)
SCRIPT = Language("JavaScript", _lexer(_SLASHES, _DOUBLE, _SINGLE, _BACKTICK))
GO = Language("Go", _lexer(_SLASHES, _DOUBLE, _CHARACTER, r"`(?P<b>[^`]*+)`"))
JAVA = Language("Java", _lexer(_SLASHES, _TRIPLE, _DOUBLE, _SINGLE))
_VERBATIM = r'"(?P<{}>(?:[^"]|"")*+)"'
SHARP = Language(
    "C#",
    _lexer(
        _SLASHES,
        r"\$@\$?" + _VERBATIM.format("v"),
        r"@\$?" + _VERBATIM.format("w"),
        _TRIPLE,
        _DOUBLE,
        _CHARACTER,
    ),
)
RUST = Language(
    "Rust",
    _lexer(
        _SLASHES,
        r'r#+"(?P<v>(?:[^"]|"(?!#))*+)"#+',
        r'r(?<!\wr)"(?P<w>[^"]*+)"',
        _until('"', "d", lines=True),
        _CHARACTER,
    ),
)
PHP = Language(
    "PHP",
    _lexer(
        _SLASHES,
        _opening("#", r"\s;") + rf"(?!\[)(?P<ch>{_REST})",
        _until('"', "d", lines=True),
        _until("'", "s", lines=True),
    ),
)
RUBY = Language(
    "Ruby",
    _lexer(
        r"=(?<=^=)begin\b(?P<cb>.*?)^=end\b",
        rf"{_HASH_BEGINS}(?!\{{)(?P<c>{_REST})",
        _DOUBLE,
        _SINGLE,
        _LIST,
        _WORDS,
    ),
)
HCL = Language("HCL", _lexer(rf"#(?P<ch>{_REST})", _SLASHES, _DOUBLE))
BICEP = Language("Bicep", _lexer(_SLASHES, _TRIPLE_SINGLE, _SINGLE))
JSON = Language("JSON", _lexer(_SLASHES, _DOUBLE))
JSON5 = Language("JSON5", _lexer(_SLASHES, _DOUBLE, _SINGLE))
SQL = Language("SQL", _lexer(rf"--(?P<c>{_REST})", _BLOCK, _SINGLE, _DOUBLE))
HASHED = Language("script", _lexer(_HASH, _DOUBLE, _SINGLE))
YAML = Language("YAML", _lexer(_HASH, r"\{\{-?\s*/\*(?P<cb>.*?)\*/\s*-?\}\}", *_DATA), bare=True)
TOML = Language("TOML", _lexer(_HASH, _TRIPLE, r"'''(?P<u>.*?)'''", _DOUBLE, _SINGLE), bare=True)
SHELL = Language("shell", _lexer(_HASH, *_DATA), bare=True)
SETTINGS = Language("settings", _lexer(r"(?P<c>^\s*[#;!][^\n]*+|(?<=\s)#[^\n]*+)", *_DATA), bare=True)
MARKDOWN = Language("Markdown", _lexer(r"<!--(?P<c>.*?)-->"), bare=True)
NOTEBOOK = Language("Jupyter", JSON.lexer)

_ENDINGS: dict[Language, str] = {
    PYTHON: "py pyi pyw",
    SCRIPT: "js jsx mjs cjs ts tsx mts cts vue svelte astro",
    GO: "go",
    JAVA: "java kt kts scala groovy gradle swift dart",
    SHARP: "cs",
    RUST: "rs c cc cpp cxx h hpp m mm zig",
    PHP: "php",
    RUBY: "rb rake gemspec",
    HCL: "tf tfvars hcl",
    BICEP: "bicep bicepparam",
    JSON: "json jsonc jsonl ndjson tfstate",
    JSON5: "json5",
    SQL: "sql",
    HASHED: "r R jl ex exs pl pm ps1 nix",
    YAML: "yaml yml tpl",
    TOML: "toml",
    SHELL: "sh bash zsh fish ksh",
    SETTINGS: "env ini cfg conf properties",
    MARKDOWN: "md mdx markdown",
    NOTEBOOK: "ipynb",
}
ENDINGS: dict[str, Language] = {ending: language for language, all_of in _ENDINGS.items() for ending in all_of.split()}

_NAMES: dict[str, Language] = {
    **dict.fromkeys(("dockerfile", "containerfile", "makefile", "gnumakefile", "procfile", "justfile"), SHELL),
    **dict.fromkeys((".bashrc", ".zshrc", ".profile", ".bash_profile", ".envrc"), SHELL),
    "jenkinsfile": JAVA,
    **dict.fromkeys(("gemfile", "rakefile", "vagrantfile"), RUBY),
}
# Files of these names hold hashes and versions of packages and no choice of anybody's.
_LOCKS = frozenset({"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml"})


def language_of(name: str) -> Language | None:
    """The language of a file by its name; None if it is of no kind that is read, or says so only in its first line."""
    _, dot, ending = name.rpartition(".")
    if dot and (language := ENDINGS.get(ending)):
        return None if name in _LOCKS else language
    lowered = name.lower()
    if lowered.startswith((".env.", "env.")):
        return SETTINGS
    if lowered.startswith(("dockerfile.", "containerfile.")) or ending == "dockerfile":
        return SHELL
    return _NAMES.get(lowered) or ENDINGS.get(ending.lower() if dot else "")


def language_of_script(first: bytes) -> Language | None:
    """The language that a first line such as `#!/usr/bin/env python3` names."""
    if not first.startswith(b"#!"):
        return None
    line = first.partition(b"\n")[0]
    for word, language in ((b"python", PYTHON), (b"node", SCRIPT), (b"ruby", RUBY), (b"php", PHP), (b"sh", SHELL)):
        if word in line:
            return language
    return None
