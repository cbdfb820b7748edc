-- Parties that a person joined: the one that is gone leads to the one that stayed, also for actors of later reports.

ALTER TABLE party ADD COLUMN joined INTEGER REFERENCES party (key);
