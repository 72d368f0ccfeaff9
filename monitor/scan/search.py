"""The references in a text, language by language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from monitor.scan import clients, deployments, languages, notebooks, proxies, python, values
from monitor.scan.clients import Meaning
from monitor.scan.languages import Language, Span, span_at
from monitor.scan.names import Names, Verdict
from monitor.scan.words import Word, words_at

_FENCE = re.compile(r"^[ \t]*(```+|~~~+)[ \t]*([\w+#-]*)[^\n]*\n(.*?)(?:^[ \t]*\1|\Z)", re.DOTALL | re.MULTILINE)
_FENCES = {"c#": "cs", "console": "sh", "csharp": "cs", "dockerfile": "sh", "dotenv": "env", "golang": "go",
           "javascript": "js", "kotlin": "kt", "python": "py", "ruby": "rb", "rust": "rs", "shell": "sh",
           "terraform": "tf", "typescript": "ts"}  # fmt: skip


MAX_WORDS = 5_000  # in one file: a table of all models of the world has some thousands

_SHORT = re.compile(r"o\d")
_COMPANY = 100  # characters
_DEPLOYMENT = re.compile(r"[\w.-]{2,64}")  # as Azure lets them be called


class Hit(NamedTuple):
    """A reference in a text. `counts`: its look or its position says that it is a model.

    `candidates` are the providers whose it may be, where a file makes clients of several.
    """

    start: int
    end: int
    reference: str
    known: bool
    exact: bool
    counts: bool = True
    candidates: tuple[str, ...] = ()

    def meaning(self, meant: Meaning) -> Hit:
        """The same where it is known whose client is called."""
        return self._replace(reference=meant.reference, candidates=meant.candidates)


@dataclass
class Text:
    """A decoded file, the offsets in it that the prefilter saw, and what hindered the reading."""

    text: str
    places: list[int]
    problems: list[str]

    @cached_property
    def lines(self) -> list[int]:
        """The offset at which each line begins."""
        return [0, *(match.end() for match in re.finditer(r"\r\n?|\n" if "\r" in self.text else "\n", self.text))]

    def line_of(self, position: int) -> int:
        """The number of the line that holds a position, from 1."""
        return bisect_right(self.lines, position)


class _Candidate(NamedTuple):
    word: Word
    verdict: Verdict
    span: Span | None


def references(file: Text, language: Language, names: Names) -> list[Hit]:
    """The references in a text, in order and none twice."""
    if language is languages.NOTEBOOK:
        return _in_notebook(file, names)
    if language is languages.MARKDOWN:
        return sorted(_in_markdown(file, names))
    candidates = list(_candidates(file, language, names))
    if language is languages.PYTHON and (candidates or clients.makes_azures(file.text)):
        return _counting(sorted(_in_python(file, candidates, names)))
    found = (_lexical(file.text, candidate, language, names) for candidate in candidates)
    return _counting(_in_context(file.text, language, sorted(hit for hit in found if hit)))


def _in_context(text: str, language: Language, hits: list[Hit]) -> list[Hit]:
    """The hits as what surrounds them has it: a deployment's model is Azure's, a proxy's own names are none."""
    if hits and language in clients.LANGUAGES:
        return _called(hits, clients.around(text, language))
    meant = None
    if hits and language in deployments.LANGUAGES:
        meant = deployments.around(text, language)
    elif hits and language is languages.YAML:
        meant = proxies.around(text)
    if meant is None:
        return hits
    found = []
    for hit in hits:
        reference = meant(hit.start, hit.reference)
        if reference == hit.reference:
            found.append(hit)
        elif reference:
            found.append(hit._replace(reference=reference, exact=False, counts=True))
    return found


def _called(hits: list[Hit], meant: Callable[[int, str], Meaning] | None, *, moved: int = 0) -> list[Hit]:
    """The hits as those that are called have it; `moved` is where their text begins in the one that says so."""
    if meant is None:
        return hits
    return [hit if hit.candidates else hit.meaning(meant(hit.start + moved, hit.reference)) for hit in hits]


def _counting(hits: list[Hit]) -> list[Hit]:
    """The hits that count. `o1` and its like may be anything, but not right beside a model: ["gpt-4o", "o1"]."""
    sure = [hit.start for hit in hits if hit.counts]
    return [
        hit
        for hit in hits
        if hit.counts or (_SHORT.fullmatch(hit.reference) and any(abs(hit.start - start) < _COMPANY for start in sure))
    ]


def _candidates(file: Text, language: Language, names: Names) -> Iterator[_Candidate]:
    """The words that are references by their look, each once, outside of comments."""
    words = words_at(file.text, file.places, names)
    judged = [(word, verdict) for word in words if (verdict := _judge(file.text, word, names))]
    if len(judged) > MAX_WORDS:
        file.problems.append(f"more than {MAX_WORDS:,} words that look like references: the first are read")
        del judged[MAX_WORDS:]
    if not judged:
        return
    spans = language.spans_at(file.text, sorted(word.start for word, _ in judged))
    for word, verdict in judged:
        span = span_at(spans, word.start)
        if not (span.comment if span else not language.bare):
            yield _Candidate(word, verdict, span)


def _judge(text: str, word: Word, names: Names) -> Verdict | None:
    written = text[word.start : word.end]
    if not written.endswith(("-", "_", ".")):
        return names.judge(written)
    head = names.judge(written.rstrip("-_."))  # a variable goes on with it: which id that makes, nobody can know
    return Verdict(known=False, sure=head.sure) if head else None


def _lexical(text: str, candidate: _Candidate, language: Language, names: Names) -> Hit | None:
    """The reference of a candidate if it stands where a value stands."""
    word, verdict, span = candidate
    words = language is languages.SHELL
    if span is None:
        place = values.bare(text, word, words=words)
    elif language is languages.HCL and values.is_block_label(text, span):
        return None
    else:
        place = values.in_string(text, word, span, names, sure=verdict.sure)
        if place and language is languages.HCL and not (verdict.sure or place.model):
            place = place._replace(model=values.is_default_of_model(text, span))
        if place and not verdict.sure and language.bare and not place.model:
            around = values.bare(text, Word(span.start, span.end), words=words)
            place = place._replace(model=around is not None and around.model)
    return _hit(text, word, verdict, place, model=place.model) if place else None


def _hit(text: str, word: Word, verdict: Verdict, place: values.Place, *, model: bool) -> Hit:
    exact = place.exact and not (word.opened or word.continued)
    return Hit(word.start, word.end, text[word.start : word.end], verdict.known, exact, verdict.sure or model)


def _in_python(file: Text, candidates: list[_Candidate], names: Names) -> Iterator[Hit]:
    """The references in Python, by its own syntax tree; by the look of its strings if it does not parse."""
    text = file.text
    plausible = [candidate for candidate in candidates if candidate.span]
    if not plausible and not clients.makes_azures(text):
        return
    wanted = {file.line_of(candidate.word.start) for candidate in plausible}
    try:
        literals = python.literals(text, file.lines, wanted)
    except python.Unparsed as problem:
        file.problems.append(f"not read as Python but by its look: {problem}")
        found = (_lexical(text, candidate, languages.PYTHON, names) for candidate in plausible)
        yield from _called([hit for hit in found if hit], clients.around(text, languages.PYTHON))
        return
    starts, named = [literal.start for literal in literals], set[int]()
    for candidate in plausible:
        index = bisect_right(starts, candidate.word.start) - 1
        if index >= 0 and candidate.word.start < literals[index].end and not literals[index].alone:
            literal = literals[index]
            for hit in _in_literal(text, candidate, literal, names) if literal.deployment is not None else ():
                named.add(literal.start)
                yield hit.meaning(clients.meaning(hit.reference, literal.called, literal.made))
    for literal in literals:
        if literal.deployment and literal.value and literal.start not in named and _DEPLOYMENT.fullmatch(literal.value):
            start = text.find(literal.value, literal.start, literal.end)
            if start >= 0:
                yield Hit(
                    start, start + len(literal.value), f"{clients.AZURE}/{literal.value}", known=False, exact=False
                )


def _in_literal(text: str, candidate: _Candidate, literal: python.Literal, names: Names) -> Iterator[Hit]:
    word, verdict, span = candidate
    if span is None:
        return
    if (literal.start, literal.end) != (span.start, span.end):  # several strings side by side are one
        if literal.value is not None and literal.start == span.start:
            whole = names.judge(literal.value.strip())
            if whole and (whole.sure or literal.model):
                yield Hit(word.start, word.end, literal.value.strip(), whole.known, exact=False)
        return
    place = values.in_string(text, word, span, names, sure=verdict.sure)
    if place:
        yield _hit(text, word, verdict, place, model=place.model or literal.model)


def _in_markdown(file: Text, names: Names) -> Iterator[Hit]:
    """What stands in code: whole code spans, and fenced blocks by their own language."""
    fences = [match.span() for match in _FENCE.finditer(file.text)]
    for match in _FENCE.finditer(file.text):
        start, end = match.span(3)
        inside = [place - start for place in file.places if start <= place < end]
        name = match[2].lower()
        language = languages.ENDINGS.get(_FENCES.get(name, name), languages.SHELL)
        if inside and language not in {languages.MARKDOWN, languages.NOTEBOOK}:
            part = Text(match[3], inside, [])
            for hit in references(part, language, names):
                yield hit._replace(start=hit.start + start, end=hit.end + start)
    outside = [place for place in file.places if not any(start <= place < end for start, end in fences)]
    for word in words_at(file.text, outside, names):
        verdict = _judge(file.text, word, names)
        quotes = file.text[word.start - 1 : word.start] + file.text[word.end : word.end + 1]
        if verdict and verdict.sure and quotes == "``":
            yield Hit(word.start, word.end, file.text[word.start : word.end], verdict.known, exact=True)


def _in_notebook(file: Text, names: Names) -> list[Hit]:
    """The references in a notebook's code cells, at their places in the file."""
    found = []
    try:
        cells = list(notebooks.cells(file.text))
    except ValueError as problem:
        file.problems.append(f"not read as a notebook but as JSON: {problem}")
        return references(file, languages.JSON, names)
    whole = "\n".join(cell.source for cell in cells)
    meant = clients.around(whole, languages.PYTHON)  # a client is made in one cell and called in others
    begins = dict(zip(map(id, cells), accumulate((len(cell.source) + 1 for cell in cells), initial=0), strict=False))
    for cell in cells:
        inside = [position for place in file.places if (position := cell.inside(place)) is not None]
        if not inside:
            continue
        part = Text(cell.source, inside, [])
        language = languages.PYTHON if cell.language == "python" else languages.HASHED
        for hit in _called(references(part, language, names), meant, moved=begins[id(cell)]):
            start = cell.outside(hit.start)
            found.append(hit._replace(start=start, end=start + hit.end - hit.start))
    return sorted(found)
