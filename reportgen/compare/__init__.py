"""Two versions of a document: what differs, place by place, and a copy on which people see it."""
