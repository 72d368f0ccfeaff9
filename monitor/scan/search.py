"""The references in a text, language by language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from monitor.core.references import AND_SO_ON, parse
from monitor.scan import clients, deployments, joined, languages, notebooks, proxies, python, told, values
from monitor.scan.clients import Meaning
from monitor.scan.joined import Beside
from monitor.scan.languages import Language, Span, span_at
from monitor.scan.names import Names, Verdict
from monitor.scan.positions import says_model
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
        hits = sorted(_in_python(file, candidates, names))
    else:
        found = (_lexical(file.text, candidate, language, names) for candidate in candidates)
        hits = _in_context(file.text, language, sorted(hit for hit in found if hit))
    if hits and (meant := told.around(file.text, language)):
        hits = list(_told(file.text, meant, hits))
    return _counting(hits)


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


def _told(text: str, says: Callable[[int, str, bool], str | None], hits: list[Hit]) -> Iterator[Hit]:
    """The hits as what stands right beside them has it: a version of Azure's, or a provider."""
    for hit in hits:
        written = text[hit.start : hit.end] + (AND_SO_ON if hit.reference.endswith(AND_SO_ON) else "")
        is_bare = "/" not in written and parse(written).provider is None
        is_read = hit.reference in {written, f"{clients.AZURE}/{written}"}
        meant = says(hit.start, written, hit.counts) if is_bare and is_read else written
        if meant == written:
            yield hit
        elif meant:
            exact = hit.exact and meant.partition("/")[2] == written
            yield hit._replace(reference=meant, exact=exact, counts=True, candidates=())


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
    texts = languages.heredocs(file.text) if language is languages.HCL else []
    for word, verdict in judged:
        span = span_at(spans, word.start)
        if span and language is languages.SCRIPT:
            span = language.in_template(file.text, span, word.start)
        bare = language.bare or any(start <= word.start < end for start, end in texts)
        if not (span.comment if span else not bare):
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
    beside = None
    if span is None:
        place = values.bare(text, word, words=words)
    elif language is languages.HCL and values.is_block_label(text, span):
        return None
    else:
        beside = joined.in_text(text, span, language)
        word = joined.extended(text, word, span, beside)
        place = values.in_string(text, word, span, names, sure=verdict.sure)
        if place and language is languages.HCL and not (verdict.sure or place.model):
            place = place._replace(model=values.is_default_of_model(text, span))
        if place and not verdict.sure and language.bare and not place.model:
            around = values.bare(text, Word(span.start, span.end), words=words)
            place = place._replace(model=around is not None and around.model)
    return _hit(text, candidate._replace(word=word), place, beside, names) if place else None


def _hit(
    text: str, candidate: _Candidate, place: values.Place, beside: Beside | None, names: Names, *, model: bool = False
) -> Hit | None:
    """The hit of a candidate at a place; None where what it is joined with makes something else of it.

    `model`: what stands around the place says that it is a model.
    """
    word, verdict, span = candidate
    written = reference = text[word.start : word.end]
    if joined.is_open(text, word):
        reference += AND_SO_ON
    elif beside and span:
        first, last = word.start == span.inner, word.end == span.close
        reference = joined.complete(written, beside, first=first, last=last)
    if reference.endswith(AND_SO_ON):
        verdict = Verdict(known=False, sure=verdict.sure)
    elif reference != written:
        whole = names.judge(reference)
        if whole is None:
            return None
        model = model or (span is not None and says_model(text, span.start))
        return Hit(word.start, word.end, reference, whole.known, exact=False, counts=whole.sure or model)
    exact = place.exact and beside is None and not (word.opened or word.continued)
    return Hit(word.start, word.end, reference, verdict.known, exact, verdict.sure or place.model or model)


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
                theirs = hit._replace(exact=False) if literal.called == {clients.ELSEWHERE} else hit
                yield theirs.meaning(clients.meaning(hit.reference, literal.called, literal.made))
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
    beside = literal.beside
    if (literal.start, literal.end) != (span.start, span.end):  # several strings side by side are one
        if literal.value is not None:
            yield from _in_several(literal, word, names)
            return
        beside = Beside(open=span.end < literal.end)
    word = joined.extended(text, word, span, beside)
    place = values.in_string(text, word, span, names, sure=verdict.sure)
    if place:
        hit = _hit(text, candidate._replace(word=word), place, beside, names, model=literal.model)
        yield from [hit] if hit else []


def _in_several(literal: python.Literal, word: Word, names: Names) -> Iterator[Hit]:
    """The reference that several strings side by side are as a whole."""
    reference = value = (literal.value or "").strip()
    if literal.beside:
        reference = joined.complete(value, literal.beside, first=True, last=True)
    verdict = names.judge(reference.removesuffix(AND_SO_ON))
    if verdict and (verdict.sure or literal.model):
        known = verdict.known and not reference.endswith(AND_SO_ON)
        yield Hit(word.start, word.end, reference, known, exact=False)


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
        hits = _called(references(Text(cell.source, inside, []), cell.language, names), meant, moved=begins[id(cell)])
        if cell.orders:
            hits += references(Text(cell.orders, inside, []), languages.SHELL, names)
        for hit in hits:
            start = cell.outside(hit.start)
            found.append(hit._replace(start=start, end=start + hit.end - hit.start))
    return sorted(found)
