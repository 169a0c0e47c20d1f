"""In a real browser: envelopes are closed as the vectors say, and the offline page checks votes like both programs."""

import base64
import itertools
import json
import random
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page

from coop.rules.sealing.ballots import read_ballot
from coop.rules.sealing.encoding import canonical
from coop.rules.sealing.folder import Files
from coop.rules.sealing.hpke import Opener
from coop.rules.sealing.rehearsal import KINDS, rehearse
from coop.rules.sealing.results import result_of
from tests.rules.sealing.tampering import JSONS, Tampered, fields, lines, whole_files, written_otherwise
from tests.rules.sealing.test_hpke import AAD, CT, ENC, INFO, KEY, PK_R, PT, PUBLIC
from tests.rules.sealing.test_tampering import small_lies
from tests.rules.sealing.test_verifiers_agree import random_ballots, random_poll
from tests.support.browser import Chromium, stay

STATIC = Path(__file__).parents[2] / "coop" / "static"


class Quiet(SimpleHTTPRequestHandler):
    """Files of `static`; says nothing."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, directory=str(STATIC))

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def bare(browser: Chromium) -> Iterator[Page]:
    """A page of a small web server with only our static files; Playwright runs once per process."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    page = browser.browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/icon.svg")
    yield page
    page.close()
    server.shutdown()
    server.server_close()


JWK = """async ([d, x, y]) => {
  const plain = text => btoa(String.fromCharCode(...text.match(/../g).map(p => parseInt(p, 16))));
  const url = text => plain(text).replace(/[+]/g, "-").replace(/[/]/g, "_").replace(/=/g, "");
  const curve = {name: "ECDH", namedCurve: "P-256"}, key = {kty: "EC", crv: "P-256", x: url(x), y: url(y)};
  return {
    privateKey: await crypto.subtle.importKey("jwk", {...key, d: url(d)}, curve, true, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("jwk", key, curve, true, []),
  };
}"""
SEAL = """async ([jwk, pk, info, text, beside, aes]) => {
  const {seal} = await import("/seal.js");
  const un = text => Uint8Array.from((text.match(/../g) ?? []).map(p => parseInt(p, 16)));
  const pair = jwk ? await (JWK)(jwk) : undefined;
  const out = await seal(un(pk), un(info), un(text), {aes, beside: un(beside), pair});
  return Array.from(out, b => b.toString(16).padStart(2, "0")).join("");
}""".replace("JWK", JWK)
SK_E = "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb"


def test_the_browser_gives_the_vector_of_rfc_9180(bare: Page) -> None:
    jwk = [SK_E, ENC[1:33].hex(), ENC[33:].hex()]
    found = bare.evaluate(SEAL, [jwk, PK_R.hex(), INFO.hex(), PT.hex(), AAD.hex(), 128])
    assert found == (ENC + CT).hex()


def test_what_the_browser_closes_we_open(bare: Page) -> None:
    for text in (b" " * 256, b"x" * 512, PT):
        found = bare.evaluate(SEAL, [None, PUBLIC.hex(), INFO.hex(), text.hex(), "", 256])
        assert Opener(KEY, INFO).open(bytes.fromhex(found)) == text


def test_ballots_of_the_browser_are_ballots(bare: Page) -> None:
    made = """async () => {
      const {newTracker, ballotText} = await import("/seal.js"), list = [];
      for (const own of ["", "A7"]) for (const choices of [[], ["a", "b-2"]]) {
        const tracker = newTracker(own);
        list.push([tracker, choices, new TextDecoder().decode(ballotText(choices, tracker, 256))]);
      }
      return list;
    }"""
    found = bare.evaluate(made)
    assert len({tracker for tracker, _, _ in found}) == 4
    for tracker, choices, text in found:
        ballot = read_ballot(text.encode(), 256)
        assert (ballot.tracker, list(ballot.choices)) == (tracker, choices)


# ---- verifier.html ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def offline(bare: Page) -> Iterator[Page]:
    """The offline page, opened from a file; it may ask for nothing."""
    page = bare.context.browser.new_page()  # type: ignore[union-attr]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((STATIC / "verifier.html").as_uri())
    yield page
    assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []


def answer(page: Page, files: Files) -> tuple[bool, list[str]]:
    """What the page says about a folder."""
    packed = {name: base64.b64encode(data).decode() for name, data in files.items()}
    holds, said = page.evaluate(
        "packed => answer(Object.fromEntries(Object.entries(packed).map("
        "([n, d]) => [n, Uint8Array.from(atob(d), c => c.charCodeAt(0))])))",
        packed,
    )
    return holds, said


@pytest.mark.parametrize("kind", KINDS)
def test_the_offline_page_finds_untouched_folders_true(offline: Page, kind: str) -> None:
    for voters, least in ((15, 10), (9, 10), (40, 10)):
        holds, said = answer(offline, rehearse(kind, voters, "html", least).files)
        assert holds, said


def test_the_offline_page_checks_receipt_and_code_by_hand(offline: Page, tmp_path: Path) -> None:
    made = rehearse("motion", 15, "html")
    for name, data in made.files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path.parent / "mine.json").write_bytes(made.receipts[0].as_file())
    offline.set_input_files("#folder", [str(path) for path in sorted(tmp_path.iterdir())])
    offline.set_input_files("#receipt", str(tmp_path.parent / "mine.json"))
    offline.fill("#tracker", made.paper[0].tracker.lower())
    stay(offline.locator("button"), then=offline.locator("#answer.true"))
    text = offline.inner_text("#answer")
    assert "zit in de bus" in text
    assert text.count("is geteld als") == 2
    offline.fill("#tracker", "00000-00000")
    stay(offline.locator("button"), then=offline.locator("#answer.false"))
    assert "geen stem met code" in offline.inner_text("#answer")


@pytest.mark.parametrize("kind", KINDS)
def test_the_offline_page_counts_like_the_site(offline: Page, kind: str) -> None:
    dice = random.Random(f"browser {kind}")
    for _ in range(70):
        poll = random_poll(dice, kind)
        ballots, invalid = random_ballots(dice, poll), dice.randint(0, 5)
        found = offline.evaluate(
            "([poll, ballots, invalid]) => written(recount(poll, ballots, invalid, 'dice')) + '\\n'",
            [json.loads(canonical(poll.facts)), [list(one) for one in ballots], invalid],
        )
        assert found.encode() == canonical(result_of(poll, ballots, invalid, "dice"))


def some_tampered(kind: str, every: int) -> Iterator[Tampered]:
    """Each way of touching a folder, thinned out: files, lines and fields, signatures and files of another vote."""
    files = rehearse(kind, 15, "html").files
    ways = [fields(files, name) for name in JSONS]
    ways += [lines(files, name) for name in ("sealed.txt", "ballots.csv", "opened.sig")]
    ways.append(written_otherwise(files))
    ways.append(whole_files(files, rehearse(kind, 15, "other").files))
    return itertools.islice(itertools.chain.from_iterable(ways), 0, None, every)


@pytest.mark.parametrize(("kind", "every"), [(kind, 3 if kind == "motion" else 19) for kind in KINDS])
def test_28_the_offline_page_sees_what_was_touched(offline: Page, kind: str, every: int) -> None:
    missed, count = [], 0
    for what, files in some_tampered(kind, every):
        count += 1
        holds, said = answer(offline, files)
        if holds or len(said) != 1:
            missed.append(what)
    assert not missed
    assert count > 90


@pytest.mark.parametrize("kind", KINDS)
def test_25_28_the_offline_page_checks_the_totals_of_a_small_vote(offline: Page, kind: str) -> None:
    ways = dict(small_lies(kind))
    holds, said = answer(offline, ways.pop("nothing"))
    assert holds
    assert any("geen stemmen gepubliceerd" in line for line in said)
    assert any("Wie er won" in line for line in said) is (kind not in ("motion", "choice"))
    believed = [what for what, files in ways.items() if answer(offline, files)[0]]
    assert not believed
    assert len(ways) >= 13
