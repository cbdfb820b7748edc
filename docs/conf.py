"""Sphinx configuration."""

project = "Dragoman"
author = "The Dragoman authors"
copyright = "2026, The Dragoman authors"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Dragoman"
