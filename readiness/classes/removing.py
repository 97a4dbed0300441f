"""What is deleted with a class that is no more: only when the sample is taken away."""

from readiness.foundation.database import execute

_OF_CLASSES = ("enrolment", "class_attendance", "class_feedback", "feedback_given")


def forget_what_is_of_no_class() -> None:
    """Delete what speaks of a class that is not there."""
    for table in _OF_CLASSES:
        execute(f"DELETE FROM {table} WHERE training_class NOT IN (SELECT fact_id FROM training_class)")
