"""Text, entities and keyboards as Telegram reads them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.telegram.formatted import Formatted, check_entities, trimmed, units
from bot.simulator.telegram.html_text import parse_html
from bot.simulator.telegram.markdown_text import RESERVED, parse_markdown
from bot.simulator.telegram.markup import check_markup
from bot.simulator.telegram.refusal import Refused

PHONE = "\N{MOBILE PHONE}"  # two UTF-16 units


def entity(kind: str, offset: int, length: int, **more: object) -> dict[str, object]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain &lt;b&gt; &amp; &quot;so&quot; &copy;", 'plain <b> & "so" &copy;', ()),
        ("<b>שלום</b> x", "שלום x", (entity("bold", 0, 4),)),
        (f"{PHONE}<i>a</i>", f"{PHONE}a", (entity("italic", 2, 1),)),
        ("<b>a<i>b</i></b>", "ab", (entity("bold", 0, 2), entity("italic", 1, 1))),
        ('<a href="tg://user?id=5">x</a>', "x", (entity("text_link", 0, 1, url="tg://user?id=5"),)),
        ("<span class='tg-spoiler'>x</span>", "x", (entity("spoiler", 0, 1),)),
        ("<blockquote expandable>x</blockquote>", "x", (entity("expandable_blockquote", 0, 1),)),
        ("<blockquote>x</blockquote>", "x", (entity("blockquote", 0, 1),)),
        ('<tg-emoji emoji-id="9">x</tg-emoji>', "x", (entity("custom_emoji", 0, 1, custom_emoji_id="9"),)),
        ('<pre><code class="language-sh">ls</code></pre>', "ls", (entity("pre", 0, 2, language="sh"),)),
        ("<code>x</code><u></u>", "x", (entity("code", 0, 1),)),
        ("<b>x</>", "x", (entity("bold", 0, 1),)),
    ],
)
def test_html(source: str, text: str, entities: tuple[dict[str, object], ...]) -> None:
    def without_order(found: tuple[dict[str, object], ...]) -> list[list[tuple[str, object]]]:
        return [sorted(one.items()) for one in found]

    formatted = parse_html(source)
    assert formatted.text == text
    assert without_order(formatted.entities) == without_order(entities)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("I <3 you", "Unclosed start tag at byte offset 2"),
        ("<3>", 'Unsupported start tag "3" at byte offset 0'),
        ("שלום <test/>", 'Unsupported start tag "test/" at byte offset 9'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", 'Unexpected end tag "b" at byte offset 1'),
        ("<b><i>x</b></i>", 'Unmatched end tag, expected "</i>", found "</b>" at byte offset 7'),
        ("<span>x</span>", 'Tag "span" must have its attribute at byte offset 0'),
    ],
)
def test_html_that_telegram_refuses(source: str, complaint: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        (r"a\.b", "a.b", []),
        ("*b* _i_ __u__ ~s~ ||p||", "b i u s p", ["bold", "italic", "underline", "strikethrough", "spoiler"]),
        ("`x.y` ```sh\nls```", "x.y ls", ["code", "pre"]),
        ("[x](https://e.org/a\\)b) ![y](tg://emoji?id=9)", "x y", ["text_link", "custom_emoji"]),
        (">quote\n>more\nrest", "quote\nmore\nrest", ["blockquote"]),
        (">quote||", "quote", ["expandable_blockquote"]),
        ("*a _b_*", "a b", ["bold", "italic"]),
    ],
)
def test_markdown(source: str, text: str, kinds: list[str]) -> None:
    formatted = parse_markdown(source)
    assert formatted.text == text
    assert [found["type"] for found in formatted.entities] == kinds


@pytest.mark.parametrize("source", ["a.b", "*b", "x!", "[x", "[x](y", "`x", "```x", "(", "a_b", "1-2", "a\n*x"])
def test_markdown_that_telegram_refuses(source: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        parse_markdown(source)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    marked = "".join(f"\\{character}" if character in RESERVED or character == "\\" else character for character in text)
    assert parse_markdown(marked).text == text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped).text == text


@given(st.text(st.sampled_from(["<", ">", "b", "/", "a", " ", '"', "=", "&", "*", "_", "`", "[", "]", "(", ")", "\\", "|", "!", "\n"])))
def test_any_marks_are_read_or_refused(source: str) -> None:
    for parse in (parse_html, parse_markdown):
        formatted, complaint = _read(parse, source)
        assert complaint == "" or "can't parse entities" in complaint
        check_entities(formatted.text, list(formatted.entities))


def _read(parse: Callable[[str], Formatted], source: str) -> tuple[Formatted, str]:
    try:
        return parse(source), ""
    except Refused as refused:
        return Formatted(""), refused.description


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (entity("bold", 0, 0), "incorrect length"),
        (entity("bold", -1, 1), "incorrect length"),
        (entity("bold", 0, 4), "ends after the end of the text at UTF-16 offset 3"),
        (entity("bold", 1, 1), "begins in a middle of a UTF-16 symbol"),
        (entity("bold", 0, 1), "ends in a middle of a UTF-16 symbol"),
        (entity("blink", 0, 2), "unsupported type specified: blink"),
        (entity("text_link", 0, 2), "text_link needs url"),
    ],
)
def test_entities_that_telegram_refuses(wrong: dict[str, object], complaint: str) -> None:
    with pytest.raises(Refused, match=complaint):
        check_entities(f"{PHONE}x", [wrong])


def test_text_is_counted_in_utf16_units() -> None:
    assert units(f"a{PHONE}ש") == 4


def test_white_space_round_a_text_goes_and_entities_move_along() -> None:
    formatted = trimmed(Formatted(f"  {PHONE}b  ", (entity("bold", 4, 3), entity("italic", 0, 1))))
    assert formatted == Formatted(f"{PHONE}b", (entity("bold", 2, 1),))


def inline(*buttons: dict[str, object]) -> dict[str, object]:
    return {"inline_keyboard": [[button] for button in buttons]}


def many(count: int) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "x", "url": "https://e.org"}] * count]}


def keyboard(**button: object) -> dict[str, object]:
    return {"keyboard": [[button]]}


@pytest.mark.parametrize(
    ("markup", "private", "complaint"),
    [
        (None, True, None),
        (inline({"text": "x", "callback_data": "ש" * 32}), True, None),
        (inline({"text": "x", "callback_data": "ש" * 33}), True, "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "callback_data": ""}), True, "BUTTON_DATA_INVALID"),
        (inline({"text": " ", "callback_data": "y"}), True, "must be non-empty"),
        (inline({"text": "x"}), True, "Text buttons are unallowed"),
        (many(101), True, "reply markup is too long"),
        (many(100), True, None),
        (keyboard(text="me", request_contact=True), True, None),
        (keyboard(text="me", request_contact=True), False, "phone number can be requested in private chats only"),
        (keyboard(text="here", request_location=True), False, "location can be requested in private chats only"),
        (keyboard(text=""), True, "must be non-empty"),
    ],
)
def test_keyboards(markup: dict[str, object] | None, private: bool, complaint: str | None) -> None:
    if complaint is None:
        check_markup(markup, private=private)
        return
    with pytest.raises(Refused, match=complaint):
        check_markup(markup, private=private)
