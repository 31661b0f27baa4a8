"""Who someone is: language, consent, name, phone, age."""

from dataclasses import replace

from aiogram.types import Contact, Message

from bot.handlers.enrol_step import Move, Next, Seat, To, in_rows, marked, word
from bot.registry.consent import consenting, has_consented
from bot.registry.enrolment import LONGEST_NAME, NameFault, aged, clean_name, clean_phone, is_minor
from bot.registry.language import Language
from bot.registry.volunteer import AgeBand
from bot.speech.say import Ask, Button, Say, Screen


class LanguageStep:
    """Which language the bot speaks to them: each in its own name, the town's own first."""

    name = "language"

    def ask(self, seat: Seat) -> Screen:
        """Offer the town's languages."""
        buttons = [seat.button(Say(f"language-{code.value}"), "pick", code.value) for code in seat.visit.town.languages]
        town = seat.visit.town.names
        return Screen((Say("enrol-language", {"town": town}),), in_rows(buttons, 2))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Speak the chosen language from now on."""
        language = word(Language, value)
        if action != "pick" or language not in seat.visit.town.languages:
            return Move.STAY
        await speak(seat, language)
        return Move.ON

    async def said(self, seat: Seat, message: Message) -> Next:
        """Ask again."""
        del message
        seat.note = Say("enrol-use-buttons")
        return Move.STAY


async def speak(seat: Seat, language: Language) -> None:
    """Remember the language; until they have said which they speak, it is that one."""
    visit, before = seat.visit, seat.visit.person.language.value
    visit.person = replace(visit.person, language=language, has_chosen_language=True)
    await visit.roster.amend_person(visit.person)
    if seat.volunteer.consent_version and seat.volunteer.languages == frozenset({before}):
        await seat.save(replace(seat.volunteer, languages=frozenset({language.value})))


class ConsentStep:
    """What is kept, why, who sees it, and how to take it back; nothing is kept before they agree."""

    name = "consent"

    def ask(self, seat: Seat) -> Screen:
        """Say the terms in plain words, by version."""
        town, version = seat.visit.town, seat.visit.town.policy.consent_version
        terms = (
            Say("enrol-consent-why", {"town": town.names}),
            Say("enrol-consent-what"),
            Say("enrol-consent-rights", {"town": town.names, "version": version}),
        )
        agreed = has_consented(seat.volunteer, version)
        agree = seat.button(Say("button-next") if agreed else Say("enrol-agree"), "agree", version)
        return Screen(terms, ((agree,), (seat.button(Say("enrol-decline"), "decline"),)))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Write consent down, to the version that was shown; or let them go."""
        version = seat.visit.town.policy.consent_version
        if action == "decline":
            return To("declined")
        if action != "agree" or value != version:
            return Move.STAY
        await seat.save(consenting(seat.volunteer, version, seat.visit.now))
        return Move.ON

    async def said(self, seat: Seat, message: Message) -> Next:
        """Consent is never guessed from words."""
        del message
        seat.note = Say("enrol-use-buttons")
        return Move.STAY


class NameStep:
    """What the coordinators call them: typed, or their Telegram name by one tap."""

    name = "name"

    def ask(self, seat: Seat) -> Screen:
        """Offer the name we know."""
        known = clean_name(seat.visit.person.name)
        rows = () if isinstance(known, NameFault) else ((seat.button(Say("enrol-keep-name", {"name": known}), "keep"),),)
        return Screen((Say("enrol-name"),), rows)

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Keep the name we know."""
        del value
        return await self._take(seat, seat.visit.person.name) if action == "keep" else Move.STAY

    async def said(self, seat: Seat, message: Message) -> Next:
        """Take the typed name."""
        return await self._take(seat, message.text or "")

    async def _take(self, seat: Seat, text: str) -> Next:
        name = clean_name(text)
        if isinstance(name, NameFault):
            limits = {NameFault.TOO_LONG: Say("enrol-name-long", {"most": LONGEST_NAME}), NameFault.TOO_SHORT: Say("enrol-name-short")}
            seat.note = limits[name]
            return Move.STAY
        visit = seat.visit
        visit.person = replace(visit.person, name=name)
        await visit.roster.amend_person(visit.person)
        return Move.ON


class PhoneStep:
    """A number they can be called on, proved by sharing their own contact."""

    name = "phone"

    def ask(self, seat: Seat) -> Screen:
        """Ask for the contact with a reply keyboard; its other words have buttons behind them, as a message carries one keyboard."""
        visit = seat.visit
        words = []
        if visit.person.phone:
            words.append((Say("button-next"), "skip"))
        elif not visit.town.policy.phone_required:
            words.append((Say("button-skip"), "skip"))
        said = Say("enrol-phone-known", {"phone": visit.person.phone}) if visit.person.phone else Say("enrol-phone")
        rows = tuple((seat.button(label, action),) for label, action in words)
        return Screen((said,), rows, Ask(contact=Say("enrol-share-phone"), words=tuple(label for label, _ in words)))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Leave the number as it is, where the town allows it or has one."""
        del value
        may_skip = bool(seat.visit.person.phone) or not seat.visit.town.policy.phone_required
        return Move.ON if action == "skip" and may_skip else Move.STAY

    async def said(self, seat: Seat, message: Message) -> Next:
        """Take one's own contact; typed numbers and other people's contacts prove nothing."""
        if message.contact is None:
            seat.note = Say("enrol-phone-typed")
            return Move.STAY
        return await self._take(seat, message.contact)

    async def _take(self, seat: Seat, contact: Contact) -> Next:
        visit = seat.visit
        phone = clean_phone(contact.phone_number)
        if contact.user_id != visit.person.telegram_id or phone is None:
            seat.note = Say("enrol-phone-foreign")
            return Move.STAY
        visit.person = replace(visit.person, phone=phone)
        await visit.roster.amend_person(visit.person)
        return Move.ON


class AgeStep:
    """An age band, never a birthday."""

    name = "age"

    def ask(self, seat: Seat) -> Screen:
        """Offer the bands."""
        chosen = seat.volunteer.age_band
        buttons = [self._button(seat, band, chosen=band is chosen) for band in AgeBand]
        return Screen((Say("enrol-age"),), in_rows(buttons, 2))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Keep the band; the young are told what it means."""
        band = word(AgeBand, value)
        if action != "pick" or band is None:
            return Move.STAY
        await seat.save(aged(seat.volunteer, band, seat.visit.town.skills))
        seat.note = Say("enrol-young") if is_minor(seat.volunteer) else None
        return Move.ON

    async def said(self, seat: Seat, message: Message) -> Next:
        """Ask again."""
        del message
        seat.note = Say("enrol-use-buttons")
        return Move.STAY

    def _button(self, seat: Seat, band: AgeBand, *, chosen: bool) -> Button:
        label = Say(f"age-{band.value}")
        return seat.button(marked(label, chosen=True) if chosen else label, "pick", band.value)
