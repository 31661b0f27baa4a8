"""Instants, distances and directions as sentences, without the machine's locale."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.speech.say import Arg, Say

YEAR_SHOWN_BEYOND = timedelta(days=180)
"""A date this far away is ambiguous without its year."""

FINE_METRES, COARSE_METRES = 10, 50
KILOMETRE = 1000
MINUTES_AN_HOUR, HOURS_A_DAY = 60, 24
ROSE = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> Say:
    """Return an instant in the town's time: the hour when it is today there, else weekday, date and hour."""
    local = at.astimezone(zone)
    hour = clock_time(local)
    if local.date() == now.astimezone(zone).date():
        return Say("moment-today", {"time": hour})
    parts: dict[str, Arg] = {"weekday": weekday(local.isoweekday()), "day": local.day, "month": month(local.month), "time": hour}
    if abs(at - now) > YEAR_SHOWN_BEYOND:
        return Say("moment-year", {**parts, "year": local.year})
    return Say("moment-day", parts)


def clock_time(local: datetime) -> str:
    """Return the hour of a local instant as people in Israel write it: 24 hours, 08:05."""
    return f"{local:%H:%M}"


def weekday(number: int) -> Say:
    """Return a weekday by its ISO number, Monday 1 to Sunday 7."""
    return Say(f"weekday-{number}")


def month(number: int) -> Say:
    """Return a month as it stands in a date (genitive in Russian), January 1 to December 12."""
    return Say(f"month-{number}")


def distance(metres: float) -> Say:
    """Return a distance as people say it: to 10 m below 300 m, to 50 m below a kilometre, then to 100 m."""
    step = FINE_METRES if metres < FINE_METRES * 30 else COARSE_METRES
    rounded = max(step, round(metres / step) * step)
    if rounded < KILOMETRE:
        return Say("distance-metres", {"metres": rounded})
    return Say("distance-kilometres", {"kilometres": round(metres / KILOMETRE, 1)})


def direction(bearing: float) -> Say:
    """Return a bearing in degrees (0 north, 90 east) as one of eight directions."""
    return Say(f"compass-{ROSE[round(bearing / 45) % 8]}")


def duration(lasts: timedelta) -> Say:
    """Return a length of time in its largest fitting unit: minutes below two hours, hours below two days, then days."""
    minutes = round(lasts / timedelta(minutes=1))
    if minutes < 2 * MINUTES_AN_HOUR and minutes != MINUTES_AN_HOUR:
        return Say("duration-minutes", {"minutes": minutes})
    hours = round(minutes / MINUTES_AN_HOUR)
    if hours < 2 * HOURS_A_DAY:
        return Say("duration-hours", {"hours": hours})
    return Say("duration-days", {"days": round(hours / HOURS_A_DAY)})
