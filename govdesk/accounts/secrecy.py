"""What the register asks of each cell that is brought in; all else of it is on the ground."""

from govdesk.secrecy import looks_secret

__all__ = ["looks_secret"]
