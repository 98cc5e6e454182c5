"""Settings of the documentation site: `make docs` builds it in docs/_build."""

from __future__ import annotations

project = "policy-brief-builder"
author = "The policy-brief-builder contributors"
extensions = ["myst_parser", "sphinx_copybutton"]
html_theme = "furo"
html_title = "policy-brief-builder"
html_copy_source = False
exclude_patterns = ["_build", "gallery/sources"]  # files that briefs of the gallery cite
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
nitpicky = True  # a link that leads nowhere is an error
suppress_warnings = ["myst.header", "misc.highlighting_failure"]  # no lexer for CSV
