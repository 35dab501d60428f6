"""What a worker process may not do: open a socket, take more memory than its budget, outlive its parent.

Linux enforces all of it; elsewhere what the system cannot do is said in a log line and the token scan remains.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Final

__all__ = ["deny_sockets", "die_with_parent", "limit_memory", "limit_output", "no_core_file"]

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2

_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST: Final = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
_ALLOW: Final = 0x7FFF0000
_DENY: Final = 0x00050000 | 13  # SECCOMP_RET_ERRNO with EACCES
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_X32: Final = 0x40000000  # the second numbering of system calls on x86-64
_NEVER: Final = 0xFFFFFFFF

_CALLS: Final = {
    "x86_64": (0xC000003E, 41, _X32),
    "aarch64": (0xC00000B7, 198, _NEVER),
}
"""Machine → its number for the kernel, the number of socket(2), and the first number that is never ours."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def deny_sockets(machine: str = "") -> str:
    """Deny this process, for good, to open a socket of any kind; return "" or the reason why it cannot be done.

    The filter lets everything else pass, and refuses calls of a foreign architecture altogether (seccomp(2)).
    `machine` is this one unless given; a filter for another refuses every call.
    """
    name = machine or platform.machine()
    calls = _CALLS.get(name)
    if sys.platform != "linux" or calls is None:
        return f"no system call filter for {sys.platform} on {name}"
    instructions = ctypes.create_string_buffer(_filter(*calls))
    program = _Program(len(instructions) // 8, ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    for call in (
        (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0),
    ):
        if libc.prctl(*call) != 0:
            return f"the kernel refuses the system call filter: {os.strerror(ctypes.get_errno())}"
    return ""


def _filter(architecture: int, socket_call: int, foreign: int) -> bytes:
    """Return the filter as an array of `struct sock_filter`: code, jump if true, jump if false, operand."""
    rows = (
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 0, 4, architecture),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 2, 0, foreign),
        (_EQUAL, 1, 0, socket_call),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    )
    return b"".join(struct.pack("=HBBI", *row) for row in rows)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends; end at once when `parent` has ended already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def limit_memory(budget: int) -> None:
    """Let this process grow by at most `budget` bytes of address space from now on."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return  # no such file outside Linux, where the limit would not be enforced either
    _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + budget)


def limit_output(length: int) -> None:
    """Let this process write no file longer than `length` bytes; a longer one fails with EFBIG."""
    _lower(resource.RLIMIT_FSIZE, length)


def no_core_file() -> None:
    """Leave no core file behind when this process crashes."""
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (ceiling, ceiling))
