"""Govdesk with everything around it, on this machine only: `make run`.

A private company directory, a mail sink, the database with the sample company, the web server and the worker.
"""

import argparse
import compileall
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from tools import choices
from tools.processes import Program, as_servers_user, wait_until_open, watch
from tools.servers.errors import ServerError
from tools.servers.mailsink import MailSink
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import private_folder

ROOT = Path(__file__).resolve().parent.parent
GOVDESK, FLASK = (str(Path(sys.executable).with_name(name)) for name in ("govdesk", "flask"))
HOST = "127.0.0.1"
STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

WELCOME = """
Govdesk is open: {address}

  Sign in as     who that is
  grace          communications: the register, owners, policies
  sam            security: credentials and rotations
  mei            agent at the IT desk
  ada            custodian in a press office
  olu            an employee
  noor           auditor
  root           administrator
  lars           left in February, and must not get in
  The password of all is: govdesk

The mails it sends: {address}/dev/mail
Ctrl-C stops it.
"""


SIGN_IN = """\
# The sample company's directory locks nobody: whoever tries it out may mistype a few times.
lockout:
  wrong_passwords: 40
  minutes: 1
"""


class Stopped(BaseException):
    """Somebody asked us to stop."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reload", action="store_true", help="serve changed code at once")
    reload = arguments.parse_args().reload
    for message in STOP:
        signal.signal(message, _stop)
    try:
        port = choices.port(os.environ, HOST)
        run(port, Path(os.environ.get("GOVDESK_VAR") or ROOT / "var").resolve(), reload=reload)
    except Stopped:
        print("Govdesk has stopped.")
    except ServerError as error:
        sys.exit(str(error))


def run(port: int, var: Path, *, reload: bool) -> NoReturn:
    address = f"http://{HOST}:{port}"
    data, mails = private_folder(var, "data"), private_folder(var, "mail")
    before = as_servers_user(ROOT)
    serve = [*before, GOVDESK, "serve", "--port", str(port)]
    if reload:
        serve = [*before, FLASK, "--app", "wsgi", "run", "--debug", "--port", str(port)]
    # Left in the order opposite to this one: nothing loses what it still needs.
    with ExitStack() as stack:
        directory = stack.enter_context(Slapd(private_folder(var, "directory"), seed(company())))
        sink = stack.enter_context(MailSink(mails))
        env = {
            **os.environ,
            **directory.environment(),
            "HOME": str(data),
            "GOVDESK_DATABASE_URL": f"sqlite:///{data / 'govdesk.sqlite'}",
            "GOVDESK_SECRET_KEY": choices.secret_key(var / "secret-key"),
            "GOVDESK_BASE_URL": address,
            "GOVDESK_SMTP_URL": sink.url,
            "GOVDESK_MAIL_FROM": "govdesk@commerce.example",
            "GOVDESK_DEV_MAIL": str(mails),
            "GOVDESK_POLICIES": os.environ.get("GOVDESK_POLICIES")
            or str(_own_policies(private_folder(var, "policies"))),
            "GOVDESK_LOG": "text",
        }
        _prepare(data, before, env)
        web = stack.enter_context(Program("The web server", serve, env))
        worker = stack.enter_context(Program("The worker", [*before, GOVDESK, "worker"], env))
        wait_until_open(f"{address}/healthz", web)
        print(WELCOME.format(address=address), flush=True)
        watch(web, worker)


def _own_policies(folder: Path) -> Path:
    """What the sample company lays over the shipped policies; what somebody has changed there stays."""
    signin = folder / "signin.yml"
    if not signin.exists():
        signin.write_text(SIGN_IN, encoding="utf-8")
        signin.chmod(0o644)
    return folder


def _prepare(data: Path, before: list[str], env: dict[str, str]) -> None:
    """Bring the database up to date; the sample company comes once, so that what people do to it stays."""
    loaded = data / "sample-company-is-loaded"
    is_new = not (data / "govdesk.sqlite").exists()
    # The servers' user may not be allowed to keep the compiled code beside ours.
    compileall.compile_dir(ROOT / "govdesk", quiet=2)
    _govdesk(before, env, "db", "upgrade")
    if is_new or not loaded.exists():
        print("Loading the sample company", flush=True)
        _govdesk(before, env, "demo", "load")
        loaded.touch()


def _govdesk(before: list[str], env: dict[str, str], *words: str) -> None:
    command = [*before, GOVDESK, *words]
    if subprocess.run(command, env=env, stdin=subprocess.DEVNULL, check=False).returncode:
        raise ServerError(f"“govdesk {' '.join(words)}” failed; what it said stands above.")


def _stop(*_: object) -> NoReturn:
    # Once is enough: a second Ctrl-C must not cut the orderly end short.
    for message in STOP:
        signal.signal(message, lambda *_: None)
    raise Stopped


if __name__ == "__main__":
    main()
