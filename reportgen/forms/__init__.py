"""Biểu mẫu: one Excel form an agency and period, sent out beside last period's figures, read when it comes back."""

from reportgen.forms.content import Form, form_of, senders, usual_day
from reportgen.forms.write import write_form

__all__ = ["Form", "form_of", "senders", "usual_day", "write_form"]
