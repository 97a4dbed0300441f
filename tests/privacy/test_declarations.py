"""Every column of every table is declared: what it is to a person, and so whether it is given and erased."""

import readiness.app
from readiness.privacy.declaring import HOW, faults
from tests.foundation.test_migrating import all_models

assert readiness.app  # every room's tables are known by now


def schema() -> dict[str, set[str]]:
    return {model._meta.table_name: set(model._meta.columns) for model in all_models()}


def test_every_column_of_every_table_is_given_or_kept_back_and_erased_or_kept() -> None:
    found = list(faults(schema()))
    assert not found, "\n".join([*found, "", HOW])


def test_a_new_column_a_new_table_and_one_that_is_gone_are_told() -> None:
    there = schema()
    there["person"] |= {"birthday"}
    there["employment"] -= {"until_on"}
    there["diary"] = {"id", "words"}
    told = "\n".join(faults(there))
    assert "person: nobody says what becomes of birthday." in told
    assert "employment: there is no column until_on." in told
    assert "diary: no file declares this table." in told
