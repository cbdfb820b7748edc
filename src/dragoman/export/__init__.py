"""Codings in the shapes that other programs read."""
