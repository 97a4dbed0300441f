"""What an import asks of a staff file, and how its rows wait. Pure."""

from readiness.imports.fields import Field, FieldList, FieldType
from readiness.imports.staging import StagedTable

STATUSES = {
    "active": ("active", "employed", "current"),
    "on_leave": ("on_leave", "on leave", "leave", "leave of absence", "loa"),
    "not_started": ("not_started", "not started", "future start", "pending start", "hired"),
    "ended": (
        "ended",
        "terminated",
        "left",
        "inactive",
        "former",
        "voluntarily terminated",
        "terminated for cause",
    ),
}

STATUS_BY_NAME = {name: status for status, names in STATUSES.items() for name in names}

STAFF_NUMBER_NAMES = (
    "employee id",
    "employee number",
    "employee no",
    "staff no",
    "staff id",
    "personnel number",
    "emp id",
    "emp no",
    "employeeid",
    "empid",
    "id",
)
"""What a column of staff numbers is called in the files of others, whatever else they hold."""

FIELDS = FieldList(
    (
        Field("staff_number", needed=True, names=STAFF_NUMBER_NAMES),
        Field("given_name", names=("first name", "firstname", "forename")),
        Field("family_name", names=("last name", "lastname", "surname")),
        Field(
            "full_name",
            FieldType.NAME,
            names=("name", "employee name", "staff name", "employee", "worker", "display name"),
        ),
        Field("email", names=("e-mail", "email address", "work email", "ademail", "mail")),
        Field("phone", names=("telephone", "mobile", "work phone", "phone number")),
        Field(
            "site",
            filled=True,
            names=("location", "work site", "workplace", "place of work", "office", "branch"),
        ),
        Field("department", names=("dept", "department name", "department type", "team")),
        Field("job_title", names=("title", "job", "position", "role")),
        Field(
            "manager", names=("manager id", "supervisor id", "line manager", "reports to", "manager email")
        ),
        Field(
            "employed_from",
            FieldType.DAY,
            filled=True,
            names=(
                "start",
                "start date",
                "started",
                "hire date",
                "date of hire",
                "hired",
                "hired on",
                "joined",
                "date of joining",
                "employed since",
            ),
        ),
        Field(
            "employed_until",
            FieldType.DAY,
            names=(
                "end",
                "end date",
                "exit date",
                "termination date",
                "terminated on",
                "leaving date",
                "left on",
                "last day",
                "last working day",
            ),
        ),
        Field(
            "employment_status",
            FieldType.CHOICE,
            names=("status", "employee status", "employeestatus"),
            choices=tuple(STATUSES),
        ),
        Field("languages", FieldType.LANGUAGES, names=("language", "spoken languages")),
    )
)

STAGED = StagedTable(
    "staged_staff",
    {
        "row_number": "INTEGER",
        "staff_number": "TEXT",
        "given_name": "TEXT",
        "family_name": "TEXT",
        "name_key": "TEXT",
        "email": "TEXT",
        "email_key": "TEXT",
        "phone": "TEXT",
        "site": "TEXT",
        "department": "TEXT",
        "job_title": "TEXT",
        "manager": "TEXT",
        "manager_key": "TEXT",
        "from_on": "DATE",
        "until_on": "DATE",
        "status": "TEXT",
        "languages": "TEXT",
    },
    held_against=("person", "employment", "membership", "leave"),
)
"""NULL: the file has no such column, and what we know stays."""

LONGEST = {"staff_number": 64, "phone": 64}
LONGEST_TEXT = 200
