"""Codings -> what is the same across reports: copies, parties, stories. Derived, and never the truth.

Comes in: records. Goes out: verdicts with their reasons. Pure functions: where candidates come from and where links are
written is the store's business, so that each step can be read, tested and changed alone.

    copies.py      text -> signature; are two texts copies            parties.py    are two actors one party
    happenings.py  an event -> what it is compared by                 blocking.py   which events are compared at all
    scoring.py     are two events one happening, and why              clustering.py which story an event joins
"""
