"""From one state to another by a statement that only one can win: whoever comes late changes nothing."""

from collections.abc import Collection
from typing import Any

from peewee import Field


def step(state: Field, row_id: int, begins: Collection[str], /, **values: Any) -> bool:
    """Give a row other values, where its state is one of these; False where it is not, and nothing was changed.

    `state`: the column that tells it, as `TrainingPlan.stage`; the state itself may be among the values. Until the
    transaction ends, nobody else brings the row further.
    """
    model = state.model
    chosen = (model.id == row_id) & state.in_(list(begins))
    return bool(model.update(**values).where(chosen).execute())
