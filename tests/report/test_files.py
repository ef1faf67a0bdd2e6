"""Nothing half-written, nothing replaced that is not a regular file, and a word before the work begins."""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from command_line import run

from darktmm.report import files
from darktmm.report.files import WriteError, check, check_folder, write_bytes, write_text
from darktmm.report.points import bundled

OLD, NEW = b"what was there\n", b"what is new\n"
UNWRITTEN = 3
"""Exit code."""


def left_over(folder: Path) -> list[str]:
    """Names of what is being written, or was."""
    return [p.name for p in folder.iterdir() if p.name.endswith(".part")]


@pytest.fixture
def closed_folder(tmp_path: Path) -> Path:
    """A folder in which nothing can be made, for whoever runs the tests."""
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o555)
    if not os.access(folder, os.W_OK):
        return folder
    kernel = Path("/proc")
    if not kernel.is_dir():
        pytest.skip("whoever may write everywhere needs /proc to be refused")
    return kernel


def device(path: Path, minor: int) -> Path:
    """A memory device of our own: 3 takes everything, 7 is full."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, minor))
        path.open("wb").close()
    except (OSError, AttributeError):
        pytest.skip("devices cannot be made here")
    return path


# --- regular files ---------------------------------------------------------------------------------


def test_a_new_file(tmp_path: Path) -> None:
    """Folders are made; the permissions are those of any new file; nothing else is left."""
    path = tmp_path / "a" / "b" / "new.json"
    check(path)
    assert not (tmp_path / "a").exists()
    write_text(path, "ε\n")
    assert path.read_bytes() == "ε\n".encode()
    beside = path.with_name("other")
    beside.touch()
    assert path.stat().st_mode == beside.stat().st_mode
    assert not left_over(path.parent)


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    """Its permissions stay; who has the old one open still reads the old one."""
    path = tmp_path / "old"
    path.write_bytes(OLD)
    path.chmod(0o640)
    with path.open("rb") as reader:
        check(path)
        write_bytes(path, NEW)
        assert reader.read() == OLD
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert not left_over(tmp_path)


def test_links_are_followed(tmp_path: Path) -> None:
    """The link stays a link, relative and through another one; what it leads to is replaced or made."""
    target, link, chain = tmp_path / "folder" / "target", tmp_path / "link", tmp_path / "chain"
    target.parent.mkdir()
    link.symlink_to("folder/target")
    chain.symlink_to(link)
    for content in (NEW, OLD):
        check(chain)
        write_bytes(chain, content)
        assert chain.is_symlink() and link.is_symlink() and not target.is_symlink()
        assert target.read_bytes() == content


def test_a_circle_of_links(tmp_path: Path) -> None:
    """Refused, and still there."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    for act in (check, lambda path: write_bytes(path, NEW)):
        with pytest.raises(WriteError, match="symbolic links"):
            act(one)
    assert one.is_symlink() and other.is_symlink()


def _full(descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _interrupted(descriptor: int) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("happens", "seen"), [(_full, WriteError), (_interrupted, BaseException)])
def test_what_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, happens: Any, seen: type[BaseException]
) -> None:
    """When the disk is full, or somebody interrupts: old content, no remains."""
    path = tmp_path / "old"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", happens)
    with pytest.raises(seen):
        write_bytes(path, NEW)
    assert path.read_bytes() == OLD
    assert not left_over(tmp_path)


@pytest.mark.parametrize("name", ["", ".", "a\0b", "x" * 300, "file/below"])
def test_impossible_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """No name, a folder, a name that no file can have, a folder that is a file."""
    monkeypatch.chdir(tmp_path)
    Path("file").write_bytes(OLD)
    for act in (check, lambda given: write_bytes(given, NEW)):
        with pytest.raises(WriteError, match=r"cannot be written: \w"):
            act(name)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    assert Path("file").read_bytes() == OLD


def test_a_folder_that_is_closed(closed_folder: Path) -> None:
    """Noticed before the work, for files and for folders."""
    for act in (check, check_folder, lambda path: write_bytes(path, NEW)):
        with pytest.raises(WriteError, match="cannot be written"):
            act(closed_folder / "below" / "new.json")


def test_a_file_that_is_closed(tmp_path: Path) -> None:
    """A file without permission to write is not replaced, although its folder would allow it."""
    path = tmp_path / "old"
    path.write_bytes(OLD)
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("who may write everywhere may write this")
    for act in (check, lambda given: write_bytes(given, NEW)):
        with pytest.raises(WriteError, match="Permission denied"):
            act(path)
    assert path.read_bytes() == OLD


def test_writers_at_the_same_time(tmp_path: Path) -> None:
    """Whoever reads sees one of the contents, whole."""
    path, done = tmp_path / "shared", threading.Event()
    contents = [bytes([letter]) * 200_000 for letter in b"AB"]
    write_bytes(path, contents[0])

    def keep_writing(content: bytes) -> None:
        while not done.is_set():
            write_bytes(path, content)

    writers = [threading.Thread(target=keep_writing, args=(c,)) for c in contents]
    for writer in writers:
        writer.start()
    try:
        seen = [path.read_bytes() for _ in range(300)]
    finally:
        done.set()
        for writer in writers:
            writer.join()
    assert all(content in contents for content in seen)
    assert not left_over(tmp_path)


WRITING = """
import sys
from darktmm.report.files import write_bytes
contents = [bytes([letter]) * 2_000_000 for letter in b"AB"]
print("ready", flush=True)
while True:
    for content in contents:
        write_bytes(sys.argv[1], content)
"""


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """The file is whole, whenever the writer dies; at most one hidden remainder each time."""
    path = tmp_path / "victim"
    for k in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", WRITING, str(path)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None and writer.stdout.readline()
            while not path.exists():
                time.sleep(0.001)
            time.sleep(0.004 * k)
            writer.kill()
        content = path.read_bytes()
        assert len(content) == 2_000_000 and len(set(content)) == 1
        assert all(name.startswith(".") for name in left_over(tmp_path))
    assert len(left_over(tmp_path)) <= 8


# --- everything else -------------------------------------------------------------------------------


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    """Checked without being opened, written in place."""
    path, received = tmp_path / "pipe", []
    os.mkfifo(path)
    check(path)
    reader = threading.Thread(target=lambda: received.append(path.read_bytes()))
    reader.start()
    write_bytes(path, NEW)
    reader.join()
    assert received == [NEW]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_device_stays_a_device(tmp_path: Path) -> None:
    """Whoever runs the program."""
    path = device(tmp_path / "null", 3)
    assert run("evaluate", bundled("reference"), "--json", path).exit_code == 0
    assert stat.S_ISCHR(path.stat().st_mode)


def test_a_device_that_is_full(tmp_path: Path) -> None:
    """One line, a code of its own."""
    path = device(tmp_path / "full", 7)
    outcome = run("evaluate", bundled("reference"), "--json", path)
    assert outcome.exit_code == UNWRITTEN
    assert outcome.stderr == f"error: {path}: cannot be written: No space left on device\n"


def program(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "darktmm", *map(str, arguments)]
    options = {"stdout": subprocess.PIPE, **options}
    return subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, **options)


def test_standard_output_by_another_name(tmp_path: Path) -> None:
    """`--json /dev/stdout > file`: what is there already is not overwritten, and the file not replaced."""
    name = Path("/dev/stdout")
    if not name.exists():
        pytest.skip("no such name here")
    path = tmp_path / "out.txt"
    with path.open("wb") as out:
        done = program("evaluate", bundled("reference"), "--json", name, stdout=out)
    assert done.returncode == 0, done.stderr
    text = path.read_text(encoding="utf-8")
    table, json, verdict = (text.index(w) for w in ("outside perturb", '"schema"', "excluded by 8"))
    assert table < json < verdict


def test_a_closed_pipe() -> None:
    """One line, the code of what cannot be written, no traceback; from our own writing and from tables."""
    for command in (["schema", "evaluation"], ["evaluate", bundled("reference")]):
        read, write = os.pipe()
        os.close(read)
        done = program(*command, stdout=write)
        os.close(write)
        assert done.returncode == UNWRITTEN
        assert done.stderr == "error: standard output: cannot be written: Broken pipe\n"


def limited() -> None:
    """No file may grow."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def test_no_room_on_the_disk(tmp_path: Path) -> None:
    """Before the work for a file, at the end for standard output; what was there stays."""
    path = tmp_path / "old"
    path.write_bytes(OLD)
    done = program("evaluate", bundled("reference"), "--json", path, preexec_fn=limited)
    assert done.returncode == UNWRITTEN and not done.stdout
    assert done.stderr == f"error: {path}: cannot be written: File too large\n"
    assert path.read_bytes() == OLD and not left_over(tmp_path)
    with (tmp_path / "out").open("wb") as out:
        done = program("schema", "evaluation", stdout=out, preexec_fn=limited)
    assert done.returncode == UNWRITTEN
    assert done.stderr == "error: standard output: cannot be written: File too large\n"


def little_room() -> None:
    """Files may have 20 000 bytes: more than it takes to see whether one can be written."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_no_room_for_a_figure(tmp_path: Path) -> None:
    """Noticed in the middle: the old pictures are whole, no part of a new one is there, one line."""
    old = {tmp_path / f"zeros.{kind}": OLD for kind in ("pdf", "svg", "png")}
    for path, content in old.items():
        path.write_bytes(content)
    done = program("plot", "zeros", "--out", tmp_path, preexec_fn=little_room)
    assert done.returncode == UNWRITTEN
    assert re.fullmatch(
        rf"error: {re.escape(str(tmp_path))}/zeros\.\w+: cannot be written: File too large\n",
        done.stderr,
    )
    whole = {path.suffix: path.read_bytes() for path in old}
    assert OLD in whole.values()
    endings = {".pdf": b"%%EOF\n", ".svg": b"</svg>\n", ".png": b"IEND\xaeB`\x82"}
    assert all(content == OLD or content.endswith(endings[kind]) for kind, content in whole.items())
    assert not left_over(tmp_path)


# --- before the work -------------------------------------------------------------------------------

WRITERS = (
    ("verify", "--json"),
    ("known", "--json"),
    ("evaluate", bundled("reference"), "--json"),
    ("joint", "--json"),
    ("joint", "--save"),
    ("plot", "fig7", "--out"),
    ("report", "--out"),
    ("reproduce", "--out"),
    ("latex", "--document"),
)


@pytest.mark.parametrize("command", WRITERS, ids=lambda c: f"{c[0]} {c[-1]}")
def test_a_bad_destination_is_noticed_at_once(
    closed_folder: Path, command: tuple[Any, ...]
) -> None:
    """In seconds, not after the work; one line that names it."""
    path = closed_folder / "new"
    begin = time.monotonic()
    outcome = run(*command, path)
    assert time.monotonic() - begin < 10  # of minutes
    assert outcome.exit_code == UNWRITTEN, outcome.output
    assert outcome.stderr.startswith(f"error: {path}: cannot be written: ")
    assert outcome.stderr.count("\n") == 1


def test_nothing_is_left_by_the_check(tmp_path: Path) -> None:
    """Neither files nor folders."""
    check(tmp_path / "a" / "b.json")
    check_folder(tmp_path / "c" / "d")
    assert not list(tmp_path.iterdir())


def test_the_disk_is_asked_before_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content is flushed before it gets its name."""
    asked: list[str] = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (asked.append("flush"), sync(fd))[1])
    monkeypatch.setattr(Path, "replace", lambda a, b: (asked.append("name"), replace(a, b))[1])
    files.write_bytes(tmp_path / "x", NEW)
    assert asked[:2] == ["flush", "name"]
    shutil.rmtree(tmp_path)
