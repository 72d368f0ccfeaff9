"""Make the pictures of the README: our own messages, in a browser. Run by `make pictures`; needs Chromium.

slack.png shows the blocks as Slack draws them, as nearly as a page of HTML can; email.png and email-dark.png show the
e-mail itself.
"""

from __future__ import annotations

# ruff: noqa: INP001 a script, no package
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import sample

from monitor.notify.email import render
from monitor.notify.phrase import Code, Link, Part, Strong
from monitor.notify.slack import blocks
from monitor.notify.slack.mrkdwn import read, unescape

HERE = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SCALE = 1.5
TALLEST = 4_000
HEIGHT = "<script>document.title = 'height=' + Math.ceil(document.body.getBoundingClientRect().height)</script>"


def main() -> int:
    """Write the three pictures beside this file."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write(f"No browser found: install one of {', '.join(BROWSERS)}.\n")
        return 1
    message = blocks.notice(sample.notice())
    page = (
        (HERE / "templates" / "slack.html")
        .read_text("utf-8")
        .replace("<!-- blocks -->", as_slack_draws(message.blocks))
    )
    email = render.digest(sample.digest(), link="https://monitor.example.org/").html
    picture(browser, page, HERE / "slack.png", width=720)
    picture(browser, email, HERE / "email.png", width=660)
    picture(browser, email, HERE / "email-dark.png", width=660, dark=True)
    return 0


def picture(browser: str, page: str, to: Path, *, width: int, dark: bool = False) -> None:
    """Photograph a whole page; its height is asked of the browser first."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page.replace("</body>", f"{HEIGHT}</body>"), "utf-8")
        common = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--hide-scrollbars", f"--user-data-dir={folder}/profile", f"--force-device-scale-factor={SCALE}",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
        ]  # fmt: skip
        # a low window: a body that fills the window would answer the window's height
        told = run([*common, f"--window-size={width},100", "--dump-dom", source.as_uri()])
        found = re.search(r"<title>height=(\d+)</title>", told)
        height = min(int(found[1]) if found else TALLEST, TALLEST)
        run([*common, f"--window-size={width},{height}", f"--screenshot={to}", source.as_uri()])


def run(command: list[str]) -> str:
    """Run the browser and give what it prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout  # noqa: S603 our own arguments


def as_slack_draws(message: list[dict[str, Any]]) -> str:
    """Blocks as HTML, in the manner of Slack's clients."""
    return "\n".join(_block(block) for block in message)


def _block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f"<h3>{_words(block['text'])}</h3>"
        case "section":
            return f'<div class="section">{_words(block["text"])}</div>'
        case "context":
            return f'<div class="context">{"".join(f"<span>{_words(e)}</span>" for e in block["elements"])}</div>'
    return "<hr>"


def _words(text: dict[str, Any]) -> str:
    if text["type"] == "plain_text":
        return escape(unescape(text["text"]))
    parts = []
    for quoted, lines in groupby(text["text"].split("\n"), key=lambda line: line.startswith("> ")):
        words = "<br>".join(_line(line.removeprefix("> ")) for line in lines)
        parts.append(f"<blockquote>{words}</blockquote>" if quoted else f"<div>{words}</div>")
    return "".join(parts)


def _line(line: str) -> str:
    return "".join(map(_part, read(line)))


def _part(part: Part) -> str:
    match part:
        case Code(text):
            return f"<code>{escape(text)}</code>"
        case Strong(text):
            return f"<b>{escape(text)}</b>"
        case Link(text, url):
            return f'<a href="{escape(url)}">{escape(text)}</a>'
    return escape(part)


if __name__ == "__main__":
    sys.exit(main())
