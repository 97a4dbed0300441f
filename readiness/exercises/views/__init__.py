"""The pages of exercises."""

from readiness.exercises.views.answering import pages as answer_pages
from readiness.exercises.views.following import pages as following_pages
from readiness.exercises.views.inviting import pages as invitation_pages
from readiness.exercises.views.joining import pages as joining_pages
from readiness.exercises.views.needs import pages as need_pages
from readiness.exercises.views.planning import pages as planning_pages
from readiness.exercises.views.printing import pages as printed_pages
from readiness.exercises.views.reporting import pages as reporting_pages
from readiness.exercises.views.running import pages as running_pages

BLUEPRINTS = (
    planning_pages,
    running_pages,
    joining_pages,
    reporting_pages,
    following_pages,
    need_pages,
    printed_pages,
    invitation_pages,
    answer_pages,
)
