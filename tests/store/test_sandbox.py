"""Tests of what a worker may not do, each in a process of its own."""

import subprocess
import sys

import pytest

from partnergraph.store import sandbox


def _run(code: str) -> subprocess.CompletedProcess[str]:
    start = "import os, resource, socket, sys, tempfile; from partnergraph.store import sandbox\n"
    return subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=False, timeout=30)


@pytest.mark.skipif(sys.platform != "linux", reason="system calls are filtered on Linux only")
def test_no_socket_can_be_opened_and_all_else_goes_on() -> None:
    """After the filter every kind of socket is denied, while files, pipes and connected pairs work."""
    found = _run(
        "pair = socket.socketpair(); assert sandbox.deny_sockets() == ''\n"
        "for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):\n"
        "    try: socket.socket(family)\n"
        "    except PermissionError as error: print(error.errno)\n"
        "pair[0].send(b'x'); tempfile.TemporaryFile().write(b'x'); os.pipe(); print(pair[1].recv(1))\n"
    )
    assert ["13", "13", "13", "b'x'"] == found.stdout.split()


def test_a_machine_without_a_filter_is_told() -> None:
    """On a machine whose system calls we do not know nothing is done, and the reason comes back."""
    assert "no system call filter for linux on riscv64" == sandbox.deny_sockets("riscv64")


def test_memory_grows_only_by_its_budget() -> None:
    """A process may take its budget on top of what it has, and no more."""
    found = _run(
        "sandbox.limit_memory(64 << 20); small = bytearray(32 << 20)\n"
        "try: large = bytearray(64 << 20)\n"
        "except MemoryError: print('refused')\n"
    )
    assert ["refused"] == found.stdout.split()


def test_files_grow_only_to_their_limit_and_no_core_is_left() -> None:
    """A file longer than the limit fails with EFBIG, and a crash writes no core file."""
    found = _run(
        "sandbox.limit_output(1000); sandbox.no_core_file(); file = tempfile.TemporaryFile(buffering=0)\n"
        "print(file.write(b'x' * 999), file.write(b'xx'))\n"
        "try: file.write(b'x')\n"
        "except OSError as error: print(error.errno)\n"
        "print(*resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    assert ["999", "1", "27", "0", "0"] == found.stdout.split()


def test_a_process_whose_parent_is_gone_ends_at_once() -> None:
    """A worker that was born as its parent died does not live on."""
    assert 0 == _run("sandbox.die_with_parent(1); sys.exit(7)").returncode
    assert 7 == _run("sandbox.die_with_parent(os.getppid()); sys.exit(7)").returncode
