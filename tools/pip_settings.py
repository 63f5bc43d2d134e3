"""Hand pip's own settings to uv, which does not read them: mirrors, proxies and certificates keep working."""

import ast
import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

# From the weakest to the strongest, as pip weighs them; a command's own section lies over the general one.
_SECTIONS = ("global.", "install.", ":env:.")

_INDEX = {"index-url": "UV_DEFAULT_INDEX", "no-index": "UV_NO_INDEX"}
_MORE = {"extra-index-url": ("UV_INDEX", " "), "find-links": ("UV_FIND_LINKS", ",")}
_CONNECTION = {"cert": "SSL_CERT_FILE", "timeout": "UV_HTTP_TIMEOUT", "default-timeout": "UV_HTTP_TIMEOUT"}


def for_uv(python: Path) -> dict[str, str]:
    """The environment for uv, from the pip of `python`; what is set for uv itself stands."""
    listing = subprocess.run(
        [python, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True
    ).stdout
    return {
        "UV_PYTHON_DOWNLOADS": "never",
        # pip takes the best file of all indexes; uv alone would stop at the first that knows the name.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        **translated(settings(listing.splitlines())),
        **os.environ,
    }


def settings(lines: Iterable[str]) -> dict[str, str]:
    """What `pip config list` says, by the option's name without its section."""
    pairs = dict(line.split("=", 1) for line in lines if "=" in line)
    return {
        key.removeprefix(section): ast.literal_eval(value)
        for section in _SECTIONS
        for key, value in pairs.items()
        if key.startswith(section)
    }


def translated(pip: Mapping[str, str]) -> dict[str, str]:
    uv = {variable: pip[option] for option, variable in {**_INDEX, **_CONNECTION}.items() if option in pip}
    for option, (variable, mark) in _MORE.items():
        if option in pip:
            uv[variable] = mark.join(pip[option].split())
    if hosts := pip.get("trusted-host"):
        uv["UV_INSECURE_HOST"] = " ".join(hosts.split())
    if proxy := pip.get("proxy"):
        uv |= {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy}
    return uv
