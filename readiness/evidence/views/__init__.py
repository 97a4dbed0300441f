"""The pages of proof."""

from readiness.evidence.views.files import pages as files_pages
from readiness.evidence.views.learning import pages as learning_pages
from readiness.evidence.views.own import pages as own_pages
from readiness.evidence.views.queue import pages as queue_pages
from readiness.evidence.views.several import pages as several_pages
from readiness.evidence.views.tapped import pages as tapped_pages

BLUEPRINTS = (
    files_pages,
    own_pages,
    queue_pages,
    several_pages,
    tapped_pages,
    learning_pages,
)
