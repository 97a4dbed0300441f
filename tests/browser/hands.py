"""How someone works a page: with a mouse or a finger, or with the keys alone, who must see where the focus is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 250
"""Presses of Tab after which something counts as out of reach."""


class Hands(Protocol):
    """What is done to a page."""

    def press(self, what: Locator) -> None:
        """Press a link, a button or a summary."""

    def choose(self, what: Locator, label: str) -> None:
        """Choose an option of a select by its words."""

    def write(self, what: Locator, text: str) -> None:
        """Fill in a field."""

    def write_day(self, what: Locator, day: str) -> None:
        """Fill in a day that is given as 2026-06-30."""

    def give(self, what: Locator, file: Path) -> None:
        """Give a file field its file."""


@dataclass(frozen=True)
class Mouse:
    """A mouse or a finger: what is pressed has to be in the open."""

    def press(self, what: Locator) -> None:
        what.click()

    def choose(self, what: Locator, label: str) -> None:
        what.select_option(label)

    def write(self, what: Locator, text: str) -> None:
        what.fill(text)

    def write_day(self, what: Locator, day: str) -> None:
        what.fill(day)

    def give(self, what: Locator, file: Path) -> None:
        what.set_input_files(file)


@dataclass(frozen=True)
class Keys:
    """Tab, Enter, letters and arrows; nothing is used whose focus cannot be seen."""

    page: Page

    def press(self, what: Locator) -> None:
        self._reach(what)
        self.page.keyboard.press("Enter")

    def choose(self, what: Locator, label: str) -> None:
        self._reach(what)
        steps = what.evaluate(_STEPS_TO, label)
        for _step in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert what.evaluate("field => field.selectedOptions[0].text") == label

    def write(self, what: Locator, text: str) -> None:
        self._reach(what)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def write_day(self, what: Locator, day: str) -> None:
        year, month, of_month = day.split("-")
        self._reach(what)
        self.page.keyboard.type(f"{month}{of_month}{year}")
        expect(what).to_have_value(day)

    def give(self, what: Locator, file: Path) -> None:
        self._reach(what)
        what.set_input_files(file)  # a system's own dialogue cannot be driven

    def _reach(self, what: Locator) -> None:
        expect(what).to_be_attached()
        for _tab in range(MOST_TABS):
            if what.evaluate("field => field === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"Tab does not reach {what}")
        assert what.evaluate(_IS_FOCUS_SEEN), f"the focus is not to be seen on {what}"


_STEPS_TO = """(field, label) => {
  const place = [...field.options].findIndex((option) => option.text === label);
  if (place < 0) throw new Error(`there is no option ${label}`);
  return place - field.selectedIndex;
}"""

# A link that is a whole row shows the focus on its row.
_IS_FOCUS_SEEN = """(field) => {
  const box = field.getBoundingClientRect();
  const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const isInSight = above && (field.contains(above) || above.contains(field));
  const hasOutline = (part) => {
    const style = part && getComputedStyle(part);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  return isInSight && field.matches(":focus-visible") && Boolean(hasOutline(field) || hasOutline(field.closest("tr")));
}"""
