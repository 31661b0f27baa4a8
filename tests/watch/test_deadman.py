"""The dead-man's switch: asked for each minute while all is well, never otherwise, and never a trouble of its own."""

from aiohttp import web

from bot.watch.deadman import Deadman


async def test_the_address_is_asked_for_while_the_auditor_is_content_and_not_otherwise(unused_tcp_port: int) -> None:
    asked: list[str] = []
    content = [True]

    async def hear(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=500 if len(asked) > 1 else 200)

    application = web.Application()
    application.router.add_get("/{path}", hear)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    switch = Deadman(f"http://127.0.0.1:{unused_tcp_port}/secret", lambda: content[0])
    await switch.show()
    content[0] = False
    await switch.show()
    assert asked == ["/secret"]
    content[0] = True
    await switch.show()
    assert asked == ["/secret"] * 2, "who answers with an error is asked again all the same"
    await runner.cleanup()
    await switch.show()
    assert len(asked) == 2, "nobody there is no trouble of ours"
