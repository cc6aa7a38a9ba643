"""Model, period and as-of date to facts: a status for every deadline, every total, every comparison."""

from reportgen.assess.assemble import assess
from reportgen.assess.periods import has_progress, newest_closed, newest_open, periods_with_progress, reported_last

__all__ = ["assess", "has_progress", "newest_closed", "newest_open", "periods_with_progress", "reported_last"]
