"""read: a document at a time, what it says, who says it and on whose word."""

from sayso.read.reader import DEFAULT, Reader, make_read_stage, reader_names, register_reader

__all__ = ["DEFAULT", "Reader", "make_read_stage", "reader_names", "register_reader"]
