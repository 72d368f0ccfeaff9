"""Files that people already have -> the models that they name, and how often those are used.

Pure readers: bytes in, what they say out; nothing is fetched, resolved or registered here. Everything in a file is
foreign and untrusted. Sizes, counts and depths are bounded, and a file that cannot be read is an UnreadableDocument
whose message continues a sentence that begins with the file's name: "line 3 is no JSON: …".

    reading.py                     which reader a file needs, by what it holds
    lines.py, pin_sheets.py, pin_lists.py, litellm.py, terraform.py, cyclonedx.py     one format each
    usage_reading.py               the same for usage
    usage_pages.py, usage_sheets.py, spend_logs.py     one kind each
    decoding.py, json_tree.py, yaml_tree.py, sheet.py     bytes -> text -> values, bounded
"""

from __future__ import annotations

from monitor.imports.decoding import MAX_BYTES
from monitor.imports.entries import Contents, Entry, Unread
from monitor.imports.reading import FORMATS, read
from monitor.imports.usage_reading import USAGE_FORMATS, read_usage
from monitor.imports.uses import Usage, Use

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "USAGE_FORMATS",
    "Contents",
    "Entry",
    "Unread",
    "Usage",
    "Use",
    "read",
    "read_usage",
]
