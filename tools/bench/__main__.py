"""`python -m tools.bench`: all of it, unless told `--only` which part."""

import argparse

from tools.bench.directory import measure_directory
from tools.bench.idle import measure_idle
from tools.bench.lists import measure_lists
from tools.bench.notices import measure_notices
from tools.bench.pages import measure_pages
from tools.bench.proof import measure_proof
from tools.bench.register import measure_register
from tools.bench.reports import measure_reports
from tools.bench.voice import measure_voice


def main() -> None:
    arguments = argparse.ArgumentParser(prog="tools.bench", description=__doc__)
    parts = ["pages", "directory", "proof", "register", "reports", "lists", "notices", "voice", "accounts"]
    arguments.add_argument("--only", choices=parts, help="accounts: register, proof and lists")
    arguments.add_argument("--people", type=int, default=100_000, help="how many the directory has")
    arguments.add_argument("--accounts", type=int, default=100_000, help="how many the register takes in, and holds")
    arguments.add_argument("--notices", type=int, default=100_000, help="how many reminders fall due at once")
    chosen = arguments.parse_args()
    if chosen.only in (None, "pages"):
        measure_pages()
    if chosen.only in (None, "accounts", "proof"):
        measure_proof()
    if chosen.only in (None, "directory"):
        measure_directory(chosen.people)
    if chosen.only in (None, "accounts", "register"):
        measure_register(chosen.accounts)
    if chosen.only in (None, "reports"):
        measure_reports(chosen.accounts // 5)
    if chosen.only in (None, "accounts", "lists"):
        measure_lists(chosen.accounts)
    if chosen.only in (None, "notices"):
        measure_notices(chosen.notices)
        measure_idle(10 * chosen.notices)
    if chosen.only in (None, "voice"):
        measure_voice()


main()
