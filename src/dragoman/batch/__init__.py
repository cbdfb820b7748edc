"""Many inputs -> a folder of Parquet tables: on all cores of a machine, or on a cluster.

Comes in: files, folders or addresses of any size, and how to code them (`Job`). Goes out: a folder of parts, each with its
marker, and an account of the run. A part is coded as a whole or not at all: what a crash leaves without a marker is coded
again under the same name, so that nothing is lost and nothing is there twice.

    job.py       what is asked for                     folder.py    a folder here or on an object store
    planning.py  inputs -> groups, written down once   opening.py   a group -> parts of sealed inputs
    stages.py    a part -> codings -> tables           tables.py    codings as columns
    gates.py     what need not be coded                account.py   markers and summary
    local.py     a pool of processes                   cluster.py   Ray
"""

from __future__ import annotations

from dragoman.batch.folder import Folder
from dragoman.batch.job import Job
from dragoman.batch.running import run

__all__ = ["Folder", "Job", "run"]
