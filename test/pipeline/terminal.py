"""Runs a command at a terminal of its own: python3 terminal.py '[["words", "keys"], ...]' command ...

Whenever the next words have been said, types the keys. Prints what is said, and ends as the command does.
"""

import fcntl
import json
import os
import pty
import struct
import sys
import termios

steps = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
said = b""
while True:
    try:
        output = os.read(terminal, 4096)
    except OSError:  # the command has closed it
        break
    os.write(1, output)
    said += output
    if steps and steps[0][0].encode() in said:
        os.write(terminal, steps.pop(0)[1].encode())
        said = b""
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(code if code >= 0 else 128 - code)
