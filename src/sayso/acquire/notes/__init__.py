"""Notes, their marks, and lists of references."""
