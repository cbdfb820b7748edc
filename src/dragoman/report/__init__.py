"""Codings as people read them: tables and explanations."""
