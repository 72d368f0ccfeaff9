"""Make the pictures of the documents: our own messages, in a browser. Run by `make pictures`; needs Chromium.

The messages for Slack are drawn as its clients draw them, as nearly as a page of HTML can; the e-mail is itself.
"""

from __future__ import annotations

# ruff: noqa: INP001 a script, no package
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

import block_kit
import sample
from png import small

from monitor.core.threads import subjects
from monitor.notify.email import render
from monitor.notify.phrase import Strong
from monitor.notify.slack import blocks
from monitor.notify.slack.buttons import State, Under
from monitor.notify.slack.parts import SlackMessage
from monitor.notify.slack.resolved import resolved

HERE = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SCALE = 1.5
WIDE, NARROW, MAIL = 720, 375, 660
TALLEST = 4_000
# In a frame, since a window is 500 pixels wide at least; a low one, since a page that fills it would answer its height.
MEASURE = """<body><iframe id="page" width="{width}" height="100" style="border:0" srcdoc="{page}"></iframe><script>
onload = () => document.title = "height=" + document.getElementById("page").contentDocument.documentElement.scrollHeight
</script></body>"""


def main() -> int:
    """Write the pictures beside this file."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write(f"No browser found: install one of {', '.join(BROWSERS)}.\n")
        return 1
    first = channel(blocks.notice(sample.notice(), under=Under(buttons=True)))
    planned = State(("Planned for ", Strong("20 March 2026"), " by ana · ranker"))
    under = Under(buttons=True, states=dict.fromkeys(subjects(sample.notice()), planned))
    decided = channel(blocks.notice(sample.notice(), under=under), resolved(sample.resolved()))
    summary = channel(blocks.notice(sample.summary(), under=Under(buttons=True)))
    email = render.digest(sample.digest(), link="https://monitor.example.org/").html
    for page, name, width, dark in (
        (first, "slack", WIDE, False),
        (first, "slack-dark", WIDE, True),
        (first, "slack-narrow", NARROW, False),
        (decided, "slack-decided", WIDE, False),
        (summary, "slack-summary", WIDE, True),
        (email, "email", MAIL, False),
        (email, "email-dark", MAIL, True),
        (email, "email-narrow", NARROW, False),
    ):
        picture(browser, page, HERE / f"{name}.png", width=width, dark=dark)
    return 0


def channel(*messages: SlackMessage) -> str:
    """The page of a channel with a message, and with what stands in its thread."""
    page = (HERE / "templates" / "slack.html").read_text("utf-8")
    head, one, tail = re.split("<!-- message -->\n", page)
    return head + "".join(one.replace("<!-- blocks -->", block_kit.draw(m.blocks)) for m in messages) + tail


def picture(browser: str, page: str, to: Path, *, width: int, dark: bool = False) -> None:
    """Photograph a whole page; its height is asked of the browser first."""
    with tempfile.TemporaryDirectory() as folder:
        source, measure = Path(folder, "page.html"), Path(folder, "measure.html")
        source.write_text(page, "utf-8")
        measure.write_text(MEASURE.format(width=width, page=escape(page)), "utf-8")
        common = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--hide-scrollbars", f"--user-data-dir={folder}/profile", f"--force-device-scale-factor={SCALE}",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
        ]  # fmt: skip
        told = run([*common, "--dump-dom", measure.as_uri()])
        found = re.search(r"<title>height=(\d+)</title>", told)
        height = min(int(found[1]) if found else TALLEST, TALLEST)
        run([*common, f"--window-size={width},{height}", f"--screenshot={to}", source.as_uri()])
        to.write_bytes(small(to.read_bytes()))


def run(command: list[str]) -> str:
    """Run the browser and give what it prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout  # noqa: S603 our own arguments


if __name__ == "__main__":
    sys.exit(main())
