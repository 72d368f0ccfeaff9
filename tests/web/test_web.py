"""The HTTP interface and the page, over a real server on loopback."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from bs4 import BeautifulSoup

from monitor import config
from monitor.core.alerts import Place
from monitor.core.decisions import DecisionKind
from monitor.service import administration, deciding
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.deciding import Wish
from monitor.store import tables
from monitor.store.engine import transaction
from monitor.store.states import Owner
from monitor.web import pages, pinned
from monitor.web.server import serving

DAY = date(2026, 11, 22)


@dataclass
class Answer:
    status: int
    body: str
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Browser:
    url: str
    service: Service

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: object = None,
        token: str = "",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = {"Content-Type": "application/json", **(headers or {})}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return Answer(answer.status, answer.read().decode(), dict(answer.headers))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode(), dict(error.headers))

    def token(self, name: str, scope: str) -> str:
        return administration.create_token(self.service, name, scope=scope, who="test")


TEAM = '[web]\nport = 0\n[[teams]]\nname = "search"\n'


@contextmanager
def browsing(folder: Path, team: str = TEAM) -> Iterator[Browser]:
    path = folder / "config.toml"
    path.write_text(
        f'[database]\nurl = "sqlite:///{folder / "monitor.db"}"\n{team}'
        '[[projects]]\nname = "ranker"\nteam = "search"\npins = ["openai/gpt-4-0314", "openai/no-such-model"]\n'
    )
    with assembled(config.load(path, {}), {}, day=DAY) as service, serving(service) as url:
        yield Browser(url, service)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with browsing(tmp_path) as opened:
        yield opened


def test_it_says_that_it_is_alive(browser: Browser) -> None:
    assert browser.ask("/healthz").json == {"status": "ok", "healthy": False}


def test_alive_is_not_healthy_until_sources_are_polled(browser: Browser) -> None:
    with transaction(browser.service.engine) as session:
        session.get_one(tables.Source, "openai/deprecations").last_polled_at = browser.service.clock.now()

    assert browser.ask("/healthz").json == {"status": "ok", "healthy": True}


def test_the_page_names_what_is_at_risk_and_how_old_the_facts_are(browser: Browser) -> None:
    page = browser.ask("/")

    assert page.status == 200
    assert "openai/gpt-4-0314" in BeautifulSoup(page.body, "html5lib").text
    assert "2026-03-26" in page.body
    assert "bundled catalog" in page.body
    assert "openai/no-such-model" in page.body
    assert "id unknown to every source (typo? private deployment?): openai/" in page.body
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_that_alerts_are_at_risk_stands_above_all_else(browser: Browser) -> None:
    soup = BeautifulSoup(browser.ask("/").body, "html5lib")

    (said,) = soup.select("h1 + .alarm > li")
    assert said.text.startswith("no source has ever been polled")


def test_what_is_decided_about_a_pin_that_nobody_watches_stands_beside_it(browser: Browser) -> None:
    wish = Wish(DecisionKind.WAIVED, date(2027, 1, 31), reason="a test model of ours")
    deciding.decide(browser.service, "ranker", "openai/no-such-model", wish, who="ana")

    (item,) = [li.text for li in BeautifulSoup(browser.ask("/").body, "html5lib").select("h2 + ul > li")][:1]
    (found,) = [
        f
        for f in browser.ask("/api/v1/projects/ranker/findings").json["findings"]
        if f["reference"] == "openai/no-such-model"
    ]

    assert "openai/no-such-model" in item
    assert "waived until 2027-01-31 by ana: a test model of ours" in item
    assert (found["decision"]["kind"], found["decision"]["by"]) == ("waived", "ana")


def test_every_pinned_model_has_its_date_on_a_page_and_what_nobody_knows_is_not_ok(browser: Browser) -> None:
    for reference in ("openai/gpt-5.5", "openai/gpt-4o-2024-05-13"):
        administration.add_pin(browser.service, "ranker", Place(reference), who="test", owner=Owner.API)

    soup = BeautifulSoup(browser.ask("/pins").body, "html5lib")
    rows = [[" ".join(cell.text.split()) for cell in row.select("td")][:3] for row in soup.select("tbody tr")]

    assert ["openai/gpt-4-0314", "2026-03-26", "retired"] in rows
    assert ["openai/no-such-model", "not known", "unknown"] in rows
    assert {stands for model, _, stands in rows if model == "openai/gpt-5.5"} == {"ok"}
    assert len(rows) == 4
    assert soup.select_one("p a")["href"] == "/"


def test_a_row_says_when_it_retired_and_what_changes_with_each_model_to_move_to(browser: Browser) -> None:
    browser.ask("/api/v1/projects/ranker/pins", "POST", {"reference": "anthropic/claude-opus-4-20250514"})
    rows = BeautifulSoup(browser.ask("/").body, "html5lib").select("tbody tr")
    told = {
        row.select_one("td").text.partition(" ")[0]: [" ".join(cell.text.split()) for cell in row.select("td")]
        for row in rows
    }
    gpt, opus = told["openai/gpt-4-0314"], told["anthropic/claude-opus-4-20250514"]

    assert gpt[1].startswith("retired ")
    assert "2026-03-26" in gpt[1]
    assert "openai/gpt-4.1" in gpt[4]
    assert "$30 / $60 → $2 / $8 per million tokens; context 8,192 → 1,000,000" in gpt[4]
    assert "Leave out temperature, top_p, top_k or requests fail." in opus[4]


@pytest.mark.parametrize(("path", "page"), [("/", pages), ("/pins", pinned)])
def test_a_page_lists_no_more_rows_than_one_reads(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, path: str, page: ModuleType
) -> None:
    for reference in ("openai/gpt-4-0613", "openai/gpt-4-32k-0314"):
        browser.ask("/api/v1/projects/ranker/pins", "POST", {"reference": reference})
    whole = BeautifulSoup(browser.ask(path).body, "html5lib").select("tbody tr")
    monkeypatch.setattr(page, "MOST_ROWS", 1)

    cut = browser.ask(path).body

    assert len(BeautifulSoup(cut, "html5lib").select("tbody tr")) == 1
    assert f"and {len(whole) - 1} more: <code>model-monitor check --format csv</code>" in cut


def test_a_row_is_a_card_on_a_narrow_screen_and_still_a_table_to_those_who_hear_it(browser: Browser) -> None:
    soup = BeautifulSoup(browser.ask("/").body, "html5lib")
    titles = [th.text for th in soup.select("table[role=table] thead[role=rowgroup] th[role=columnheader]")]

    assert soup.select("tbody[role=rowgroup] > tr[role=row]")
    for row in soup.select("tbody tr"):
        assert [cell["data-label"] for cell in row.select("td[role=cell]")] == titles
    assert "attr(data-label)" in browser.ask("/static/page.css").body


def test_a_path_breaks_after_its_slashes_and_keeps_its_file_and_line_together(browser: Browser) -> None:
    place = {"reference": "openai/gpt-4-0314", "location": "a/<b>/app.py:3"}
    browser.ask("/api/v1/projects/ranker/pins", "POST", place)

    told = browser.ask("/").body

    assert 'a/<wbr>&lt;b&gt;/<wbr><span class="whole">app.py:3</span>' in told
    assert 'openai/<wbr><span class="whole">gpt-4-0314</span>' in told


def test_what_stands_beside_a_new_pins_reference_becomes_part_of_it(browser: Browser) -> None:
    pins = "/api/v1/projects/ranker/pins"
    pin = {
        "reference": " azure/gpt-4o ",
        "version": "2024-05-13",
        "deployment": "GlobalStandard",
        "environment": " prod ",
    }

    made = browser.ask(pins, "POST", pin)
    refused = browser.ask(pins, "POST", {"reference": "openai/gpt-4o", "region": "westeurope"})

    assert (made.status, made.json["reference"]) == (201, "azure/global-standard/gpt-4o@2024-05-13")
    assert made.json["environment"] == "prod"
    assert refused.status == 422
    assert "the pin has region = 'westeurope'" in refused.json["detail"]


def test_blanks_around_a_reference_make_no_second_pin(browser: Browser) -> None:
    pins = "/api/v1/projects/ranker/pins"

    made = [browser.ask(pins, "POST", {"reference": text}).json["id"] for text in ("openai/gpt-4o", " openai/gpt-4o ")]

    assert made[0] == made[1]


def test_what_is_in_production_stands_first(browser: Browser) -> None:
    for environment in ("dev", "prod"):
        place = {"reference": "openai/gpt-4-0314", "environment": environment, "location": f"{environment}.py:3"}
        browser.ask("/api/v1/projects/ranker/pins", "POST", place)

    told = browser.ask("/").body

    assert told.index("prod.py:3") < told.index("dev.py:3")


def test_pins_are_registered_listed_and_retired_from_this_machine_while_there_is_no_token(browser: Browser) -> None:
    new = {"reference": "anthropic/claude-3-haiku-20240307", "environment": "prod", "location": "app.py:3"}
    made = browser.ask("/api/v1/projects/ranker/pins", "POST", new)
    again = browser.ask("/api/v1/projects/ranker/pins", "POST", new)

    assert made.status == 201
    assert made.json == again.json == {**new, "id": made.json["id"], "owner": "api"}
    assert new["reference"] in [pin["reference"] for pin in browser.ask("/api/v1/projects/ranker/pins").json]

    assert browser.ask(f"/api/v1/projects/ranker/pins/{made.json['id']}", "DELETE").status == 204
    assert new["reference"] not in [pin["reference"] for pin in browser.ask("/api/v1/projects/ranker/pins").json]


def test_findings_have_the_shape_of_a_check(browser: Browser) -> None:
    answer = browser.ask("/api/v1/projects/ranker/findings").json

    by_reference = {f["reference"]: f for f in answer["findings"]}
    assert answer["today"] == "2026-11-22"
    assert by_reference["openai/gpt-4-0314"]["severity"] == "retired"
    assert by_reference["openai/gpt-4-0314"]["shutdown_on"] == "2026-03-26"
    assert by_reference["openai/no-such-model"]["severity"] == "unknown"


def test_once_there_is_a_token_it_is_asked_for(browser: Browser) -> None:
    read, write = browser.token("dashboards", "read"), browser.token("ci", "write")
    pins, new = "/api/v1/projects/ranker/pins", {"reference": "openai/gpt-4"}

    assert browser.ask(pins).status == 401
    assert browser.ask(pins, token="wrong").status == 401
    assert browser.ask(pins, token=read).status == 200
    assert browser.ask(pins, "POST", new, token=read).status == 403
    assert browser.ask(pins, "POST", new, token=write).status == 201


def test_a_file_owned_pin_is_not_retired_over_the_interface(browser: Browser) -> None:
    mine = next(p for p in browser.ask("/api/v1/projects/ranker/pins").json if p["owner"] == "config")

    refused = browser.ask(f"/api/v1/projects/ranker/pins/{mine['id']}", "DELETE")

    assert refused.status == 409
    assert "file" in refused.json["detail"]


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        ("/api/v1/projects/nobody/pins", "GET", None, 404),
        ("/api/v1/projects/nobody/findings", "GET", None, 404),
        ("/api/v1/projects/ranker/pins", "POST", {"reference": "two words"}, 422),
        ("/api/v1/projects/ranker/pins", "POST", {"reference": ""}, 422),
        ("/api/v1/projects/ranker/pins", "POST", {"reference": "openai/gpt-4", "colour": "red"}, 422),
        ("/api/v1/projects/ranker/pins/999999", "DELETE", None, 404),
        ("/api/v1/projects/ranker/pins/x", "DELETE", None, 422),
        ("/nowhere", "GET", None, 404),
    ],
)
def test_bad_input_is_refused_in_words(browser: Browser, path: str, method: str, body: object, status: int) -> None:
    answer = browser.ask(path, method, body)

    assert answer.status == status
    assert answer.json["detail"]
    assert "Traceback" not in answer.body


def test_a_page_of_another_site_cannot_call_it(browser: Browser) -> None:
    foreign = {"Origin": "https://evil.example"}
    rebound = {"Host": "evil.example"}

    assert browser.ask("/api/v1/projects/ranker/pins", headers=foreign).status == 403
    assert browser.ask("/api/v1/projects/ranker/pins", headers=rebound).status == 421
    assert browser.ask("/", headers=rebound).status == 421


def test_a_request_through_a_proxy_is_not_from_this_machine(browser: Browser) -> None:
    assert browser.ask("/api/v1/projects/ranker/pins", headers={"X-Forwarded-For": "203.0.113.5"}).status == 401
    assert browser.ask("/", headers={"X-Forwarded-For": "203.0.113.5"}).status == 403


def test_an_address_in_use_is_one_line(browser: Browser, tmp_path: Path) -> None:
    from monitor.errors import ConfigError

    port = int(browser.url.rpartition(":")[2])
    path = tmp_path / "second.toml"
    path.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "second.db"}"\n[web]\nport = {port}\n')
    with (
        assembled(config.load(path, {}), {}, day=DAY) as service,
        pytest.raises(ConfigError, match=r"web\.port"),
        serving(service),
    ):
        pass


def test_a_replacement_whose_earliest_date_has_passed_says_so_on_the_page(browser: Browser) -> None:
    haiku = Place("anthropic/claude-3-haiku-20240307")
    administration.add_pin(browser.service, "ranker", haiku, who="test", owner=Owner.API)

    assert "may itself be retired any day: its earliest date, 2026-10-15, has passed" in browser.ask("/").body
