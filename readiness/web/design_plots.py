"""The plots on the page of components: one of each kind, of invented numbers."""

from datetime import date, timedelta

from readiness.web import plots

DAY = timedelta(days=1)


def sample_plots(today: date) -> dict[str, object]:
    """One plot of each kind, by the name that the page calls it."""
    return {**_counted(), **_through_time(today)}


def _counted() -> dict[str, object]:
    return {
        "bars": plots.bars(
            "Cover by site",
            "Dallas has 7 of the 9 mental health first-aiders that it needs.",
            [
                plots.Amount("Leeds", 1.0, "met", "4 of 4"),
                plots.Amount("Dallas", 0.78, "gap", "7 of 9"),
                plots.Amount("York, until 20 January", 1.0, "due", "2 of 2"),
            ],
            most=1,
        ),
        "parts": plots.stacked_bar(
            "How the 132 findings stand",
            "Most are met; 11 are gaps.",
            [
                plots.Amount("met", 96, "met"),
                plots.Amount("due", 21, "due"),
                plots.Amount("gaps", 11, "gap"),
                plots.Amount("cannot be told", 4, "unknown"),
            ],
        ),
        "spark": plots.spark([9, 9, 8, 8, 7, 7, 9, 10, 10, 9], "between 7 and 10 in ten weeks, 9 now"),
        "heat": plots.heat_grid(
            "Certificates that end, by site and month",
            "Leeds loses the most, in January.",
            ["Dec", "Jan", "Feb", "Mar"],
            [("Leeds", [2, 9, 1, 0]), ("Dallas", [4, 3, 3, 5]), ("Portland", [None, None, 1, 2])],
        ),
    }


def _through_time(today: date) -> dict[str, object]:
    return {
        "spans": _spans(today),
        "steps": plots.steps(
            "Cover in the next 12 weeks",
            "Of 12 sites 9 are covered now, and 5 in 12 weeks unless someone acts.",
            [(today, 9), (today + 21 * DAY, 8), (today + 58 * DAY, 6), (today + 70 * DAY, 5)],
            today + 84 * DAY,
            [plots.Mark(today + 21 * DAY, "Leeds"), plots.Mark(today + 58 * DAY, "Austin and York")],
        ),
        "compared": _compared(today),
        "cliff": plots.cliff(
            "Certificates that end",
            "31 certificates end in the next 26 weeks, most of them in the ninth.",
            [(today + place * 11 * DAY, place % 4 + (9 if place == 5 else 0)) for place in range(17)],
            today,
            26,
        ),
    }


def _compared(today: date) -> plots.ComparedPlot:
    return plots.compared_steps(
        "Mental health first-aiders at Leeds, before and after a plan",
        "Two are needed on every day; as it is there will be one.",
        plots.Course("As it is", [(today, 3), (today + 40 * DAY, 2), (today + 79 * DAY, 1)]),
        plots.Course("With the plan", [(today, 3), (today + 40 * DAY, 2), (today + 60 * DAY, 4)]),
        today + 180 * DAY,
        plots.Course("Needed", [(today, 2)]),
    )


def _spans(today: date) -> plots.SpanPlot:
    found = [
        plots.Span("Employed", "", today - 1400 * DAY, None),
        plots.Span("On leave", "", today - 500 * DAY, today - 320 * DAY, "due"),
        plots.Span("Site", "York", today - 1400 * DAY, today - 700 * DAY),
        plots.Span("Site", "Leeds", today - 699 * DAY, None, "quiet"),
    ]
    return plots.spans("Through the years", "Ana Ruiz works at Leeds today.", found, today)
