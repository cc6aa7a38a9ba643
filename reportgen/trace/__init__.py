"""Where a figure of a document comes from: the formula or the sentence behind it, and the lines of the ward's data."""
