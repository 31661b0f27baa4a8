"""Two senders on PostgreSQL: the one in the middle of an emergency is killed, in the next one stopped; the other goes on in time."""

from bot.simulator.bench import takeover
from bot.town_file import find_town, read_town
from tests.databases import IS_POSTGRES_HERE


async def test_an_emergency_outlives_the_process_that_sends_it() -> None:
    if not IS_POSTGRES_HERE:
        return  # the header of the run says so
    figures = await takeover.measure(read_town(find_town("beit-shemesh")))
    assert takeover.is_good(figures), figures
    assert figures["answers_given"] == takeover.ASKED
