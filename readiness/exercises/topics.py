"""What exercises practise and how they are held, as laws name it, in words. Pure."""

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

TOPIC_WORDS = {
    "": msgid("Anything"),
    "fire": msgid("Fire"),
    "evacuation": msgid("Evacuation"),
    "lockdown": msgid("Lockdown"),
    "shelter": msgid("Taking shelter"),
    "tornado": msgid("Tornado"),
    "earthquake": msgid("Earthquake"),
    "active-threat": msgid("Active threat"),
    "bomb-threat": msgid("Bomb threat"),
    "security": msgid("Security"),
    "medical": msgid("Medical emergency"),
    "other": msgid("Something else"),
}
TRAIT_WORDS = {
    "lunch-or-recess": msgid("at lunch or recess"),
    "community-based": msgid("with the community"),
    "responders-present": msgid("with responders present"),
    "facilitated": msgid("led by a facilitator"),
}


def drill_title(topic: str) -> str:
    """What a drill without a scenario is called."""
    return _("Drill: %(topic)s", topic=_(TOPIC_WORDS.get(topic, topic))) if topic else _("Drill")
