"""The workbench: pages over the database, review, and the HTTP API.

Comes in: the path of a database and requests. Goes out: pages, their .json twins, streams, and what a reviewer says, kept.
Reads through `Store` only; has no rows or rules of its own.
"""

from dragoman.serve.application import application
from dragoman.serve.settings import Settings

__all__ = ["Settings", "application"]
