"""Hours in words: read where they can mean one thing alone, else left as words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.resources.hours import State, hours_of
from readiness.resources.said_hours import read_hours, with_read_hours

ALL = "MO,TU,WE,TH,FR,SA,SU"
WORK = "MO,TU,WE,TH,FR"


def told(said: str) -> list[str]:
    return [f"{each['byday']} {each['opens_at']}-{each['closes_at']}" for each in read_hours(said)]


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("Mon-Fri 9am-5pm", [f"{WORK} 09:00-17:00"]),
        ("9:00am-5:00pm, Mon-Fri", [f"{WORK} 09:00-17:00"]),
        ("8:30am–4:30pm, Mon–Fri", [f"{WORK} 08:30-16:30"]),
        ("Monday through Friday: 9:00 a.m. to 5:30 p.m.", [f"{WORK} 09:00-17:30"]),
        ("Lunes a viernes 9 a 5", [f"{WORK} 09:00-17:00"]),
        ("Lunes a viernes de 9:00 a.m. a 5:00 p.m.", [f"{WORK} 09:00-17:00"]),
        ("M-F 8:30-4:30", [f"{WORK} 08:30-16:30"]),
        ("Mo-Fr 09:00-17:00", [f"{WORK} 09:00-17:00"]),
        ("Mo-Fr 9:00-17:00; Sa 22:00-06:00", [f"{WORK} 09:00-17:00", "SA 22:00-06:00"]),
        ("Daily 8am-8pm", [f"{ALL} 08:00-20:00"]),
        ("Sábados y domingos 10am a 2pm", ["SA,SU 10:00-14:00"]),
        ("9:00am-6:00pm, Mon-Thur;\n9:00am-2:00pm, Fri", ["MO,TU,WE,TH 09:00-18:00", "FR 09:00-14:00"]),
        ("Mon, Wed & Fri 8am-12pm, 1pm-5pm", ["MO,WE,FR 08:00-12:00", "MO,WE,FR 13:00-17:00"]),
        ("Mon-Fri 9am-5pm; Sat-Sun closed", [f"{WORK} 09:00-17:00"]),
        ("Fri 8pm-4am", ["FR 20:00-04:00"]),
        ("Mon-Fri 9-5pm", [f"{WORK} 09:00-17:00"]),
        ("Hours: Mon-Fri noon-6pm", [f"{WORK} 12:00-18:00"]),
    ],
)
def test_what_can_mean_one_thing_alone_is_read(said: str, hours: list[str]) -> None:
    assert told(said) == hours


@pytest.mark.parametrize(
    "said",
    ["24/7", "24 hours a day", "24 Hours", "24 hours, 7 days a week", "Open 24 hours a day, 7 days a week.",
     "Las 24 horas", "24 horas al día", "Las 24 horas del día, los 7 días de la semana", "Always open"],
)  # fmt: skip
def test_day_and_night_is_always(said: str) -> None:
    now = datetime(2026, 12, 25, 3, tzinfo=UTC)
    assert hours_of(read_hours(said)).at(now, "America/New_York", ()).state is State.ALWAYS


@pytest.mark.parametrize(
    "said",
    ["", "Call for hours", "9am-5pm", "Mon-Fri", "9am-5pm by appointment", "Mon-Fri 9am-5pm by appointment only",
     "Mon-Fri 9am-5pm except holidays", "1st Monday 9am-5pm", "Not open Mon-Fri 9am-5pm", "Summer: Mon-Fri 9am-5pm",
     "Mon-Fri 8-10", "Mon-Fri 8-10pm", "Sat 9-5", "Mon-Fri 7-7", "Fri-Mon 9am-5pm", "Mon-Fri 9am-5pm; Fri 9am-noon",
     "Mon-Fri 9am-5am", "Mon-Fri 25:00-26:00", "Mon-Fri 9:75am-5pm", "Mon-Fri 9am-", "Dismissal Bell - 6:00pm, Mon-Fri",
     "2:00pm 6:00pm, Mon-Fri", "8:00am-12:00pm; 1:00pm-5:00pm, Mon-Fri", "9:00am, Mon, Wed", "Mon-Fri 13pm-15pm",
     "Hotline 24 hours; office Mon-Fri 9am-5pm", "24 hours notice needed", "Closed", "Mon-Fri 9am-5pm (winter)",
     "Monday 9am-5pm or Tuesday 9am-5pm", "Mon-Fri 9am-5pm, call first", "Every other Monday 9am-5pm",
     "Mon-Fri 5pm-1pm", "Mon-Fri 08:00-12:00", "Mon-Fri 01:00-05:00", "Mon-Fri 1pm-3pm, 2pm-4pm", "24/7 by phone; Mon-Fri 9am-5pm"],
)  # fmt: skip
def test_what_may_mean_anything_else_stays_words(said: str) -> None:
    assert read_hours(said) == []


def test_words_are_read_only_where_nothing_else_tells_the_hours() -> None:
    words = {"description": "Mon-Fri 9am-5pm"}
    assert with_read_hours([words, words])[1]
    assert not with_read_hours([words, {"description": "Sat 9am-1pm"}])[1]
    assert not with_read_hours([{**words, "byday": "MO", "freq": "WEEKLY"}])[1]
    assert not with_read_hours([{**words, "valid_from": "2026-06-01"}])[1]


@given(st.text(alphabet="MonTueFri 0129-:apm,;&/.closed24hrsy", max_size=60))
def test_whatever_is_read_is_a_week_that_can_be_kept(said: str) -> None:
    for each in read_hours(said):
        hours = hours_of([each])
        assert hours.rules
        assert 0 < hours.rules[0].closes - hours.rules[0].opens <= 24 * 60
