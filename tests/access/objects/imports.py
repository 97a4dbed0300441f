"""Files that were imported."""

from io import BytesIO

from readiness.imports.course import Arrival, begin
from readiness.imports.mapping import Mapping
from readiness.imports.models import FileImport
from readiness.imports.problem_list import write_problems
from readiness.imports.seeing import Seen, keep_seen
from readiness.imports.staging import Problem
from readiness.imports.states import State
from readiness.imports.storage import Storage
from tests.access.world import Values, World


def file_import(world: World) -> Values:
    """An import that was undone, with all that is kept of it; imports are never deleted."""
    storage = Storage(world.app.config["READINESS"].data_dir)
    stored = storage.store(BytesIO(b"staff_number,site\n1,HQ\n"))
    folder = storage.kept(stored.folder)
    keep_seen(folder.seen, Seen(("staff_number", "site"), "", 1, [(2, ["1", "HQ"])], {"site": {"HQ": 1}}))
    write_problems(folder.problems, iter([Problem(2, "site", "is a site.", is_warning=True)]))
    folder.refused.write_text("staff_number\n")
    number = begin(Arrival("staff", "file.csv", stored.size, stored.sha256, stored.folder, "hr@example.org"))
    mapping = Mapping("staff", {"staff_number": "staff_number", "site": "site"})
    FileImport.update(state=State.UNDONE, mapping=mapping.to_json()).where(FileImport.id == number).execute()
    return Values(own=number, none=999_999)
