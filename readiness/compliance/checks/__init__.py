"""The checks: pure functions that hold the facts of a day against the terms of a clause.

To add a kind of requirement, write one function in the module of its topic, with the class of its
terms, and put `@check` above it. `examples` says which facts a worked example of it may name.
"""

from readiness.compliance.checks.contacts import (
    CoverRecorded,
    LinesVerifiedWithin,
    ResourcesVerifiedWithin,
    cover_recorded,
    lines_verified_within,
    resources_verified_within,
)
from readiness.compliance.checks.exercising import (
    ExercisesInWindow,
    ParticipationOfStaff,
    exercises_in_window,
    participation_of_staff,
)
from readiness.compliance.checks.following_up import (
    AfterActionWithin,
    CorrectiveActionsClosed,
    DebriefOfferedWithin,
    after_action_within,
    corrective_actions_closed,
    debrief_offered_within,
)
from readiness.compliance.checks.holding import (
    CertificateEvidenceOnFile,
    EveryoneInRoleHolds,
    HoldersPerHeadcount,
    certificate_evidence_on_file,
    everyone_in_role_holds,
    holders_per_headcount,
)
from readiness.compliance.checks.in_parts import InParts
from readiness.compliance.checks.learning import ContinuingEducation, continuing_education
from readiness.compliance.checks.planning import (
    PlanElements,
    PolicyReviewedWithin,
    RecordsKept,
    plan_elements,
    policy_reviewed_within,
    records_kept,
)
from readiness.compliance.checks.present import (
    PeopleSpeak,
    ResponderPerShift,
    people_speak,
    responder_per_shift,
)
from readiness.compliance.checks.protocols import (
    ProtocolAcknowledged,
    ProtocolLanguages,
    ProtocolsInPlace,
    ProtocolsReviewedWithin,
    protocol_acknowledged,
    protocol_languages,
    protocols_in_place,
    protocols_reviewed_within,
)
from readiness.compliance.checks.quotas import QuotaByKind, quota_by_kind
from readiness.compliance.checks.registry import CHECKS, Check, CheckTerms, Look, Subject, check, one_of

__all__ = [
    "CHECKS",
    "AfterActionWithin",
    "CertificateEvidenceOnFile",
    "Check",
    "CheckTerms",
    "ContinuingEducation",
    "CorrectiveActionsClosed",
    "CoverRecorded",
    "DebriefOfferedWithin",
    "EveryoneInRoleHolds",
    "ExercisesInWindow",
    "HoldersPerHeadcount",
    "InParts",
    "LinesVerifiedWithin",
    "Look",
    "ParticipationOfStaff",
    "PeopleSpeak",
    "PlanElements",
    "PolicyReviewedWithin",
    "ProtocolAcknowledged",
    "ProtocolLanguages",
    "ProtocolsInPlace",
    "ProtocolsReviewedWithin",
    "QuotaByKind",
    "RecordsKept",
    "ResourcesVerifiedWithin",
    "ResponderPerShift",
    "Subject",
    "after_action_within",
    "certificate_evidence_on_file",
    "check",
    "continuing_education",
    "corrective_actions_closed",
    "cover_recorded",
    "debrief_offered_within",
    "everyone_in_role_holds",
    "exercises_in_window",
    "holders_per_headcount",
    "lines_verified_within",
    "one_of",
    "participation_of_staff",
    "people_speak",
    "plan_elements",
    "policy_reviewed_within",
    "protocol_acknowledged",
    "protocol_languages",
    "protocols_in_place",
    "protocols_reviewed_within",
    "quota_by_kind",
    "records_kept",
    "resources_verified_within",
    "responder_per_shift",
]
