"""Dragoman reads news reports and writes down who did and said what to whom, with the words that prove it."""
