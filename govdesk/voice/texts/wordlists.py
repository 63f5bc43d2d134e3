"""Lists of words, readable in the code."""


def words(listed: str) -> frozenset[str]:
    """The words between spaces."""
    return frozenset(listed.split())
