"""The other side of turns.py: a program that makes steps when scripts/gpu-check asks for them."""
import os
import subprocess
import tempfile
import threading
from queue import Empty, Queue

MEAN_SQUARE, MEAN_SQUARE_TOLERANCE = 0.8496, 0.012  # <x^2> of the discrete chain, as in scripts/bench


class Contestant:
    """A program that makes steps when asked for."""

    def __init__(self, name, command, question):
        self.name, self.question, self.seconds, self.what, self.trouble = name, question, [], None, None
        self.complaints = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints,
                                        text=True, start_new_session=True)
        self.lines = Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line.strip())
        self.lines.put(None)

    def answer(self, seconds):
        try:
            line = self.lines.get(timeout=max(0.1, seconds))
        except Empty:
            line = "failed no answer in time"
        return line if line is not None else "failed " + self.last_words()

    def last_words(self):
        self.complaints.seek(0)
        lines = self.complaints.read().decode(errors="replace").strip().split("\n")
        return lines[-1][:200] or "ended by itself"

    def ready(self, seconds):
        word, _, rest = self.answer(seconds).partition(" ")
        if word == "ready":
            self.what = rest
        else:
            self.give_up(rest)

    def turn(self, walkers, steps, seconds, counts):
        try:
            self.process.stdin.write(self.question.format(walkers=walkers, steps=steps) + "\n")
            self.process.stdin.flush()
        except OSError:
            return self.give_up(self.last_words())
        words = self.answer(seconds).split(" ", 2)
        if words[0] == "failed":
            return self.give_up(" ".join(words[1:]))
        if counts:
            self.seconds.append(float(words[0]))
            if len(words) > 1 and abs(float(words[1]) - MEAN_SQUARE) > MEAN_SQUARE_TOLERANCE:
                self.give_up(f"walks wrongly: mean square {words[1]}, expected {MEAN_SQUARE}")

    def give_up(self, trouble):
        self.trouble = trouble
        self.end()

    def end(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, 9)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            pass  # it hangs in the driver: nobody's turn waits for that
