"""`python -m tools.bench`: all of it, unless told `--only pages` or `--only directory`."""

import argparse

from tools.bench.directory import measure_directory
from tools.bench.pages import measure_pages


def main() -> None:
    arguments = argparse.ArgumentParser(prog="tools.bench", description=__doc__)
    arguments.add_argument("--only", choices=["pages", "directory"])
    arguments.add_argument("--people", type=int, default=100_000, help="how many the directory has")
    chosen = arguments.parse_args()
    if chosen.only != "directory":
        measure_pages()
    if chosen.only != "pages":
        measure_directory(chosen.people)


main()
