"""The judge is judged: a clean drill passes, and each thing that can go wrong in one is named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.registry.language import Language
from bot.simulator.evidence import View, alphabet, view_of
from bot.simulator.facts import CallFacts, Claim, Deed, Facts, PersonFacts
from bot.simulator.judge import Verdict, judge
from bot.simulator.telegram.truth import Answer, Record
from bot.speech.say import Moment, Say
from bot.speech.texts import Texts
from tests.simulator.test_telegram_independence import imported_by

ROOT = Path(__file__).parents[2]
ZONE = ZoneInfo("Asia/Jerusalem")
SENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TEXTS = Texts(ZONE)
SECRETS = frozenset({"17 Hidden Lane", "Bookkeeper Bilha"})
COORDINATOR, ANNA, BORIS, CAMAL, DINA, ELIYA, MINOR = 1, 11, 12, 13, 14, 15, 16
KEYS = {
    View.ASKED: "invitation-yes-is-not-assigned",
    View.ASSIGNED: "invitation-assigned",
    View.ON_THE_WAY: "invitation-on-the-way",
    View.ARRIVED: "invitation-arrived",
    View.DONE: "invitation-done",
    View.STAND_BY: "invitation-stand-by",
    View.STOOD_DOWN: "invitation-stood-down",
    View.CANNOT: "invitation-cannot",
    View.CLOSED: "invitation-closed-done",
}
Log = list[Record]


def moment(minutes: float) -> datetime:
    return SENT + timedelta(minutes=minutes)


def someone(chat_id: int, language: str, **changes: object) -> PersonFacts:
    person = PersonFacts(
        chat_id=chat_id,
        name=f"Resident {chat_id}",
        phone=f"+97255000{chat_id:04}",
        language=language,
        lat=31.749,
        lon=34.986,
        age=24,
        skills=frozenset({"logistics"}),
        languages=frozenset({language}),
    )
    return replace(person, **changes)  # type: ignore[arg-type]  # each test names real fields


PEOPLE = {
    ANNA: someone(ANNA, "ru", skills=frozenset({"generator_op"})),
    BORIS: someone(BORIS, "he"),
    CAMAL: someone(CAMAL, "ar"),
    DINA: someone(DINA, "en"),
    ELIYA: someone(ELIYA, "he"),
    MINOR: someone(MINOR, "he", age=16),
}
CALL = CallFacts(
    number=1,
    is_emergency=True,
    saves_life=False,
    cluster="infrastructure",
    places=(frozenset({"generator_op"}), frozenset({"generator_op", "logistics"})),
    needed=2,
    languages=frozenset(),
    min_age=18,
    lat=31.749,
    lon=34.986,
    widest_m=2_000,
    sent_at=SENT,
    starts_at=SENT,
    zone=ZONE,
    secrets=SECRETS,
    closed_at=moment(60),
)
DEEDS = (
    Deed(moment(2), ANNA, "coming", "20"),
    Deed(moment(3), CAMAL, "cannot", "too_far"),
    Deed(moment(4), BORIS, "coming", "10"),
    Deed(moment(5), DINA, "coming", "10"),
    Deed(moment(20), ANNA, "on_the_way"),
    Deed(moment(25), ANNA, "arrived"),
    Deed(moment(50), ANNA, "done"),
)
ASKED = (ANNA, BORIS, CAMAL, DINA, ELIYA)
FACTS = Facts(PEOPLE, frozenset({COORDINATOR}), CALL, DEEDS, tuple(Claim(chat, SENT, SENT) for chat in ASKED))


def write(at: float, chat: int, message: int, text: str, *, edit: bool = True, verbs: Sequence[str] = ()) -> Record:
    rows = {"inline_keyboard": [[{"text": verb, "callback_data": f"i.token.{verb}."}] for verb in verbs]}
    params = {"chat_id": chat, "text": text, "reply_markup": rows}
    method = "editMessageText" if edit else "sendMessage"
    return Record(moment(at), "token", method, chat, message, accepted=True, answer=Answer.OK, code=200, params=params)


def say(key: str, language: str, **args: object) -> str:
    return TEXTS.render(Say(key, args), Language(language), SENT)  # type: ignore[arg-type]  # plain numbers and moments


def view(at: float, chat: int, what: View, *, edit: bool = True, message: int | None = None, language: str = "") -> Record:
    text = say(KEYS[what], language or PEOPLE[chat].language)
    if what in {View.ASSIGNED, View.ON_THE_WAY, View.ARRIVED}:
        text += "\n" + "\n".join(sorted(SECRETS))
    verbs = ("coming", "cannot") if what is View.ASKED else ()
    return write(at, chat, message or chat * 10, text, edit=edit, verbs=verbs)


def notice(at: float, chat: int) -> Record:
    return write(at, chat, chat * 10 + 9, say("call-closed-done", PEOPLE[chat].language, number=1), edit=False)


def clean() -> Log:
    """A call for two: Anna comes and works, Boris comes, Dina is on stand-by, Camal can't, Eliya is silent."""
    log = [view(0.1, chat, View.ASKED, edit=False) for chat in ASKED]
    log += [view(2, ANNA, View.ASSIGNED), view(3, CAMAL, View.CANNOT), view(4, BORIS, View.ASSIGNED)]
    log += [view(4.1, ELIYA, View.STOOD_DOWN), view(4.1, DINA, View.STOOD_DOWN), view(5, DINA, View.STAND_BY)]
    log += [view(20, ANNA, View.ON_THE_WAY), view(25, ANNA, View.ARRIVED), view(50, ANNA, View.DONE)]
    log += [view(60.1, chat, View.CLOSED) for chat in ASKED]
    log += [notice(60.1, chat) for chat in (BORIS, DINA)]
    log += [write(0.1, COORDINATOR, 1, " ".join(SECRETS), edit=False)]
    return sorted(log, key=lambda record: record.t)


def without(log: Log, chat: int, text: str) -> Log:
    return [record for record in log if not (record.chat_id == chat and text in str(record.params["text"]))]


def found(log: Log, facts: Facts = FACTS) -> Verdict:
    return judge(facts, sorted(log, key=lambda record: record.t))


def test_a_clean_drill_is_clean_and_its_filling_is_timed() -> None:
    verdict = found(clean())
    assert (verdict.lost, verdict.unexpected) == ((), ())
    assert verdict.is_clean
    assert verdict.filled_at == moment(4)


def test_a_lost_question_is_missed() -> None:
    log = [record for record in clean() if record.chat_id != ELIYA]
    assert len(found(log).lost) == 1
    assert f"{ELIYA} was asked" in found(log).lost[0]


def test_who_has_blocked_the_bot_is_not_missed() -> None:
    log = [record for record in clean() if record.chat_id != ELIYA]
    blocked = replace(FACTS, people={**PEOPLE, ELIYA: replace(PEOPLE[ELIYA], has_blocked=True)})
    assert found(log, blocked).is_clean


def test_a_question_that_the_call_no_longer_needs_may_stay_in_the_queue() -> None:
    log = [record for record in clean() if record.chat_id != ELIYA]
    late = [claim for claim in FACTS.claims if claim.chat_id != ELIYA]
    assert found(log, replace(FACTS, claims=(*late, Claim(ELIYA, moment(3.5), None)))).is_clean
    assert found(log, replace(FACTS, claims=(*late, Claim(ELIYA, moment(3.5), moment(3.6))))).lost


def test_a_yes_without_an_answer_is_lost() -> None:
    log = [record for record in clean() if (record.chat_id, record.t) != (BORIS, moment(4))]
    assert any("not told where they stand" in line for line in found(log).lost)


def test_a_button_that_keeps_spinning_is_lost() -> None:
    spinning = replace(FACTS, deeds=(replace(DEEDS[0], answered=False), *DEEDS[1:]))
    assert any("kept spinning" in line for line in found(clean(), spinning).lost)


def test_an_assignment_without_the_address_is_lost() -> None:
    log = [record for record in clean() if (record.chat_id, record.t) != (ANNA, moment(2))]
    log.append(write(2, ANNA, ANNA * 10, say("invitation-assigned", "ru") + "\n17 Hidden Lane"))
    assert any("without 1 of the details" in line for line in found(log).lost)


def test_the_silent_must_be_stood_down() -> None:
    log = without(clean(), ELIYA, say(KEYS[View.STOOD_DOWN], "he"))
    log = without(log, ELIYA, say(KEYS[View.CLOSED], "he"))
    assert any("stayed asked" in line for line in found(log).lost)


def test_someone_on_stand_by_must_be_promoted_when_a_place_opens() -> None:
    log = [record for record in clean() if not (record.chat_id == BORIS and record.t == moment(4))]
    log += [view(4, BORIS, View.ASSIGNED), view(10, BORIS, View.CANNOT)]
    left = replace(FACTS, deeds=(*DEEDS, Deed(moment(10), BORIS, "cannot", "unwell")))
    assert any("left on stand-by" in line for line in found(log, left).lost)


def test_everyone_hears_of_the_end() -> None:
    silent = without(clean(), CAMAL, say(KEYS[View.CLOSED], "ar"))
    assert any(f"{CAMAL} still reads cannot" in line for line in found(silent).lost)
    without_sound = without(clean(), BORIS, say("call-closed-done", "he", number=1))
    assert any("not told of the end with a sound" in line for line in found(without_sound).lost)


def test_a_message_to_a_stranger_is_unexpected() -> None:
    assert any("stranger" in line for line in found([*clean(), write(1, 99, 990, "hello", edit=False)]).unexpected)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"age": 16}, "under age"),
        ({"is_approved": False}, "not approved"),
        ({"is_paused": True}, "on pause"),
        ({"skills": frozenset({"cook"})}, "without any of the skills"),
        ({"level": "life_saving"}, "did not agree"),
        ({"clusters": frozenset({"food"})}, "chose other clusters"),
        ({"lat": 31.80}, "too far away"),
        ({"quiet_hours": frozenset({10})}, "asleep"),
        ({"free_parts": frozenset({0})}, "not free then"),
    ],
)
def test_a_question_to_the_wrong_person_is_unexpected(changes: dict[str, object], why: str) -> None:
    changed = replace(FACTS, people={**PEOPLE, ELIYA: replace(PEOPLE[ELIYA], **changes)})  # type: ignore[arg-type]  # real fields
    assert any(why in line for line in found(clean(), changed).unexpected)


def test_a_life_saving_call_wakes_people_but_no_minors() -> None:
    asleep = replace(PEOPLE[ELIYA], level="life_saving", quiet_hours=frozenset(range(24)), clusters=frozenset({"food"}))
    facts = replace(FACTS, people={**PEOPLE, ELIYA: asleep}, call=replace(CALL, saves_life=True))
    assert found(clean(), facts).is_clean
    minor = replace(facts, people={**facts.people, ELIYA: replace(asleep, age=16)})
    assert any("under age" in line for line in found(clean(), minor).unexpected)


def test_a_call_for_speakers_of_arabic_asks_nobody_else() -> None:
    facts = replace(FACTS, call=replace(CALL, languages=frozenset({"ar"})))
    wrong = [line for line in found(clean(), facts).unexpected if "speaks none" in line]
    assert len(wrong) == len(ASKED) - 1


def test_asking_twice_is_unexpected_but_for_those_who_said_not_now() -> None:
    log = [*clean(), view(30, CAMAL, View.ASKED, edit=False, message=139), view(60.1, CAMAL, View.CLOSED, message=139)]
    assert any("asked 2 times" in line for line in found(log).unexpected)
    later = replace(FACTS, deeds=(*DEEDS, Deed(moment(3), CAMAL, "cannot", "not_now")))
    assert found(log, later).is_clean


def test_a_leak_is_unexpected() -> None:
    log = [*clean(), write(6, DINA, DINA * 10, say("invitation-stand-by", "en") + "\nBookkeeper Bilha")]
    assert any("private details" in line for line in found(log).unexpected)
    posing = [*clean(), view(6, CAMAL, View.ASSIGNED), view(6.1, CAMAL, View.CANNOT)]
    assert any(f"{CAMAL} was shown private details" in line for line in found(posing).unexpected)


def test_somebody_elses_phone_is_unexpected_and_ones_own_is_not() -> None:
    stands = say("invitation-stand-by", "en")
    assert any("phone" in line for line in found([*clean(), write(6, DINA, DINA * 10, f"{stands} {PEOPLE[ANNA].phone}")]).unexpected)
    assert found([*clean(), write(6, DINA, DINA * 10, f"{stands} {PEOPLE[DINA].phone}")]).is_clean


def test_another_language_is_unexpected() -> None:
    log = [record for record in clean() if (record.chat_id, record.t) != (CAMAL, moment(3))]
    assert any("reads ar and got he" in line for line in found([*log, view(3, CAMAL, View.CANNOT, language="he")]).unexpected)


def test_more_places_than_people_asked_for_are_unexpected() -> None:
    log = [record for record in clean() if (record.chat_id, record.t) != (DINA, moment(5))]
    assert any("3 people held a place" in line for line in found([*log, view(5, DINA, View.ASSIGNED)]).unexpected)


def test_after_closing_only_the_closing_is_expected() -> None:
    log = [*clean(), view(61, ELIYA, View.STOOD_DOWN), view(61.5, ELIYA, View.CLOSED)]
    assert any("after the call was closed" in line for line in found(log).unexpected)


def test_a_question_that_the_books_do_not_know_is_unexpected() -> None:
    claims = tuple(claim for claim in FACTS.claims if claim.chat_id != CAMAL)
    assert any("does not know" in line for line in found(clean(), replace(FACTS, claims=claims)).unexpected)


def test_chatter_is_unexpected_unless_it_was_their_own_conversation() -> None:
    log = [*clean(), write(0, BORIS, 1, "מה שלומכם היום?", edit=False)]
    assert any("not about the call" in line for line in found(log).unexpected)
    assert found(log, replace(FACTS, busy_before={BORIS: moment(0.05)})).is_clean


def test_any_message_dropped_by_chance_from_a_clean_drill_is_noticed_unless_a_later_one_says_as_much() -> None:
    """Seeded mutations: what is dropped was a question, an answer, the standing down or the end of somebody."""
    log = clean()
    chance = Random(7)
    harmless = {(ANNA, View.ON_THE_WAY), (ANNA, View.ARRIVED), (ANNA, View.DONE), (CAMAL, View.CANNOT)}
    superseded = {(ELIYA, View.STOOD_DOWN), (DINA, View.STOOD_DOWN)}
    for place in chance.sample(range(len(log)), len(log)):
        dropped = log[place]
        what = (dropped.chat_id, view_of(str(dropped.params["text"]))[0])
        if what not in harmless | superseded and dropped.chat_id != COORDINATOR:
            assert found(log[:place] + log[place + 1 :]).lost, what


def test_any_message_sent_to_somebody_else_by_chance_is_noticed() -> None:
    log = clean()
    chance = Random(11)
    for place, record in enumerate(log):
        wrong = chance.choice([chat for chat in (*ASKED, MINOR) if chat != record.chat_id])
        if record.chat_id != COORDINATOR:
            moved = replace(record, chat_id=wrong)
            assert not found([*log[:place], moved, *log[place + 1 :]]).is_clean, (record.chat_id, wrong, record.t)


@pytest.mark.parametrize("language", list(Language))
def test_every_view_is_known_in_every_language(language: Language) -> None:
    for what, key in KEYS.items():
        assert view_of(TEXTS.render(Say(key), language, SENT)) == (what, language.value) or what is View.OTHER, key
    until = TEXTS.render(Say("invitation-cannot-until", {"at": Moment(moment(120))}), language, SENT)
    assert view_of(until.replace("\u2068", "").replace("\u2069", "").replace("\u200f", ""))[0] is View.CANNOT


def test_the_alphabet_that_most_letters_have_is_the_language() -> None:
    assert alphabet("Вызов: generator") == "en"
    assert alphabet("Вызов") == "ru"
    assert alphabet("12 : !") == ""


def test_the_judge_knows_nothing_of_the_bot() -> None:
    """Neither directly nor through anything that it imports."""
    seen: set[str] = set()
    waiting = {"bot.simulator.judge"}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        source = (ROOT / name.replace(".", "/")).with_suffix(".py")
        waiting |= {module for module in imported_by(source) if module.startswith("bot.")} - seen if source.exists() else set()
    assert {name.split(".")[1] for name in seen} == {"simulator"}
