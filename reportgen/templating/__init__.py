"""Tools for the people who edit templates: lint, annotate, the sheet of names."""

from __future__ import annotations
