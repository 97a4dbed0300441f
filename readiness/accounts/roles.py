"""What each role is called, and what it is for, in words."""

from readiness.foundation.words import msgid
from readiness.web.access import Role

ROLE_TITLES = {
    Role.EMPLOYEE: msgid("Employee"),
    Role.MANAGER: msgid("Manager"),
    Role.HR: msgid("HR"),
    Role.COORDINATOR: msgid("Coordinator"),
    Role.AUDITOR: msgid("Auditor"),
    Role.ADMIN: msgid("Administrator"),
}
ROLE_HINTS = {
    Role.EMPLOYEE: msgid("sees what is about the own person."),
    Role.MANAGER: msgid("sees the records of the own sites."),
    Role.HR: msgid("sees and changes the records of people, certificates and requirements."),
    Role.COORDINATOR: msgid("plans and runs exercises, and sees all records."),
    Role.AUDITOR: msgid("sees all records until a day, and changes nothing."),
    Role.ADMIN: msgid("changes all records and settings, and decides who may sign in."),
}
