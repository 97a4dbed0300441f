"""The handbook ahead of everything else: finished pages with no database, no cookie, no trace, at most a second old."""

import gzip
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brotli
import pytest
from werkzeug.test import Client, TestResponse

from readiness.handbook.edition import LARGEST_PAGE, show_none
from readiness.handbook.numbers import digits
from readiness.handbook.scripts import address_of
from readiness.handbook.serving import HandbookFirst
from readiness.protocols.queries import shipped_protocols
from readiness.standards.protocols import LANGUAGES
from tests.commands import ROOT
from tests.handbook.making import DAYTON, GATE, LEEDS, PLACES, content_of, published, with_places

OWN_SCRIPTS = {f'<script src="{address_of(name)}" defer>' for name in ("phone.js", "leave.js")}


def other(_environ: Any, start_response: Any) -> Iterable[bytes]:
    start_response("418 Another", [])
    return [b"another application"]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an edition of everything that is shipped: built once, since none of these tests changes it."""
    folder = tmp_path_factory.mktemp("whole")
    published(folder, with_places(content_of(shipped_protocols())))
    return folder


@pytest.fixture
def handbook(edition: Path) -> Client:
    return Client(HandbookFirst(other, edition))


def every_address() -> list[str]:
    paths = ["/", "/offline", *(f"/protocols/{slug}" for slug in shipped_protocols())]
    return [f"{path}?lang={language}" for path in paths for language in LANGUAGES]


def every_address_at_a_site() -> list[str]:
    pages = [f"{address}&site={quote(place.code)}" for place in PLACES for address in every_address()]
    cards = [f"/sites/{quote(place.code, safe='')}" for place in (DAYTON, LEEDS, GATE)]
    return [*pages, *(f"{card}?lang={language}" for card in cards for language in LANGUAGES)]


@pytest.mark.parametrize("address", every_address())
def test_a_page_comes_whole_and_small_with_no_cookie_and_only_scripts_of_its_own(
    handbook: Client, address: str
) -> None:
    answer = handbook.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert len(answer.data) <= LARGEST_PAGE
    page = gzip.decompress(answer.data).decode()
    assert "Set-Cookie" not in answer.headers
    assert set(re.findall(r"<script[^>]*>", page)) <= OWN_SCRIPTS
    assert " style=" not in page
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert 'href="tel:911"' in page
    assert 'href="tel:988"' in page


def test_on_every_page_the_number_that_is_shown_is_the_one_that_is_dialled(handbook: Client) -> None:
    for address in every_address() + every_address_at_a_site():
        page = handbook.get(address).text
        assert "\ue000" not in page, address
        links = re.findall(r'<a[^>]*href="(?:tel|sms):([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL)
        assert links, address
        for dialled, inside in links:
            words = re.sub(r"<small>.*?</small>", "", inside)  # what to do then
            shown = [digits(number) for number in re.findall(r"\d[\d -]*\d", re.sub(r"<[^>]+>", " ", words))]
            assert digits(dialled) in shown, (address, dialled, inside)


def test_each_form_in_which_it_is_sent_is_the_same_page(handbook: Client) -> None:
    plain = handbook.get("/protocols/panic").data
    assert (
        gzip.decompress(handbook.get("/protocols/panic", headers={"Accept-Encoding": "gzip"}).data) == plain
    )
    refused = handbook.get("/protocols/panic", headers={"Accept-Encoding": "br;q=0, gzip;q=0.5"})
    assert refused.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in handbook.get("/", headers={"Accept-Encoding": "br;q=0"}).headers
    small = handbook.get("/protocols/panic", headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "br"
    assert brotli.decompress(small.data) == plain


def test_what_is_unchanged_is_not_sent_again(handbook: Client) -> None:
    tag = handbook.get("/protocols/panic").headers["ETag"]
    again = handbook.get("/protocols/panic", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_page_that_may_harm_its_reader_is_kept_nowhere_and_can_be_left(handbook: Client) -> None:
    answer = handbook.get("/protocols/home")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "Leave this page" in answer.text
    assert "Salir de esta página" in handbook.get("/protocols/home?lang=es").text
    assert "Leave this page" not in handbook.get("/protocols/panic").text


@pytest.mark.parametrize("slug", ["overdose", "aggression", "threat", "panic", "intoxication", "shock"])
def test_where_life_may_be_in_danger_the_emergency_number_is_the_first_button(
    handbook: Client, slug: str
) -> None:
    for language in LANGUAGES:
        page = handbook.get(f"/protocols/{slug}?lang={language}").text
        assert page.index('href="tel:911"') < page.index('href="tel:988"')
    page = handbook.get("/protocols/suicide").text
    assert page.index('href="tel:988"') < page.index('href="tel:911"')


def test_a_line_that_knows_more_of_a_situation_is_among_its_buttons(handbook: Client) -> None:
    def buttons(slug: str) -> str:
        return handbook.get(f"/protocols/{slug}").text.split('<div class="calls">')[1].split("</div>")[0]

    assert 'href="tel:+18002221222"' in buttons("overdose")
    assert 'href="tel:+18007997233"' in buttons("home")
    assert 'href="tel:+18007997233"' not in buttons("relative")  # named after the crisis line


def test_what_is_typed_is_posted_and_stands_in_its_field_alone(handbook: Client) -> None:
    answer = handbook.post("/search", data={"q": "he says he wants to kill himself<b>\ue000style\ue001"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert ">he says he wants to kill himself&lt;b&gt;style</textarea>" in answer.text
    assert answer.text.count("kill himself") == 1
    assert "kill himself" not in handbook.post("/search", data={"q": "panic"}).text
    assert "Leave this page" in answer.text
    rows = re.findall(r'<li><a href="(/protocols/[^"]+)">', answer.text)
    assert rows[0] == "/protocols/suicide"
    assert len(rows) >= 3
    assert answer.text.index('href="tel:988"') < answer.text.index(rows[0])


@pytest.mark.parametrize("typed", ["", "zzzz qqqq", "x" * 100_000, "\x00<script>", "日本語", "🙂"])
def test_three_protocols_are_offered_whatever_was_typed(handbook: Client, typed: str) -> None:
    found = handbook.get("/search", query_string={"q": typed[:2000], "format": "json"}).json
    assert found
    assert len(found["protocols"]) >= 3
    assert found["protocols"][0].keys() == {"slug", "title", "url"}
    assert [(line["kind"], line["call"]) for line in found["lines"]] == [
        ("emergency", "911"),
        ("crisis", "988"),
    ]
    assert handbook.post("/search", data={"q": typed}).status_code == 200


def test_a_search_in_spanish_leads_to_pages_in_spanish(handbook: Client) -> None:
    found = json.loads(handbook.get("/search?q=se+quiere+matar&lang=es&format=json").text)
    assert found["protocols"][0]["slug"] == "suicide"
    assert found["protocols"][0]["url"] == "/protocols/suicide?lang=es"
    assert found["resources"] == []
    assert found["lines"][1] == {
        "name": "988 Línea de Prevención del Suicidio y Crisis",
        "kind": "crisis",
        "call": "988",
        "press": "2",
        "text": "988",
        "text_word": "AYUDA",
        "url": "",
        "banner": "",
    }


def tongue_of(answer: TestResponse) -> str:
    found = re.search(r'<html lang="(\w+)"', answer.text)
    assert found is not None
    assert answer.headers["Content-Language"] == found[1]
    return found[1]


@pytest.mark.parametrize("path", ["/", "/protocols/panic", "/offline", "/search?q=", "/sites/dayton"])
def test_a_browser_that_would_have_spanish_gets_it_and_the_address_decides_before_it(
    handbook: Client, path: str
) -> None:
    spanish, sign = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}, "&" if "?" in path else "?"
    answer = handbook.get(path, headers=spanish)
    assert tongue_of(answer) == "es"
    assert "Accept-Language" in answer.headers["Vary"]
    assert tongue_of(handbook.get(path, headers={"Accept-Language": "fr, en;q=0.1"})) == "en"
    assert tongue_of(handbook.get(path)) == "en"
    asked = handbook.get(f"{path}{sign}lang=en", headers=spanish)
    assert tongue_of(asked) == "en"
    for page, language in ((answer, "es"), (asked, "en")):
        links = re.findall(r'<a href="(/(?:protocols/[^"]*)?(?:\?[^"]*)?)"(?! hreflang)', page.text)
        assert links
        assert all(f"lang={language}" in link for link in links), links  # what was chosen stays chosen
    english = re.search(r'<a href="([^"]+)" hreflang="en"', answer.text)
    assert english is not None
    assert tongue_of(handbook.get(english[1].replace("&amp;", "&"), headers=spanish)) == "en"
    if "ETag" in answer.headers:
        assert len({each.headers["ETag"] for each in (answer, asked, handbook.get(path))}) == 3


def test_what_is_typed_in_spanish_is_answered_in_spanish_where_no_language_was_asked_for(
    handbook: Client,
) -> None:
    assert tongue_of(handbook.post("/search", data={"q": "mi compañero se quiere matar"})) == "es"
    assert tongue_of(handbook.post("/search?lang=en", data={"q": "mi compañero se quiere matar"})) == "en"
    assert tongue_of(handbook.post("/search", data={"q": "he wants to die"})) == "en"
    spanish = {"Accept-Language": "es"}
    assert tongue_of(handbook.post("/search", data={"q": "asdfgh"}, headers=spanish)) == "es"


@pytest.mark.parametrize("typed", ["asdfgh qwerty", "", "how do i reset my password"])
def test_where_nothing_fits_it_is_said_and_every_situation_stands_there(handbook: Client, typed: str) -> None:
    page = handbook.post("/search", data={"q": typed}).text
    assert "We are not sure what this is." in page
    assert "This may be it</h1>" not in page
    assert {f"/protocols/{slug}" for slug in shipped_protocols()} <= set(re.findall(r'href="([^"]+)"', page))
    assert 'href="tel:988"' in page


@pytest.mark.parametrize(
    "typed",
    [
        "my coworker has chest pain and cant breathe", "she is having a seizure", "he's unconscious", "choking",
        "his chest hurts", "someone is bleeding badly", "I think it's a stroke", "tiene dolor en el pecho",
        "no puede respirar", "se desmayó", "está sangrando mucho", "le dio un infarto",
    ],
)  # fmt: skip
def test_words_of_an_emergency_of_the_body_put_the_emergency_number_on_top(
    handbook: Client, typed: str
) -> None:
    page = handbook.post("/search?lang=en", data={"q": typed}).text
    assert '<h1 class="small">This may be an emergency. Call the emergency number now.</h1>' in page
    assert page.index('href="tel:911"') < page.index('href="tel:988"') < page.index('<ul class="rows">')


def test_on_results_whom_to_call_follows_what_is_likeliest(handbook: Client) -> None:
    for typed, first, second in (("he took too many pills", "911", "988"), ("wants to die", "988", "911")):
        page = handbook.post("/search", data={"q": typed}).text
        assert page.index(f'href="tel:{first}"') < page.index(f'href="tel:{second}"'), typed


def test_everything_else_is_another_applications(handbook: Client) -> None:
    for address in ("/dashboard", "/protocols/nothing", "/protocols/", "/login"):
        assert handbook.get(address).status_code == 418
    assert handbook.post("/protocols/panic").status_code == 405


LOADED_BY_A_SEARCH = """
import sys
from pathlib import Path
from werkzeug.test import Client
from readiness.handbook.serving import HandbookFirst

handbook = HandbookFirst(lambda environ, start: [], Path(sys.argv[1]))
if sys.argv[2:]:
    handbook.read_ahead()
before = set(sys.modules)
client = Client(handbook)
assert client.get("/search?q=he+wants+to+end+it+all").status_code == 200
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""


def test_once_it_has_read_ahead_nothing_is_loaded_for_the_first_who_searches(edition: Path) -> None:
    def loaded(*words: str) -> set[str]:
        command = [sys.executable, "-c", LOADED_BY_A_SEARCH, str(edition), *words]
        return set(
            subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        )

    assert {"numpy", "tokenizers"} <= loaded()
    assert not {"numpy", "tokenizers", "rapidfuzz"} & loaded("read ahead")


def test_without_an_edition_the_other_application_answers(tmp_path: Path) -> None:
    assert Client(HandbookFirst(other, tmp_path)).get("/").status_code == 418


def wait_for_slugs(handbook: Client, wanted: set[str]) -> None:
    until = time.monotonic() + 5
    while True:
        shown = set(re.findall(r'href="/protocols/([a-z]+)', handbook.get("/").text))
        if shown == wanted:
            return
        assert time.monotonic() < until, shown
        time.sleep(0.1)


def test_a_new_edition_is_shown_within_seconds_and_a_broken_one_is_not(tmp_path: Path) -> None:
    published(tmp_path, content_of(["panic", "aftercare", "helpers"]))
    handbook = Client(HandbookFirst(other, tmp_path))
    wait_for_slugs(handbook, {"panic", "aftercare", "helpers"})
    published(tmp_path, content_of(["suicide", "aftercare", "helpers"]))
    wait_for_slugs(handbook, {"suicide", "aftercare", "helpers"})
    (tmp_path / "edition-broken.sqlite").write_bytes(b"no database")
    (tmp_path / "current").write_text("edition-broken.sqlite\n", encoding="utf-8")
    time.sleep(1.2)
    wait_for_slugs(handbook, {"suicide", "aftercare", "helpers"})


def test_a_handbook_that_is_withdrawn_is_shown_no_more(tmp_path: Path) -> None:
    published(tmp_path, content_of(["panic", "aftercare", "helpers"]))
    handbook = Client(HandbookFirst(other, tmp_path))
    assert handbook.get("/").status_code == 200
    (tmp_path / "current").unlink()
    time.sleep(1.2)
    assert handbook.get("/").status_code == 418


def test_phones_drop_their_copy_where_it_was_withdrawn_and_not_where_it_cannot_be_read(
    tmp_path: Path,
) -> None:
    asked = Client(HandbookFirst(other, tmp_path / "handbook"))
    assert asked.get("/sw.js").status_code == 503  # no folder: a disk that is not mounted, perhaps
    published(tmp_path / "handbook", content_of(["panic", "aftercare", "helpers"]))
    (tmp_path / "handbook" / "current").rename(tmp_path / "kept")
    assert Client(HandbookFirst(other, tmp_path / "handbook")).get("/sw.js").status_code == 503
    show_none(tmp_path / "handbook")
    withdrawn = Client(HandbookFirst(other, tmp_path / "handbook"))
    assert "caches.delete" in withdrawn.get("/sw.js").text
    assert "panic" not in withdrawn.get("/sw.js").text
    assert 'href="tel:911"' in withdrawn.get("/offline").text
    published(tmp_path / "handbook", content_of(["panic", "aftercare", "helpers"]))
    again = Client(HandbookFirst(other, tmp_path / "handbook"))
    bundle = re.search(r'BUNDLE = "(/edition/[^"]+)"', again.get("/sw.js").text)
    assert bundle is not None
    answer = again.get(bundle[1])
    assert "immutable" in answer.headers["Cache-Control"]
    assert set(answer.json["pages"]["US"]["en"]) >= {"/", "/protocols/panic"}  # type: ignore[index]
    (tmp_path / "handbook" / "current").write_text("edition-broken.sqlite")
    assert Client(HandbookFirst(other, tmp_path / "handbook")).get("/sw.js").status_code == 503


def test_many_read_while_editions_are_switched_and_none_fails(tmp_path: Path) -> None:
    both = [
        content_of(["panic", "aftercare", "helpers"]),
        content_of(["panic", "suicide", "aftercare", "helpers"]),
    ]
    published(tmp_path, both[0])
    handbook = HandbookFirst(other, tmp_path)
    statuses: list[int] = []

    def read() -> None:
        client = Client(handbook)
        for _turn in range(300):
            answer: TestResponse = client.get("/protocols/panic")
            statuses.append(answer.status_code)
            time.sleep(0.005)

    readers = [threading.Thread(target=read) for _reader in range(4)]
    for reader in readers:
        reader.start()
    for turn in range(4):
        published(tmp_path, both[turn % 2])
        time.sleep(0.4)
    for reader in readers:
        reader.join()
    assert statuses == [200] * 1200
