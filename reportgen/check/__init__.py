"""Model to problems, one rule a module; `RULES` puts them in force."""
