"""People's files to model: the ward folder in YAML. Every fault found in one run, each with file and line."""
