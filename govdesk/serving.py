"""Commands that run the house: migrate, serve, work, list the routes."""

import gc
import logging
import os
import socket

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from govdesk import create_app, schema
from govdesk.console import House, as_json, pass_house, print_json, print_rows
from govdesk.web.routes import routes as routes_of

log = logging.getLogger(__name__)


@click.group()
def db() -> None:
    """Migrations of the database."""


@db.command()
@pass_house
def upgrade(house: House) -> None:
    """Bring the database to the newest migration."""
    schema.upgrade(house.settings.database_url)
    click.echo(f"The database is at migration {schema.newest()}.")


@db.command()
@pass_house
def current(house: House) -> None:
    """Print the migration the database stands at."""
    click.echo(schema.current(house.engine) or "empty")


@db.command()
@pass_house
def check(house: House) -> None:
    """Exit 1 when the database is not at the newest migration."""
    found, newest = schema.current(house.engine), schema.newest()
    if found != newest:
        unknown = f"The database is at migration {found}, which this program, at {newest}, does not know."
        raise click.ClickException(schema.shortfall(house.engine) or unknown)
    click.echo(f"The database is at migration {newest}, the newest.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@pass_house
def serve(house: House, host: str, port: int, workers: int) -> None:
    """Run the production web server."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _demand_base_url(house)
    _demand_port(host, port)
    _demand_tables(house)
    create_app(house.settings)  # a fault in settings or files is told here, once, before any worker starts
    log.info("serving on http://%s:%d", host, port)
    Granian(
        "govdesk.serving:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=32,
        respawn_failed_workers=True,
        log_access=False,
        log_level=LogLevels.error,  # that it started is said here; that it has 32 threads is meant
        log_dictconfig={"loggers": {"_granian": {"propagate": True}}},
    ).serve()


def application() -> Flask:
    """What each process of the web server runs.

    What stands by now stays to the end: it is not looked through for rings, request after request.
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    return app


def _demand_tables(house: House) -> None:
    """Nothing is served from an empty database; one that is behind or down may be put right while this runs."""
    try:
        lacking, is_empty = schema.shortfall(house.engine), schema.current(house.engine) is None
    except SQLAlchemyError as error:
        log.warning("the database cannot be used yet: %s", " ".join(str(error).split()))
        return
    if lacking and is_empty:
        raise click.ClickException(lacking)
    if lacking:
        log.warning("%s", lacking)


def _demand_port(host: str, port: int) -> None:
    """Whether the address can be listened at, before the server's own library says so in its words."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise click.ClickException(f"Cannot listen at {host}, port {port}: {why}.") from None


@click.command()
@click.option("--once", is_flag=True, help="Try all that is due now, then exit.")
@pass_house
def worker(house: House, once: bool) -> None:
    """Run recurring work: reminders, mail, the directory. Any number of workers may run."""
    from govdesk import worker as work

    _demand_base_url(house)
    _demand_tables(house)
    work.run_once(house) if once else work.run(house)


@click.command()
@as_json
@pass_house
def routes(house: House, as_json: bool) -> None:
    """List every route with its methods, permission and object scope."""
    rows = _routes(house)
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ["route", "methods", "permission", "scope"], empty="There are no routes.")


def _routes(house: House) -> list[dict[str, object]]:
    return [
        {
            "route": route.path,
            "methods": list(route.methods),
            "permission": route.permission or "public",
            "scope": route.scope,
        }
        for route in routes_of(create_app(house.settings))
    ]


def _demand_base_url(house: House) -> None:
    if house.settings.base_url is None:
        raise click.ClickException("GOVDESK_BASE_URL is not set; links in mails need it.")
