"""Model, period and as-of date to facts: a status for every deadline, every total, every comparison."""
