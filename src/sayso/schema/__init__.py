"""Every table of sayso, declared once; databases, schemas and reference docs are made from here."""

from sayso.schema.declare import (
    TABLES,
    Column,
    Span,
    Spans,
    Table,
    Tables,
    from_record,
    make_id,
    name_of,
    to_record,
)
from sayso.schema.tables import (
    Attribution,
    Check,
    Citation,
    Claim,
    Contradiction,
    Copy,
    Cut,
    Dispute,
    Document,
    Group,
    Hop,
    Identity,
    Lead,
    Membership,
    Note,
    Part,
    Piece,
    Problem,
    Referent,
    Source,
    StemmaEdge,
    Tally,
)

__all__ = [
    "TABLES", "Attribution", "Check", "Citation", "Claim", "Column", "Contradiction", "Copy", "Cut", "Dispute",
    "Document", "Group", "Hop", "Identity", "Lead", "Membership", "Note", "Part", "Piece", "Problem", "Referent",
    "Source", "Span", "Spans", "StemmaEdge", "Table", "Tables", "Tally", "from_record", "make_id", "name_of",
    "to_record",
]
