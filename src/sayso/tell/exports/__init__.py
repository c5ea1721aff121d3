"""exports: a case in the formats of other programs; docs/reference/exports.md tells what each carries and loses."""

from sayso.tell.exports.about import About, Files
from sayso.tell.exports.registry import Format, check_options, export_tables, list_formats

__all__ = ["About", "Files", "Format", "check_options", "export_tables", "list_formats"]
