"""Runs `cloudctl simulate`, the tool that CLOUDCTL names, for checks by clients that others wrote."""

import contextlib
import os
import pathlib
import shlex
import signal
import subprocess
import sys
import time


class Checks:
    """Counts what passed and failed, a line for each check."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def expect(self, holds, what, otherwise=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
        detail = "" if holds or otherwise == "" else f": {otherwise}"
        print(f"{'ok' if holds else 'FAILED'}: {what}{detail}", flush=True)
        return holds

    def end(self):
        """Prints the sum as the last line, and ends the process."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed or not self.passed else 0)


class Simulation:
    """A running simulation: the variables that it printed, and what came to standard error."""

    def __init__(self, process, variables, errors):
        self.process = process
        self.variables = variables
        self.errors = errors

    def __getitem__(self, name):
        return self.variables[name]


def variables_of(text):
    """The variables that a shell has after it evaluated the lines, which are exports and nothing else."""
    names = []
    for line in text.splitlines():
        words = shlex.split(line)
        if len(words) != 2 or words[0] != "export" or "=" not in words[1]:
            raise ValueError(f"this is no export line: {line!r}")
        names.append(words[1].split("=", 1)[0])
    script = text + "".join(f'printf "%s\\n" "${name}"\n' for name in names)
    result = subprocess.run(
        ["/bin/sh", "-euc", script], env={}, check=True, capture_output=True, text=True
    )
    return dict(zip(names, result.stdout.splitlines(), strict=True))


@contextlib.contextmanager
def running(folder, *arguments):
    """Starts a simulation on a free port and, at the end, ends it with SIGTERM; its status is then in the process."""
    folder = pathlib.Path(folder)
    output, errors = folder / "simulate.out", folder / "simulate.err"
    # Both are files, which never keep a process waiting for a reader.
    with output.open("w") as out, errors.open("w") as err:
        process = subprocess.Popen(
            [os.environ["CLOUDCTL"], "simulate", "--port", "0", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
    try:
        while "ready" not in errors.read_text():
            if process.poll() is not None:
                raise RuntimeError(f"the simulation did not begin: {errors.read_text()}")
            time.sleep(0.02)
        yield Simulation(process, variables_of(output.read_text()), errors)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        else:
            print(f"the simulation ended by itself with {process.returncode}: {errors.read_text()[-4000:]}", flush=True)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
