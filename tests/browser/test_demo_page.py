"""The demo's page in a browser: somebody registers in Arabic, is called in Hebrew, comes, and the call is closed."""

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from bot.town_file import find_town, read_town
from tests.browser.demo_page import Page

ROOT = Path(__file__).parents[2]
TOWN = read_town(find_town("beit-shemesh"))
KIND, PLACE, SKILL = TOWN.kinds["E07"], TOWN.neighbourhoods[0], TOWN.skills["logistics"]
ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+/\S+/")
STARTS_WITHIN_S = 60
MOST_TAPS = 4


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A demo of its own, in which the residents take their time."""
    command = [sys.executable, "-m", "bot", "demo", "--quiet", "--port", "0", "--residents", "40", "--pace", "2"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as demo:
        try:
            yield _address(demo)
        finally:
            demo.send_signal(signal.SIGINT)
            assert demo.wait(timeout=20) == 0


def _address(demo: subprocess.Popen[bytes]) -> str:
    assert demo.stdout
    said = b""
    while not (found := ADDRESS.search(said)):
        ready, _, _ = select.select([demo.stdout], [], [], STARTS_WITHIN_S)
        fresh = os.read(demo.stdout.fileno(), 4096) if ready else b""
        assert fresh, f"the demo named no address: {said.decode()}"
        said += fresh
    return found[0].decode()


@pytest.fixture(scope="module")
def page(browser: Chrome, address: str) -> Page:
    return Page(browser, address)


def test_a_resident_registers_in_arabic_and_comes_to_an_emergency_called_in_hebrew(page: Page, album: Path) -> None:
    _register(page, album)
    _approve(page)
    _call(page, album)
    _come(page, album)
    _close(page, album)
    assert not page.complaints()


def test_start_over_gives_the_phone_of_somebody_new(page: Page) -> None:
    page.become("he")
    assert not page.all("#resident .message")
    page.wait(lambda: page.one("#resident .start")).click()
    page.wait(lambda: page.button("resident", r"t\..*\.language\.pick:ar"))


def test_the_page_speaks_four_languages_and_turns_round(page: Page, album: Path) -> None:
    for language, direction in {"en": "ltr", "ru": "ltr", "ar": "rtl", "he": "rtl"}.items():
        page.one(f"#languages [lang={language}]").click()
        assert page.one("html").get_attribute("lang") == language
        assert page.style("body", "direction") == direction
        page.browser.save_screenshot(str(album / f"6-page-{language}.png"))


def test_the_page_fits_a_phone_and_can_be_used_without_a_mouse(page: Page, album: Path) -> None:
    page.browser.set_window_size(500, 900)
    assert page.browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    page.browser.save_screenshot(str(album / "7-narrow.png"))
    page.browser.set_window_size(1440, 960)
    page.one("#coordinator input").send_keys(Keys.TAB)
    assert page.browser.switch_to.active_element.get_attribute("type") == "submit"
    assert page.style("#coordinator form button", "outlineStyle") == "solid"
    for log in page.all("[role=log]"):
        assert log.get_attribute("aria-live") == "polite"
        assert log.get_attribute("aria-label")


def _register(page: Page, album: Path) -> None:
    page.become("ar")
    page.wait(lambda: page.one("#resident .start")).click()
    page.step("language", "pick:ar")
    page.wait(lambda: page.one("#resident").get_attribute("lang") == "ar")
    assert page.style("#resident", "direction") == "rtl"
    page.step("consent", "agree.*")
    page.step("name", "keep")
    page.key("resident", "contact")
    page.step("age", "pick:from_24")
    page.step("place", "pin")
    page.key("resident", "location")
    page.wait(lambda: page.one("#where[open]"))
    page.browser.save_screenshot(str(album / "1-where.png"))
    page.one("#where").find_element(By.XPATH, f".//button[contains(., '{PLACE.names.ar}')]").click()
    page.step("exact", "exact")
    page.wait(lambda: page.button("resident", r"t\..*\.skills\..*"))
    page.say("resident", SKILL.names.ar)
    page.reads("resident", SKILL.names.ar)
    page.step("skills", "done")
    page.step("languages", "rest")
    page.step(r"\w+", "confirm")
    page.step(r"\w+", "heard")
    page.browser.save_screenshot(str(album / "2-registered.png"))


def _approve(page: Page) -> None:
    page.press("coordinator", r"p\.\.approve\..*")
    page.wait(lambda: not page.button("coordinator", r"p\.\.approve\..*"))


def _call(page: Page, album: Path) -> None:
    page.say("coordinator", "/emergency")
    page.taps = 0
    page.press("coordinator", rf"t\..*\.kind\.{KIND.code}")
    page.press("coordinator", rf"t\..*\.place\.{PLACE.code}")
    page.press("coordinator", r"t\..*\.people\.\d+")
    page.wait(lambda: page.button("coordinator", r"t\..*\.send\..*"))
    page.browser.save_screenshot(str(album / "3-preview.png"))
    page.press("coordinator", r"t\..*\.send\..*")
    assert page.taps <= MOST_TAPS
    page.wait(lambda: page.figure("asked") > 0)
    page.reads("resident", KIND.names.ar)


def _come(page: Page, album: Path) -> None:
    page.browser.save_screenshot(str(album / "4-asked.png"))
    page.press("resident", r"i\.[^.]+\.coming\.10")
    page.wait(lambda: page.figure("coming") > 0)
    page.press("resident", r"i\.[^.]+\.on_the_way\.")
    page.wait(lambda: page.figure("on_the_way") > 0)
    page.press("resident", r"i\.[^.]+\.arrived\.")
    page.wait(lambda: page.figure("arrived") > 0)
    page.browser.save_screenshot(str(album / "5-arrived.png"))
    page.press("resident", r"i\.[^.]+\.done\.")


def _close(page: Page, album: Path) -> None:
    page.press("coordinator", r"c\.[^.]+\.close\..*")
    page.press("coordinator", r"c\.[^.]+\.close-done\..*")
    page.wait(lambda: page.all("#board .state.done"))
    page.wait(lambda: not page.button("resident", r"i\..*"))
    page.browser.save_screenshot(str(album / "5-closed.png"))
