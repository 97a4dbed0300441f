"""A running application on a database that the test writes to as well."""

from tests.handbook.conftest import client

__all__ = ["client"]
