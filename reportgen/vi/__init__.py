"""Vietnamese administrative writing: dates, numbers, Roman numerals, sorting, Unicode and legacy encodings."""
