"""The demo in a browser: hands on its page, and eyes that wait for what should come."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException, TimeoutException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

CHATS = ("coordinator", "resident")
PATIENCE_S = 15
CHANGING = (NoSuchElementException, StaleElementReferenceException)
UNSEEN = re.compile("[\u2066-\u2069\u200e\u200f]")


class Page:
    """The open page."""

    def __init__(self, browser: Chrome, address: str) -> None:
        self.browser = browser
        self.taps = 0
        browser.get(address)

    def wait(self, holds: Callable[[], Any]) -> Any:
        """Wait until this returns something true, and return it."""
        try:
            return WebDriverWait(self.browser, PATIENCE_S, 0.05, CHANGING).until(lambda _: holds())
        except TimeoutException:
            pytest.fail(f"it never came; the page shows {self.shown()}")

    def shown(self) -> dict[str, object]:
        """What stands at the end of each chat, for whoever reads why a story failed."""
        presses = {chat: [one.get_attribute("data-press") for one in self.all(f"#{chat} [data-press]")][-12:] for chat in CHATS}
        return {chat: (self.read(chat)[-300:], presses[chat]) for chat in CHATS}

    def all(self, selector: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def button(self, chat: str, press: str) -> WebElement | None:
        """The newest button whose press reads so, an expression on `owner.token.verb.arg`."""
        found = [one for one in self.all(f"#{chat} [data-press]") if re.fullmatch(press, one.get_attribute("data-press") or "")]
        return found[-1] if found else None

    def press(self, chat: str, press: str) -> None:
        """Press a button as soon as it is there."""

        def pressed() -> bool:
            button = self.button(chat, press)
            if button is None:
                return False
            self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
            button.click()
            return True

        self.wait(pressed)
        self.taps += 1

    def become(self, language: str) -> None:
        """Take the phone of somebody new, whose name is of this language; the page itself goes on in Hebrew."""
        before = self.wait(lambda: self.one("#resident h2").text)
        self.one(f"#languages [lang={language}]").click()
        self.one("#resident .phone-anew").click()
        self.wait(lambda: self.one("#resident h2").text not in {"", before})
        self.one("#languages [lang=he]").click()

    def step(self, name: str, action: str) -> None:
        """Answer one question of the registration."""
        self.press("resident", rf"t\.[^.]+\.{name}\.{action}")

    def say(self, chat: str, text: str) -> None:
        box = self.one(f"#{chat} input")
        box.send_keys(text, Keys.ENTER)

    def key(self, chat: str, asks: str) -> None:
        """Press the key of the reply keyboard that asks for this."""
        self.wait(lambda: self.all(f"#{chat} .key[data-asks={asks}]"))[0].click()

    def read(self, chat: str) -> str:
        """Everything the bot has said in a chat, without marks of direction."""
        return UNSEEN.sub("", "\n".join(str(one.text) for one in self.all(f"#{chat} .theirs .words")))

    def reads(self, chat: str, words: str) -> None:
        """Wait until the bot has said this."""
        self.wait(lambda: words in self.read(chat))

    def figure(self, name: str) -> int:
        return int(self.one(f"[data-figure={name}] dd").text)

    def style(self, selector: str, name: str) -> str:
        return str(self.browser.execute_script(f"return getComputedStyle(document.querySelector({json.dumps(selector)})).{name}"))

    def complaints(self) -> list[str]:
        """What the browser had to say against the page."""
        return [str(entry["message"]) for entry in self.browser.get_log("browser")]  # type: ignore[no-untyped-call]  # selenium leaves it untyped
