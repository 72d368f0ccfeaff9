"""Write documents.md: what every stored document of a provider comes to. Run by `make documents`.

The documents are those of $MONITOR_SHARED, or of `shared` beside the checkout: folder `pages`, with a MANIFEST.tsv that
says of each which source sent it, on which day, and where it is (columns source, date and path). Each is read as
`model-monitor extract` reads it. Where a document is missing that the file lists, the file stays as it is: another
folder's documents do not take the place of those that it was made from.
"""

from __future__ import annotations

# ruff: noqa: INP001 a script, no package
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from monitor.core.trust import Verdict
from monitor.errors import MonitorError
from monitor.service.extracting import extract
from monitor.service.manifest import saved_documents
from monitor.sources.registry import all_sources
from monitor.sources.spec import Source

FILE = Path(__file__).with_suffix(".md")
SHARED = Path(os.environ.get("MONITOR_SHARED") or FILE.parents[2] / "shared")
UNDATED = date(2026, 8, 22)  # the day on which a document without a date is read

HEAD = """# What every stored document comes to

Made by `make documents`; nobody edits it. The documents themselves are not part of this project: they are real pages
and lists of many dates, kept elsewhere to develop and test against. Each was read alone, as `model-monitor extract`
reads it, on its own day; one without a date on {undated}.

*Rows* are the models, or models in a scope, of which the document states something. *Unread* are cells and sentences
that were not understood; none is guessed at. The *verdict* is that on a source's first document; `reject` is right for
a document that is no lifecycle page, and the reason says why. A kind of document that has no reader of its own is held
against the reader of its provider's deprecations page, which must refuse it.
"""


@dataclass(frozen=True)
class Document:
    """One line of the manifest: which source sent the file, on which day (None: unknown), in which form."""

    source: str
    path: str
    form: str
    day: date | None

    @property
    def name(self) -> str:
        """Its path below the folder of its source."""
        return self.path.removeprefix(f"{self.source}/")


@dataclass(frozen=True)
class Outcome:
    """What a document came to; `verdict` is empty where there was no reader at all."""

    rows: int
    unread: int
    verdict: str
    reason: str


def main() -> int:
    """Read all documents and write the file."""
    if not (SHARED / "pages" / "MANIFEST.tsv").is_file():
        sys.stderr.write(f"no documents at {SHARED}: {FILE.name} stays as it is\n")
        return 0
    try:
        found = documents()
        if FILE.exists() and (missing := listed_in(FILE.read_text("utf-8")) - {(d.source, d.name) for d in found}):
            those = "1 document that" if len(missing) == 1 else f"{len(missing)} documents that"
            are = "lists is not" if len(missing) == 1 else "lists are not"
            sys.stderr.write(
                f"{those} {FILE.name} {are} at {SHARED}: it stays as it is. Add yours to the folder that it was made "
                f"from; or delete {FILE.name}, and it is made from this one alone.\n"
            )
            return 0
        FILE.write_text(text_of(outcomes(found)), "utf-8")
    except MonitorError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    sys.stderr.write(f"{FILE.name} is written\n")
    return 0


def documents() -> list[Document]:
    """All documents of the manifest, by source and day. Raises UsageError where it is not as it should be."""
    pages = SHARED / "pages"
    found = [
        Document(saved.source_id, saved.path.relative_to(pages).as_posix(), saved.path.suffix[1:], saved.day)
        for saved in saved_documents(pages / "MANIFEST.tsv")
    ]
    return sorted(found, key=lambda d: (d.source, d.day or UNDATED, d.path))


def listed_in(text: str) -> set[tuple[str, str]]:
    """The documents that the file lists: source, and path below the folder of it."""
    found: set[tuple[str, str]] = set()
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        source = section.partition("\n")[0]
        found |= {(source, row) for row in re.findall(r"^\| (\S+) \| (?:\d|unknown)", section, re.MULTILINE)}
    return found


def outcomes(listed: Iterable[Document]) -> Iterator[tuple[Document, Outcome]]:
    """Each document with what it came to. Each source is named on standard error as it is begun."""
    readers = all_sources()
    for source_id, group in groupby(listed, key=lambda d: d.source):
        mine = list(group)
        sys.stderr.write(f"{source_id}: {len(mine)}\n")
        for document in mine:
            yield document, _outcome(document, reader_of(source_id, readers))


def reader_of(source_id: str, readers: Mapping[str, Source]) -> Source | None:
    """The source that reads these documents: their own, or else their provider's deprecations page."""
    return readers.get(source_id) or readers.get(f"{source_id.partition('/')[0]}/deprecations")


def _outcome(document: Document, reader: Source | None) -> Outcome:
    if reader is None:
        return Outcome(0, 0, "", "no reader")
    found = extract(reader, SHARED / "pages" / document.path, document.day or UNDATED)
    reason = found.judgement.reason.partition("; the first:")[0]  # what follows is the page's own header
    return Outcome(len(found.reading.facts), len(found.reading.unread), found.judgement.verdict.value, reason)


def text_of(found: Iterable[tuple[Document, Outcome]]) -> str:
    """The whole file."""
    by_source = {source: list(group) for source, group in groupby(found, key=lambda pair: pair[0].source)}
    parts = [HEAD.format(undated=f"{UNDATED:%-d %B %Y}"), _summary(by_source)]
    parts += [_section(source, pairs) for source, pairs in by_source.items()]
    return "\n".join(parts)


def _summary(by_source: Mapping[str, list[tuple[Document, Outcome]]]) -> str:
    lines = [
        "| source | documents | admitted | not admitted | rows | unread |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    totals = [0] * 5
    for source, pairs in by_source.items():
        each = [outcome for _, outcome in pairs]
        admitted = sum(o.verdict == Verdict.ADMIT.value for o in each)
        counts = [len(each), admitted, len(each) - admitted, sum(o.rows for o in each), sum(o.unread for o in each)]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        lines.append(f"| [{source}](#{source.replace('/', '')}) | {' | '.join(f'{count:,}' for count in counts)} |")
    lines.append(f"| all | {' | '.join(f'{count:,}' for count in totals)} |")
    return "\n".join([*lines, ""])


def _section(source: str, pairs: Iterable[tuple[Document, Outcome]]) -> str:
    readers = all_sources()
    reader = reader_of(source, readers)
    lines = [f"## {source}", ""]
    if reader is not None and source not in readers:
        lines += [f"No reader of its own; held against that of {reader.id}.", ""]
    lines += ["| document | date | format | rows | unread | verdict |", "| --- | --- | --- | ---: | ---: | --- |"]
    for document, outcome in pairs:
        verdict = ": ".join(filter(None, (outcome.verdict, _cell(outcome.reason))))
        day = document.day or "unknown"
        lines.append(f"| {document.name} | {day} | {document.form} | {outcome.rows} | {outcome.unread} | {verdict} |")
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


if __name__ == "__main__":
    sys.exit(main())
