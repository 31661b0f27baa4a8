"""`python -m bot replay`: one seed again, with all of its mischief or only some, told line by line."""

import sys
from argparse import ArgumentParser, Namespace

from bot.simulator.chaos.campaign import Judged, judge_one, quietly
from bot.simulator.chaos.shrink import shrunk
from bot.simulator.chaos.story import story


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--faults", default="all", help="which of the seed's mischief: all, none, or numbers such as 0,4")
    parser.add_argument("--mutant", default="", help="plant this mistake in the bot first")


def main(options: Namespace) -> int:
    """Play it again and say what was found; 1 when something was."""
    quietly()
    told = story(options.seed)
    numbers = numbers_of(options.faults, len(told.mischief))
    judged = judge_one(options.seed, numbers, options.mutant)
    for number, one in enumerate(told.mischief):
        _say(f"{'*' if number in numbers else ' '} {number:2} {one}")
    _say(f"seed {options.seed}: trace {judged.trace}, {judged.crashes} crashes, {sum(judged.faults.values())} faults")
    for finding in judged.findings:
        _say(f"  {finding}")
    return 1 if judged.bad else 0


def numbers_of(words: str, count: int) -> frozenset[int]:
    """Read which pieces of mischief are meant. Raises ValueError."""
    if words in {"all", "none"}:
        return frozenset(range(count)) if words == "all" else frozenset()
    return frozenset(int(word) for word in words.split(","))


def command(judged: Judged) -> str:
    """Return the command that shows a failure again, with the least mischief that brings about one of the same kind."""
    wanted = {one.fault for one in judged.bad}

    def fails(numbers: frozenset[int]) -> bool:
        return bool(wanted & {one.fault for one in judge_one(judged.seed, numbers).bad})

    numbers = shrunk(range(len(story(judged.seed).mischief)), fails)
    return f"python -m bot replay --seed {judged.seed} --faults {','.join(map(str, numbers)) or 'none'}"


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
