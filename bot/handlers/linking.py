"""/link and /unlink: a group, or one topic of a forum, follows a cluster's calls; it is shown counts, never people."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.handlers.visit import Visit
from bot.registry.language import Language
from bot.registry.person import LinkedChat
from bot.speech.say import Listing
from bot.town import Town

EVERY_CLUSTER = ""


def router() -> Router:
    """Return the routes of /link and /unlink."""
    routes = Router(name="linking")
    routes.message.register(link, Command("link"))
    routes.message.register(unlink, Command("unlink"))
    return routes


async def link(message: Message, visit: Visit, command: CommandObject) -> None:
    """`/link <cluster|all>`: a coordinator lets this chat or topic follow."""
    del message
    word = (command.args or "").strip()
    scope = EVERY_CLUSTER if word.casefold() in visit.house.texts.twins("link-words-all") else cluster_named(word, visit.town)
    if scope is None:
        await visit.say("link-which", clusters=Listing(tuple(visit.town.clusters)))
        return
    await visit.roster.link_chat(LinkedChat(visit.chat.chat_id, visit.chat.thread_id, scope))
    if scope == EVERY_CLUSTER:
        await visit.say("link-done-all")
    else:
        await visit.say("link-done", cluster=visit.town.clusters[scope].names)


async def unlink(message: Message, visit: Visit) -> None:
    """`/unlink`: this chat or topic follows nothing any more."""
    del message
    await visit.roster.unlink_chat(visit.chat.chat_id, visit.chat.thread_id)
    await visit.say("link-ended")


def cluster_named(word: str, town: Town) -> str | None:
    """Return the cluster of this code, or of this name in any language."""
    wanted = word.casefold()
    for code, cluster in town.clusters.items():
        if wanted in {code.casefold(), *(cluster.names.to(language).casefold() for language in Language)}:
            return code
    return None
