"""What holds documents: archives, web archives, tables of texts."""
