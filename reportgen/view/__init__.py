"""The worded view of a report: the values under the names that templates may use."""

from reportgen.view.fields import Field, Kind, Record
from reportgen.view.names import NAMES, paths, samples

__all__ = ["NAMES", "Field", "Kind", "Record", "paths", "samples"]
