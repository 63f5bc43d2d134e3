"""Regular expressions that stand in files."""

import re
from typing import Annotated

from pydantic import AfterValidator


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is not a pattern: {error}") from error
    return text


PatternText = Annotated[str, AfterValidator(_pattern)]
