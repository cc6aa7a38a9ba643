"""reportgen: official Word and Excel reports from a Vietnamese ward's reform plan and its progress data."""

__version__ = "0.1.0"
