"""PDF and pictures of text: rows and their boxes, the order in which they are read, text recognition."""
