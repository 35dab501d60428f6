"""Tests of what the parent of the workers tells of one that died."""

import subprocess
import sys

_DYING = """
import os, socket
from partnergraph.store.channel import receive, send
from partnergraph.store.nursery import Nursery

class Loud:
    def __init__(self, line):
        self.line = line  # as of a real worker, it closes by dying only

    def run(self):
        os.write(2, b"memory allocation of 5 bytes failed\\n" + b"frame\\n" * 5_000 + b"the end")
        os.abort()

ours, theirs = socket.socketpair()
if os.fork() == 0:
    ours.close()
    Nursery(channel=theirs, hire=Loud).serve()
    os._exit(0)
theirs.close()
line, its = socket.socketpair()
send(ours, {"worker": 1}, [its.fileno()])
receive(ours)
its.close()
line.recv(1)
send(ours, {"worker": 1})
ending = receive(ours).content
print(ending["code"], ending["words"][:13], ending["words"][-7:], len(ending["words"]) < 5_000)
"""


def test_the_reason_is_told_however_long_the_trace_after_it() -> None:
    """The first and the last words of a worker are kept: what tells a lack of memory comes before its trace."""
    done = subprocess.run([sys.executable, "-c", _DYING], capture_output=True, text=True, timeout=60, check=True)

    assert "-6 memory alloca the end True\n" == done.stdout
