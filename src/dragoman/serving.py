"""The command that serves the workbench. Heavy parts are imported inside it, so that `--help` answers at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dragoman.database import Database, must_exist
from dragoman.terminal import errors, fail


def serve(
    db: Database,
    host: Annotated[str, typer.Option(metavar="NAME", help="Address to listen on; anything but this machine needs tokens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 = any that is free.")] = 8710,
    name: Annotated[list[str] | None, typer.Option("--name", metavar="HOST", help="Another name under which browsers reach this machine.")] = None,
    new_token: Annotated[str | None, typer.Option(metavar="WHO", help="Make a token for somebody, print it once, and stop.")] = None,
    may: Annotated[str, typer.Option(metavar="RIGHT", help="What the new token allows: read or review.")] = "read",
) -> None:  # fmt: skip
    """Open the workbench on a database: look, ask, correct, in a browser or over HTTP."""
    with errors():
        must_exist(db)
        from dragoman.serve import tokens

        if new_token is not None:
            typer.echo(tokens.make(tokens.beside(db), new_token, may))
            typer.echo(f"This is shown only now. {new_token} may {may}; its hash is in {tokens.beside(db)}.", err=True)
            return
        _serve(db, host, port, name or [])


def _serve(db: Path, host: str, port: int, names: list[str]) -> None:
    import ipaddress
    import socket

    import uvicorn

    from dragoman.serve import Settings, application, tokens
    from dragoman.serve.settings import LOOPBACK
    from dragoman.store import Store

    Store.open(db, write=True).close()  # a file of an older dragoman is brought up to date, or the reason is told
    known = tokens.Tokens.read(tokens.beside(db))
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        fail(f"--host {host!r} is no address: use 127.0.0.1, or an address of this machine.", 2)
    if not local and not known.known:
        fail(
            f"Others can reach {host}, so they need tokens: make one with `dragoman serve {db} --new-token NAME --may review`.",
            2,
        )
    is_open = local and not names
    if names and not known.known:
        fail(
            f"--name opens the workbench to others, so they need tokens: make one with `dragoman serve {db} --new-token NAME`.",
            2,
        )
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        fail(f"Port {port} of {host} cannot be used ({error.strerror}): choose another with --port, or 0 for any.", 2)
    shown = f"[{host}]" if ":" in host else host
    app = application(db, Settings(hosts=(*LOOPBACK, shown, *names), tokens=known, open=is_open))
    typer.echo(f"{db} is open at http://{shown}:{listening.getsockname()[1]}/ (Ctrl-C ends it)")
    if is_open:
        typer.echo("Only this machine can reach it.")
    else:
        typer.echo(f"{len(known.known)} tokens are known. Traffic is not encrypted: put a proxy with TLS before it.")
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False, timeout_graceful_shutdown=5)
    )
    server.run(sockets=[listening])


COMMANDS: tuple[Callable[..., None], ...] = (serve,)
