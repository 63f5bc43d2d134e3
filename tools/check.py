"""The checks of `make check` and `make test`: `python -m tools.check style types floors sqlite …`.

All that are asked for are made, whatever becomes of the others; exit 1 when one of them failed.
"""

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.servers.postgres import Postgres
from tools.servers.unprivileged import passing_folder

BIN = Path(sys.executable).parent
SIDE_BY_SIDE = ("-n", str(min(max(os.cpu_count() or 2, 2), 4)), "--dist", "loadfile", "--no-loadscope-reorder")
"""Servers and applications of four at once are as many as a usual machine has room for. The order is that of
tests/conftest.py: else files of few tests come last, and the longest are among them."""
DATABASE = "govdesk_test"
SOME_CASES = 6
WITHOUT_DATABASE = (
    # They start servers of other kinds, build, or read the checkout.
    "tests/directory/ldap",
    "tests/servers",
    "tests/ui",
    "tests/workshop",
    # Rules about words, addresses, sheets and settings, told without a row.
    "tests/accounts/test_find_duplicates.py",
    "tests/accounts/test_identify.py",
    "tests/accounts/test_pasted_addresses.py",
    "tests/accounts/test_platform_files.py",
    "tests/accounts/test_platform_pages.py",
    "tests/accounts/test_read_rows.py",
    "tests/accounts/test_read_sheets.py",
    "tests/accounts/test_secrets_stay_out.py",
    "tests/campaigns/test_terms.py",
    "tests/demo/test_company_ldif.py",
    "tests/ground/test_commands.py",
    "tests/ground/test_complaints.py",
    "tests/ground/test_indexes.py",
    "tests/ground/test_proxies.py",
    "tests/ground/test_secrecy.py",
    "tests/ground/test_settings.py",
    "tests/guards/test_who_may.py",
    "tests/lifecycle/test_likeness.py",
    "tests/policies/test_read_policies.py",
    "tests/proof/test_allowance.py",
    "tests/rotation/plan/test_calendars.py",
    "tests/rotation/plan/test_read_rules.py",
    "tests/rotation/test_reminder_days.py",
    "tests/signin/test_limits.py",
    "tests/signin/test_refusals.py",
    "tests/signin/test_turns.py",
    "tests/voice",
    "tests/web/test_browser_words.py",
    # Commands on a SQLite file of their own, whichever database the others are on.
    "tests/accounts/test_import_command.py",
    "tests/policies/test_policies_command.py",
    "tests/proof/test_verify_command.py",
    "tests/rotation/test_commands.py",
    # What a token says; the rows of this door are those of test_oidc_sign_in.py.
    "tests/signin/test_oidc_tokens.py",
    # Its statements are those of the rooms, whose own tests ask them there.
    "tests/guards/test_matrix.py",
)
"""What asks no database, or asks it for nothing but what other tests ask it for: once is enough."""


def style() -> bool:
    return _finds_nothing("ruff", "format", "--check", ".") & _finds_nothing("ruff", "check", ".")


def types() -> bool:
    return _finds_nothing("mypy")


def floors() -> bool:
    return _finds_nothing("lint-imports", "--no-logo")


def sqlite() -> bool:
    return _pytest("not browser and not postgresql and not chaos", *SIDE_BY_SIDE)


def postgresql() -> bool:
    """All that may go another way there, which the wheel, the look of pages and the table of rights do not.

    Of a test with many cases some: they send the same statements with other values.
    """
    return _on_postgresql("--cases", str(SOME_CASES))


def every_case_on_postgresql() -> bool:
    """The same with all cases."""
    return _on_postgresql()


def _on_postgresql(*options: str) -> bool:
    with passing_folder("postgresql") as folder, Postgres(folder) as server:
        return _pytest(
            "not browser and not packaging and not chaos",
            *SIDE_BY_SIDE,
            *options,
            *(f"--ignore={path}" for path in WITHOUT_DATABASE),
            GOVDESK_TEST_DATABASE_URL=server.create(DATABASE),
        )


def browser() -> bool:
    return _pytest("browser")


def chaos() -> bool:
    """What is long, or needs a server that only few want to install."""
    return _pytest("chaos", *SIDE_BY_SIDE)


READING = ("style", "types", "floors")
"""They run nothing, and read on one processor: tests need not wait for them."""
CHECKS = {
    check.__name__: check
    for check in (style, types, floors, sqlite, postgresql, every_case_on_postgresql, browser, chaos)
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("checks", nargs="+", choices=CHECKS)
    asked = arguments.parse_args().checks
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(_failed, [name for name in asked if name in READING])
        failed = _failed([name for name in asked if name not in READING])
    failed = reading.result() + failed
    if failed:
        sys.exit(f"Not in order: {', '.join(failed)}")


def _failed(names: list[str]) -> list[str]:
    return [name for name in names if not CHECKS[name]()]


def _pytest(which: str, *options: str, **environment: str) -> bool:
    return _passes("pytest", "--no-header", "-m", which, *options, **environment)


def _passes(program: str, *options: str, **environment: str) -> bool:
    print(f"\n· {program} {' '.join(options)}", flush=True)
    return subprocess.run(_own(program, *options), check=False, env={**os.environ, **environment}).returncode == 0


def _finds_nothing(program: str, *options: str) -> bool:
    """Told as a whole, so that it does not stand between the lines of tests."""
    done = subprocess.run(
        _own(program, *options), check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    print(f"\n· {program} {' '.join(options)}\n{done.stdout}", flush=True)
    return done.returncode == 0


def _own(program: str, *options: str) -> list[str]:
    """Looked up beside this Python: nothing from elsewhere on the PATH takes part."""
    return [str(BIN / program), *options]


if __name__ == "__main__":
    main()
