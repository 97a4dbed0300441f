"""How people stand to a class, and what is noted of who was there."""

from readiness.foundation.words import msgid

INVITED, ENROLLED, WAITING, LEFT = "invited", "enrolled", "waiting", "left"
SAID, THERE, ABSENT = "said", "there", "absent"
BY_CODE, BY_LIST, BY_NUMBER, BY_CLOSING = "code", "list", "number", "closing"

ENROLMENT_WORDS = {
    INVITED: msgid("Invited"),
    ENROLLED: msgid("Has a seat"),
    WAITING: msgid("Waiting"),
    LEFT: msgid("Left"),
}
