"""Pictures, as SVG: the one place that draws; brief, notebook and workbench all show the same ones."""

from sayso.tell.pictures.drift import draw_drift, draw_drift_view
from sayso.tell.pictures.lines import draw_lines, draw_side_lines
from sayso.tell.pictures.matrix import draw_matrix
from sayso.tell.pictures.network import Actor, Tie, draw_network
from sayso.tell.pictures.sources import draw_sources
from sayso.tell.pictures.stemma import NODE_WIDTHS, draw_side, draw_stemma
from sayso.tell.pictures.style import COLUMN, PICTURE_CSS, WIDTH, to_file
from sayso.tell.pictures.timeline import draw_timeline
from sayso.tell.pictures.tornado import draw_tornado

__all__ = [
    "COLUMN", "NODE_WIDTHS", "PICTURE_CSS", "WIDTH", "Actor", "Tie", "draw_drift", "draw_drift_view", "draw_lines",
    "draw_matrix", "draw_network", "draw_side", "draw_side_lines", "draw_sources", "draw_stemma", "draw_timeline",
    "draw_tornado", "to_file",
]
