"""What someone told the bot about themselves, on one card: for the summary, the profile and their own data."""

from bot.handlers.enrol_offer import level_label
from bot.handlers.enrol_times import hours_label, times_said
from bot.registry.person import Person
from bot.registry.volunteer import Volunteer
from bot.speech.say import Arg, Listing, Say
from bot.town import Town


def about(person: Person, volunteer: Volunteer, town: Town) -> tuple[Say, ...]:
    """Return the card's paragraphs."""
    return (_who(person, volunteer, town), _what(volunteer, town), _when(volunteer))


def place_name(volunteer: Volunteer, town: Town) -> Arg:
    """Return the neighbourhood by name, or that there is none."""
    found = next((place for place in town.neighbourhoods if place.code == volunteer.neighbourhood), None)
    return found.names if found else Say("enrol-nothing")


def skill_names(volunteer: Volunteer, town: Town) -> Arg:
    """Return the skills by name, in the catalogue's order, or that there are none."""
    names = tuple(skill.names for skill in town.skills.values() if skill.code in volunteer.skills)
    return Listing(names) if names else Say("enrol-nothing")


def _who(person: Person, volunteer: Volunteer, town: Town) -> Say:
    exactness = Say("enrol-home-exact") if volunteer.is_home_exact else Say("enrol-home-blurred")
    return Say(
        "enrol-card-who",
        {
            "name": person.name,
            "phone": person.phone or Say("enrol-nothing"),
            "age": Say(f"age-{volunteer.age_band.value}") if volunteer.age_band else Say("enrol-nothing"),
            "place": place_name(volunteer, town),
            "exactness": exactness,
        },
    )


def _what(volunteer: Volunteer, town: Town) -> Say:
    clusters = tuple(cluster.names for cluster in town.clusters.values() if cluster.code in volunteer.clusters)
    return Say(
        "enrol-card-what",
        {
            "skills": skill_names(volunteer, town),
            "languages": Listing(tuple(Say(f"language-{code}") for code in sorted(volunteer.languages))),
            "clusters": Listing(clusters) if clusters else Say("enrol-every-subject"),
            "transport": Say(f"transport-{volunteer.transport.value}"),
        },
    )


def _when(volunteer: Volunteer) -> Say:
    quiet = volunteer.quiet
    return Say(
        "enrol-card-when",
        {
            "times": Listing(times_said(volunteer.availability)),
            "quiet": hours_label(quiet.begins, quiet.ends) if quiet.mask else Say("enrol-quiet-none"),
            "wake": Say("button-yes") if quiet.wake_for_life else Say("button-no"),
            "level": level_label(volunteer.level.value),
        },
    )
