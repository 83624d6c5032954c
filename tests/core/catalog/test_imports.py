"""A KPI file may do anything while it is imported: it is one finding on its line."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from core.catalog.imports import FileFaultError, import_file
from core.catalog.loading import load_catalogue
from tests.processes import usual_signals
from tests.project import kpi_text, write_project

OWN = "class Own({}): ...\n"


def fault_of(tmp_path: Path, text: str | bytes) -> FileFaultError:
    path = tmp_path / "kpi_01.py"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(FileFaultError) as caught:
        import_file(path)
    return caught.value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("raise SystemExit(3)", "does not import: SystemExit: 3"),
        ("raise KeyboardInterrupt", "does not import: KeyboardInterrupt"),
        ("raise GeneratorExit", "does not import: GeneratorExit"),
        ("raise MemoryError", "does not import: MemoryError"),
        ("raise Exception('a\\n  b')", "does not import: Exception: a b"),
        ("1 / 0", "does not import: ZeroDivisionError: division by zero"),
        ("print('hello')", "prints while it is imported; remove the call"),
        ("while True: print('hello')", "prints while it is imported; remove the call"),
    ],
)
def test_each_error_is_a_fault_on_its_line(tmp_path: Path, text: str, message: str) -> None:
    fault = fault_of(tmp_path, f"x = 1\n{text}\n")

    assert (str(fault), fault.line) == (message, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def f(): f()\nf()", "does not import: RecursionError: maximum recursion depth exceeded"),
        (OWN.format("BaseException") + "raise Own('no')", "does not import: Own: no"),
        (
            "class Own(Exception):\n    def __str__(self):\n        raise self\nraise Own",
            "does not import: Own",
        ),
        (b"x = '\xff'", "does not import: (unicode error) 'utf-8' codec can't decode"),
        ("# coding: klingon", "does not import: unknown encoding: klingon"),
    ],
)
def test_an_odd_file_is_a_fault(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert str(fault_of(tmp_path, text)).startswith(message)


def test_a_file_with_a_nul_is_a_fault(tmp_path: Path) -> None:
    # A SyntaxError from Python 3.11.4 on, a ValueError before.
    message = str(fault_of(tmp_path, b"x = 1\0"))

    assert message.startswith("does not import: ")
    assert "source code string cannot contain null bytes" in message


def test_a_long_message_is_cut(tmp_path: Path) -> None:
    assert len(str(fault_of(tmp_path, "raise Exception('x' * 100_000)"))) < 400


def test_ctrl_c_during_an_import_is_not_a_fault_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "kpi_01.py"
    path.write_text(f"import os\nos.kill({os.getpid()}, {int(signal.SIGINT)})\nwhile True: ...\n")

    with usual_signals(), pytest.raises(KeyboardInterrupt):
        import_file(path)


@pytest.mark.parametrize(
    "text",
    [
        kpi_text() + "\ndef __getattr__(name): raise ZeroDivisionError\ndel KPI\n",
        '"""D."""\nfrom core.kpi import Kpi\nclass Own:\n    __class__ = Kpi\nKPI = Own()\n',
    ],
)
def test_an_object_that_only_looks_like_a_kpi_is_a_finding(tmp_path: Path, text: str) -> None:
    (finding,) = load_catalogue(write_project(tmp_path, {"success/kpi_01.py": text})).findings

    assert finding.message.startswith("defines no KPI; write KPI = Kpi(")


def test_a_docstring_that_cannot_be_stored_is_a_finding(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"success/kpi_01.py": kpi_text(definition=r"Forms\0")})
    (finding,) = load_catalogue(root).findings

    assert finding.message == "the docstring contains a character that cannot be stored; remove it"
