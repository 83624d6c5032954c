"""Notes of cells, in which a person's text and ours stand together. Pure."""

from __future__ import annotations

from difflib import SequenceMatcher

# Our part of a note begins so; it has no blank line.
OURS = "Scorecard: "
_BREAK = "\n\n"


def mark_note(ours: str) -> str:
    """Return our part of a note as it is written."""
    return OURS + ours if ours else ""


def find_our_note(note: str) -> str:
    """Return the paragraph of a note that is marked as ours; "" if there is none."""
    _, ours, _ = _split_marked(note)
    return ours.removeprefix(OURS)


def find_their_note(note: str) -> str:
    """Return a person's part of a note; "" if there is none."""
    before, _, after = _split_marked(note)
    return (before + after).strip()


def renew_note(note: str, new: str, old: str | None = None) -> str:
    """Return a note with `new` as our part; a person's text before, within or after it stays.

    `old` is our part as it was last written, None if that is unknown. If it has not changed, the
    note stays as it is, even without our part, which a person has deleted then.
    """
    if old == new:
        return note
    before, after = _split(note, new, old)
    return _join(before, mark_note(new), after)


def holds_note(note: str, ours: str, old: str | None = None) -> bool:
    """Return whether a note has `ours` as our part, rather than `old`; without it if it is ""."""
    if not ours:
        return not find_our_note(note)
    return _find_marked(note, ours, old) == mark_note(ours)


def _find_marked(note: str, new: str, old: str | None) -> str:
    """Return our part of a note, old or new; the longer one, as one can begin like the other."""
    parts = sorted((mark_note(ours) for ours in (old, new) if ours), key=len, reverse=True)
    return next((marked for marked in parts if marked in note), "")


def _split(note: str, new: str, old: str | None) -> tuple[str, str]:
    """Return a person's text before our part of a note, and after it."""
    marked = _find_marked(note, new, old)
    if marked:
        before, _, after = note.partition(marked)
        return before, after
    if old == "":
        return note, ""
    if old is not None:
        return _split_edited(note, mark_note(old))
    before, _, after = _split_marked(note)
    return before, after


def _split_marked(note: str) -> tuple[str, str, str]:
    """Return the text before the paragraph that is marked as ours, the paragraph, and the rest."""
    start = 0 if note.startswith(OURS) else note.find(_BREAK + OURS) + len(_BREAK)
    if not note.startswith(OURS, start):
        return note, "", ""
    end = note.find(_BREAK, start)
    end = len(note) if end < 0 else end
    return note[:start], note[start:end], note[end:]


def _split_edited(note: str, marked: str) -> tuple[str, str]:
    """Return a person's lines before and after ours, of which a person has changed some."""
    lines = note.split("\n")
    matcher = SequenceMatcher(None, marked.split("\n"), lines, autojunk=False)
    ours: set[int] = set()
    for match in matcher.get_matching_blocks():
        ours.update(range(match.b, match.b + match.size))
    if not ours:
        return note, ""
    first = min(ours)
    later = [lines[index] for index in range(first, len(lines)) if index not in ours]
    return "\n".join(lines[:first]), "\n".join(["", *later]) if later else ""


def _join(before: str, marked: str, after: str) -> str:
    if not marked:
        texts = (before.removesuffix(_BREAK), after.removeprefix(_BREAK).removeprefix("\n"))
        return _BREAK.join(text for text in texts if text)
    if before and not before.endswith("\n"):
        before += _BREAK
    return before + marked + after
