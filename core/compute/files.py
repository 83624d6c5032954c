"""The files that sources name, found once per run."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from core.errors import SourceError
from core.model import File, Source

_REMEDY = "put the file there, or fix the path in sources"


class ProjectFiles:
    """Finds the files of sources below the project's root, or at an absolute path.

    A path or glob stands for the files that it named at first, for all KPIs of a run.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._found: dict[str, list[str]] = {}

    def find_all(self, sources: Iterable[Source]) -> list[str]:
        """Return the files of all these sources; one that is missing has none."""
        files = list[str]()
        for source in sources:
            if isinstance(source, File):
                files += self._find(source.path)
        return files

    def find(self, source: File) -> list[str]:
        """Return the files of a source.

        Raises:
            SourceError: There are none.
        """
        files = self._find(source.path)
        if not files:
            base, pattern = self._place(source.path)
            near = _near_files(base, pattern)
            remedy = f"did you mean {' or '.join(near)}?" if near else _REMEDY
            raise SourceError(f"{source.path} does not exist below {base}; {remedy}")
        return files

    def _find(self, path: str) -> list[str]:
        if path not in self._found:
            base, pattern = self._place(path)
            self._found[path] = sorted(str(one) for one in base.glob(pattern) if one.is_file())
        return self._found[path]

    def _place(self, path: str) -> tuple[Path, str]:
        """Return the folder below which a path or glob is looked for, and how it goes on."""
        expanded = Path(path).expanduser()
        if expanded.is_absolute():
            base = Path(expanded.anchor)
            return base, str(expanded.relative_to(base))
        return self._root, path


def _near_files(base: Path, pattern: str) -> list[str]:
    """Return paths of files beside a missing one whose names are like its own."""
    folder = Path(pattern).parent
    names = [path.name for path in (base / folder).glob("*") if path.is_file()]
    return [str(folder / name) for name in get_close_matches(Path(pattern).name, names)]
