"""What is deleted with a gap that nobody can have any more: only when the sample is taken away."""

from collections.abc import Sequence

from readiness.followups.actions import key_of
from readiness.foundation.database import among, execute, number_list


def forget_threads(numbers: Sequence[int]) -> None:
    """Delete threads with what was said in them and every message of them, so that a later thread is told of anew."""
    for number in numbers:
        for prefix in (key_of(number), f"reminders/gap:{number}/"):
            execute(
                "DELETE FROM outbox_message WHERE substr(key, 1, :length) = :prefix",
                length=len(prefix), prefix=prefix,
            )  # fmt: skip
        execute("DELETE FROM reminder WHERE what = :what", what=f"gap:{number}")
    for table, column in (("gap_entry", "thread_id"), ("gap_thread", "id")):
        execute(f"DELETE FROM {table} WHERE {among(column, 'numbers')}", numbers=number_list(numbers))
