#!/bin/sh
# Prints the Python to build .venv with: the first of 3.11 or later.
# Debian's own comes first, because apt brings headers that match it; version
# managers keep theirs in home folders, where an unprivileged server cannot go.
set -eu

for python in ${PYTHON:+"$PYTHON"} /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$python"
        exit
    fi
done
echo "Govdesk needs Python 3.11 or later. Install it, or name it: make PYTHON=/path/to/python3" >&2
exit 1
