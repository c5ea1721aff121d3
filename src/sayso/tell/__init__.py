"""tell: the brief, pictures, exports, evidence for a question, lists: all pure, from rows to text."""

from sayso.tell.actors import draw_ties
from sayso.tell.answers import FAULTS, MOST_COUNTED, WHOLES, Answer, make_answer
from sayso.tell.brief import make_brief
from sayso.tell.checked import tell_figures
from sayso.tell.diff import Change, diff_tables, tell_diff
from sayso.tell.docx import to_docx
from sayso.tell.drafts import find_draft
from sayso.tell.drifts import describe_drifts
from sayso.tell.duplicates import describe_duplicates
from sayso.tell.evidence import Bearing, Evidence, Finding, Told, find_evidence, look_up_question
from sayso.tell.export import load_export_schema, make_export
from sayso.tell.figures import Asked, Figures, Listed
from sayso.tell.gradings import describe_grades, say_grade, tell_grade
from sayso.tell.grounds import describe_ground, tell_ground
from sayso.tell.listings import (
    describe_actors,
    describe_claims,
    describe_disputes,
    describe_documents,
    describe_groups,
    describe_leads,
    describe_manifest,
    describe_problems,
    describe_silences,
    describe_sources,
)
from sayso.tell.making import make_model
from sayso.tell.markdown import to_markdown
from sayso.tell.notebook import (
    show_case,
    show_evidence,
    show_group,
    show_listing,
    show_matrix,
    show_pictures,
    tell_evidence,
    to_listing,
    view_picture,
)
from sayso.tell.passages import Bit
from sayso.tell.pdf import to_pdf
from sayso.tell.pictures import (
    PICTURE_CSS,
    draw_drift,
    draw_drift_view,
    draw_lines,
    draw_matrix,
    draw_network,
    draw_sources,
    draw_stemma,
    draw_timeline,
    draw_tornado,
    to_file,
)
from sayso.tell.portraits import tell_pair, tell_profile, tell_tie
from sayso.tell.profiles import cut_rows, describe_pair, describe_profile, describe_tie, find_actor
from sayso.tell.proposals import describe_draft, describe_proposals, find_llm_problems
from sayso.tell.rulings import describe_rulings
from sayso.tell.samples import ATTRIBUTION, PARAGRAPH, Item
from sayso.tell.screens import CLOSE, OPEN, Screen, Screens, tell_plain, to_plain
from sayso.tell.sheets import Given, make_sheet, read_answers
from sayso.tell.shown import clean_line, clean_text
from sayso.tell.ties import Tie, TieSaid, find_ties
from sayso.tell.traces import tell_trace
from sayso.tell.verdicts import STANDING, count_rows
from sayso.tell.weighing import describe_hypotheses, describe_weighing, tell_hypothesis, tell_weighing

__all__ = [
    "ATTRIBUTION", "CLOSE", "FAULTS", "MOST_COUNTED", "OPEN", "PARAGRAPH", "PICTURE_CSS", "STANDING", "WHOLES", "Answer",
    "Asked", "Bearing", "Bit", "Change", "Evidence", "Figures", "Finding", "Given", "Item", "Listed", "Screen", "Screens",
    "Tie", "TieSaid", "Told", "clean_line", "clean_text", "count_rows", "cut_rows", "describe_actors", "describe_claims",
    "describe_disputes", "describe_documents", "describe_draft", "describe_drifts", "describe_duplicates",
    "describe_grades", "describe_ground", "describe_groups", "describe_hypotheses", "describe_leads", "describe_manifest",
    "describe_pair", "describe_problems", "describe_profile", "describe_proposals", "describe_rulings", "describe_silences",
    "describe_sources", "describe_tie", "describe_weighing", "diff_tables", "draw_drift", "draw_drift_view", "draw_lines",
    "draw_matrix", "draw_network", "draw_sources", "draw_stemma", "draw_ties", "draw_timeline", "draw_tornado",
    "find_actor", "find_draft", "find_evidence", "find_llm_problems", "find_ties", "load_export_schema", "look_up_question",
    "make_answer", "make_brief", "make_export", "make_model", "make_sheet", "read_answers", "say_grade", "show_case",
    "show_evidence", "show_group", "show_listing", "show_matrix", "show_pictures", "tell_diff", "tell_evidence",
    "tell_figures", "tell_grade", "tell_ground", "tell_hypothesis", "tell_pair", "tell_plain", "tell_profile", "tell_tie",
    "tell_trace", "tell_weighing", "to_docx", "to_file", "to_listing", "to_markdown", "to_pdf", "to_plain", "view_picture",
]
