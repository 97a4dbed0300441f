"""Plots as values, a module a kind: worked out here, drawn by components/plots.html as SVG with a table beside it.

Widths are percentages and heights pixels, so that words keep their size on a phone. What a plot
says, its labels say: there is no legend. Every plot keeps the rows that its table shows.
"""

from readiness.web.plots.amounts import BarPlot, bars, stacked_bar
from readiness.web.plots.columns import ColumnPlot, Counted, stacked_columns
from readiness.web.plots.comparing import ComparedPlot, Course, compared_steps
from readiness.web.plots.ending import CliffPlot, cliff
from readiness.web.plots.shapes import Amount, Mark, PlacedBar, PlacedText, Plot
from readiness.web.plots.small import HeatGrid, Spark, heat_grid, spark
from readiness.web.plots.spanning import Span, SpanPlot, spans
from readiness.web.plots.stacking import Part, StackedPlot, stacked_course
from readiness.web.plots.stepping import StepPlot, steps

__all__ = [
    "Amount",
    "BarPlot",
    "CliffPlot",
    "ColumnPlot",
    "ComparedPlot",
    "Counted",
    "Course",
    "HeatGrid",
    "Mark",
    "Part",
    "PlacedBar",
    "PlacedText",
    "Plot",
    "Span",
    "SpanPlot",
    "Spark",
    "StackedPlot",
    "StepPlot",
    "bars",
    "cliff",
    "compared_steps",
    "heat_grid",
    "spans",
    "spark",
    "stacked_bar",
    "stacked_columns",
    "stacked_course",
    "steps",
]
