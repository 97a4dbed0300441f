"""PostgreSQL plans what is asked again and again once, and what is typed each time for its values."""

from readiness.foundation.database import connected, is_sqlite, planned_for_values, select

ASKED = "SELECT count(*) FROM person WHERE family_name = :name"


def ask(times: int = 8) -> None:
    for number in range(times):
        list(select(ASKED, name=f"Family{number}"))


def is_planned_once() -> bool:
    """Whether the server keeps a plan of it."""
    kept = select(
        "SELECT 1 FROM pg_prepared_statements WHERE statement LIKE '%FROM person WHERE family_name%'"
    )
    return next(kept, None) is not None


def test_what_is_typed_is_planned_each_time_and_all_else_once(db: str) -> None:
    with connected():
        with planned_for_values():
            ask()
        assert is_sqlite() or not is_planned_once()
        with planned_for_values(when=False):
            ask()
        assert is_sqlite() or is_planned_once()
