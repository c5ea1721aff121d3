"""tell: the brief, pictures, exports, evidence for a question, lists: all pure, from rows to text."""

from sayso.tell.brief import make_brief
from sayso.tell.evidence import Bearing, Evidence, Told, find_evidence
from sayso.tell.export import load_export_schema, make_export
from sayso.tell.listings import (
    describe_actors,
    describe_claims,
    describe_disputes,
    describe_documents,
    describe_groups,
    describe_leads,
    describe_problems,
    describe_sources,
)
from sayso.tell.pictures import draw_stemma
from sayso.tell.shown import clean_line, clean_text
from sayso.tell.traces import tell_trace
from sayso.tell.verdicts import STANDING

__all__ = [
    "STANDING", "Bearing", "Evidence", "Told", "clean_line", "clean_text", "describe_actors", "describe_claims",
    "describe_disputes", "describe_documents", "describe_groups", "describe_leads", "describe_problems",
    "describe_sources", "draw_stemma", "find_evidence", "load_export_schema", "make_brief", "make_export", "tell_trace",
]
