"""Reading the files of a tree, in several processes where that is safe and worth while."""

from __future__ import annotations

import codecs
import multiprocessing
import os
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection

from monitor.scan.cache import Cache, Entry, digest
from monitor.scan.finds import Reading, Skipped
from monitor.scan.languages import NOTEBOOK, Language, language_of_script
from monitor.scan.names import Names
from monitor.scan.prefilter import Prefilter
from monitor.scan.reading import read
from monitor.scan.tree import File

MAX_SIZE = 2 * 1024 * 1024  # bytes: nobody writes longer sources by hand
MAX_NOTEBOOK = 8 * 1024 * 1024  # bytes: they carry their pictures with them

_WORTH = 400  # files for each further process: one costs some ten milliseconds
_BOMS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# UTF-32, and UTF-16 without its mark, as text begins in them; what is binary has other bytes, or is no source
_WIDE = re.compile(
    rb"\xff\xfe\0\0|\0\0\xfe\xff|(?:[\t\n\r -~]\0){2}|(?:\0[\t\n\r -~]){2}|[\t\n\r -~]\0{3}|\0{3}[\t\n\r -~]"
)

Result = tuple[str, Entry | None, Reading | None]


class Reader:
    """Reads files below a root; one for each process, as it reads into a buffer of its own."""

    def __init__(self, root: str, names: Names, cache: Cache) -> None:
        self._root = root
        self._names = names
        self._prefilter = Prefilter(names.anchors())
        self._cache = cache
        self._buffer = bytearray(MAX_SIZE + 1)

    def results(self, files: Sequence[File]) -> Iterator[Result]:
        """For each file its path, what a cache should keep of it, and what it holds; None if it is not to be read."""
        for file in files:
            try:
                yield self._result(file)
            except OSError as error:
                reason = (error.strerror or type(error).__name__).lower()
                path = file.path or file.name
                yield path, None, Reading(skipped=(Skipped(path, reason),))

    def _result(self, file: File) -> Result:
        where = f"{self._root}/{file.path}" if file.path else self._root
        path = file.path or file.name
        if not self._cache.is_used:
            return path, None, self._read(where, path, file.language)[1]
        status = os.stat(where)  # noqa: PTH116 a Path for each file would cost more than the call
        content, reading = self._read(where, path, file.language, self._cache.get(path))
        if reading is None:
            return path, None, None
        return path, Entry(status.st_size, status.st_mtime_ns, status.st_ino, content, reading), reading

    def _read(
        self, where: str, path: str, language: Language | None, known: Entry | None = None
    ) -> tuple[str, Reading | None]:
        limit = MAX_NOTEBOOK if language is NOTEBOOK else MAX_SIZE
        data = self._bytes(where, limit)
        if data is None:
            return "", Reading(skipped=(Skipped(path, f"longer than {limit >> 20} MiB"),))
        content = digest(data) if self._cache.is_used else ""
        if known and known.digest == content:
            return content, known.reading
        language = language or language_of_script(data)
        if language is None:
            return content, None
        if 0 in data[:4] and _WIDE.match(data):
            return content, Reading(skipped=(Skipped(path, "encoding not known"),))
        if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            data = data.decode("utf-16", errors="replace").encode()
        elif data.startswith(codecs.BOM_UTF8):
            data = data[len(codecs.BOM_UTF8) :]
        places = self._prefilter.places(data)
        return content, Reading() if places is None else read(data, path, language, self._names, places)

    def _bytes(self, where: str, limit: int) -> bytes | None:
        """A file's content; None if it is longer than the limit."""
        handle = os.open(where, os.O_RDONLY | os.O_CLOEXEC)
        try:
            length = os.readv(handle, [self._buffer])
            if length <= MAX_SIZE and (length < 65_536 or length == os.fstat(handle).st_size):  # noqa: PLR2004 64 KiB
                return bytes(memoryview(self._buffer)[:length])
            if os.fstat(handle).st_size > limit:
                return None
            chunks = [bytes(memoryview(self._buffer)[:length])]
            while chunk := os.read(handle, 1 << 20):
                chunks.append(chunk)
                length += len(chunk)
                if length > limit:
                    return None
            return b"".join(chunks)
        finally:
            os.close(handle)


def results(reader: Reader, files: Sequence[File], jobs: int | None) -> Iterator[Result]:
    """What each file holds, in no order. Only where forking is safe, in this and `jobs` - 1 further processes."""
    count = min(jobs or min(os.cpu_count() or 1, 8), 1 + len(files) // _WORTH)
    if count < 2 or sys.platform != "linux" or threading.active_count() > 1:  # noqa: PLR2004 two are more than one
        yield from reader.results(files)
        return
    context = multiprocessing.get_context("fork")
    children = []
    for share in range(1, count):
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_child, args=(reader, files[share::count], theirs))
        child.start()
        theirs.close()
        children.append((child, ours, share))
    yield from reader.results(files[0::count])
    for child, ours, share in children:
        try:
            found: Sequence[Result] = ours.recv()
        except EOFError:  # it was killed: its share is done here
            found = list(reader.results(files[share::count]))
        child.join()
        yield from found


def _child(reader: Reader, files: Sequence[File], answer: Connection) -> None:
    answer.send(list(reader.results(files)))
    answer.close()
