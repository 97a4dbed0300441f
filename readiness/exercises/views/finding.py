"""What the pages of exercises ask first: the exercise of the address, for those who may see its site."""

from readiness.exercises.models import Exercise
from readiness.exercises.queries import get_exercise
from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _
from readiness.web.access import check_site


def seen_exercise(exercise_id: int) -> Exercise:
    """The exercise; raises NotFound where there is none, or where it is another's."""
    try:
        exercise = get_exercise(exercise_id)
    except NotFound:
        raise NotFound(
            _("Check the address, or go back to the start."), title=_("There is no such page.")
        ) from None
    check_site(exercise.site.id)
    return exercise
