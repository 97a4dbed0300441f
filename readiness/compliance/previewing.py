"""What a pack would bring, worked out beside the page where there are many people: asked for once, kept for a day.

It is kept in files of the data folder, as nothing is recorded: the question, how far the work is, and what was found.
People stand there by their numbers in the database alone, and who they are is told with each look.
"""

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from config import Config
from readiness.compliance.days.findings import URGENCY, Status
from readiness.compliance.facts.subjects import employed_count, has_more_people
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.places import Group, Place, staff_numbers
from readiness.compliance.judging.preview import Counted, Preview, count_preview, if_adopted, told_whole
from readiness.foundation import clock
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import LAST_DAY, Question
from readiness.foundation.words import gettext as _
from readiness.requirements.queries import Rules, rules_known
from readiness.standards.packs import Pack, pack_from

BESIDE_FROM = 10_000
"""With more people than this nobody waits for the page."""
KEPT = timedelta(days=1)
SILENT = timedelta(minutes=2)
"""A process that said nothing for so long is taken for dead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A pack that would be held to from a day on; `text`: as it was sent, "" where it is a shipped one."""

    pack: Pack
    from_on: date
    question: Question
    text: str = ""

    @property
    def rules(self) -> Rules:
        """What would be asked."""
        return if_adopted(self.pack, self.from_on, rules_known(self.question.known))

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "pack": self.pack.content,
            "from_on": self.from_on.isoformat(),
            **self.question.to_json(),
            "text": self.text,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Asked":
        """What such values say."""
        pack, from_on = pack_from(kept["pack"], "pack"), date.fromisoformat(kept["from_on"])
        return cls(pack, from_on, Question.from_json(kept), kept["text"])


@dataclass(frozen=True, slots=True)
class Going:
    """How far the work is: `done` of `total` people."""

    done: int
    total: int
    is_stopped: bool
    has_failed: bool


@dataclass(frozen=True, slots=True)
class KeptPreview:
    """A preview that was asked for, in a folder of its own that only this service reads."""

    folder: Path

    def asked(self) -> Asked:
        """What was asked; raises NotFound where it is kept no longer."""
        try:
            return Asked.from_json(json.loads((self.folder / "asked").read_text(encoding="utf-8")))
        except (FileNotFoundError, NotADirectoryError):
            raise NotFound(
                _("What a pack would mean is kept for a day. Look at the pack again."),
                title=_("This is kept no longer."),
            ) from None

    def going(self) -> Going:
        """How far it is."""
        with suppress(OSError, ValueError):
            file = self.folder / "going"
            said_at = datetime.fromtimestamp(file.stat().st_mtime, clock.now().tzinfo)
            said = json.loads(file.read_text(encoding="utf-8"))
            has_failed = said["has_failed"]
            return Going(said["done"], said["total"], said_at + SILENT < clock.now(), has_failed)
        return Going(0, 0, is_stopped=False, has_failed=False)

    def found(self, measure: Measure) -> Preview | None:
        """What was found, told whole; None where it is not found yet."""
        try:
            kept = json.loads((self.folder / "found").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        asked = self.asked()
        counted = Counted(
            {Status(status): count for status, count in kept["counts"].items()}, _places(kept["places"])
        )
        return told_whole(counted, asked.rules, asked.question, measure)

    def tell(self, done: int, total: int, *, has_failed: bool = False) -> None:
        """Say how far it is."""
        self.write("going", {"done": done, "total": total, "has_failed": has_failed})

    def write(self, name: str, said: dict[str, Any]) -> None:
        """Write a file that is read while it is written anew."""
        draft = self.folder / f".{name}"
        draft.write_text(json.dumps(said), encoding="utf-8")
        draft.replace(self.folder / name)


def _places(kept: list[list[Any]]) -> list[Place]:
    """Where the examples are, with what people are called now."""
    numbers = staff_numbers({person for *_group, person in kept if person})
    found = []
    for site, pack, clause, status, person in kept:
        if not person or person in numbers:
            # They are in order already, and whatever else makes a group one is told with each finding whole.
            pressing = (URGENCY[Status(status)], 0, LAST_DAY)
            group = Group(site, pack, clause, Status(status), bool(person), pressing, ())
            found.append(Place(group, numbers[person] if person else site, person))
    return found


def is_worked_out_beside() -> bool:
    """Whether there are so many people that nobody waits for the page."""
    return has_more_people(BESIDE_FROM)


def kept_preview(config: Config, key: str) -> KeptPreview:
    """A preview by its key."""
    return KeptPreview(_root(config) / (key if key.isalnum() else "none"))


def ask_for_preview(config: Config, asked: Asked) -> tuple[str, bool]:
    """Note that it is to be worked out; gives its key, and whether somebody is to begin it.

    The same is asked for once, however often somebody presses; what has stopped is begun anew.
    """
    said = json.dumps(asked.to_json(), sort_keys=True)
    key = sha256(said.encode()).hexdigest()[:32]
    root = _root(config)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = KeptPreview(root / key)
    if not (kept.folder / "found").exists() and (kept.going().is_stopped or kept.going().has_failed):
        shutil.rmtree(kept.folder, ignore_errors=True)
    draft = KeptPreview(Path(mkdtemp(prefix="draft-", dir=root)))
    draft.write("asked", asked.to_json())
    draft.tell(0, 0)
    try:
        draft.folder.rename(kept.folder)  # only one is first: a folder that holds something is never replaced
    except OSError:
        shutil.rmtree(draft.folder, ignore_errors=True)
        return key, False
    return key, True


def work_on(config: Config, key: str, measure: Measure) -> None:
    """Work it out, and keep what is found; a fault is told on its page, and raised."""
    kept = kept_preview(config, key)
    asked = kept.asked()
    total = employed_count(asked.question)

    def told(people: int) -> None:
        kept.tell(min(people, total), total)

    try:
        kept.tell(0, 0)
        found = count_preview(asked.rules, asked.question, measure, told)
    except Exception:
        kept.tell(0, 0, has_failed=True)
        raise
    places = [[*place.group[:4], place.person] for place in found.places]
    kept.write("found", {"counts": found.counts, "places": places})


def remove_old_previews(config: Config) -> None:
    """Remove what was asked for more than a day ago."""
    root = _root(config)
    for folder in root.iterdir() if root.is_dir() else ():
        if datetime.fromtimestamp(folder.stat().st_mtime, clock.now().tzinfo) + KEPT < clock.now():
            shutil.rmtree(folder, ignore_errors=True)


def _root(config: Config) -> Path:
    return config.data_dir / "previews"
