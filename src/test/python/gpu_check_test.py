"""scripts/gpu-check, with a `perrin` made up for the purpose: whatever that does, a report remains, with a line for each thing.

    python3 src/test/python/gpu_check_test.py        from the checkout's root
"""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parents[3]
DEVICE = "NVIDIA H100 80GB HBM3"

# What the made-up perrin writes: FOUND is checks, name -> (outcome, figures).
PERRIN = """#!/usr/bin/env python3
import json, os, sys, time
words = sys.argv[1:]
if "--serve" in words:
    sys.exit("no GPU to serve")
found = json.loads({found!r})
if found:
    path = words[words.index("--json") + 1]
    checks = {{name: {{"outcome": outcome, "text": "", "figures": figures}} for name, (outcome, figures) in found.items()}}
    open(path, "w").write(json.dumps({{"perrin": "0", "stand_in": {stand_in}, "checks": checks}}))
{then}
"""


class GpuCheckTest(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="gpu-check-test-"))
        self.addCleanup(shutil.rmtree, self.root)
        for name in ("scripts", "bench", "examples", "out"):
            (self.root / name).mkdir()
        text, grace = (HERE / "scripts" / "gpu-check").read_text(), "GRACE_SECONDS = 0.5, 60"
        self.assertIn(grace, text)
        self.script = self.root / "scripts" / "gpu-check"
        self.script.write_text(text.replace(grace, "GRACE_SECONDS = 0.5, 2"))
        self.script.chmod(0o755)
        shutil.copytree(HERE / "bench" / "peers", self.root / "bench" / "peers")

    def begin(self, found, then="", stand_in=False, *words):
        perrin = self.root / "perrin"
        perrin.write_text(PERRIN.format(found=json.dumps(found), then=then, stand_in=stand_in))
        perrin.chmod(0o755)
        command = [str(self.script), "--out", str(self.root / "out"), "--no-peers", *words]
        # Without nvidia-smi and compute-sanitizer, wherever this runs.
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                env={"PATH": "/usr/bin:/bin"})

    def run_it(self, *arguments):
        process = self.begin(*arguments)
        text, _ = process.communicate(timeout=60)
        self.assertNotIn("Traceback", text)
        return process.returncode, self.report(), text

    def report(self):
        files = list((self.root / "out").iterdir())
        self.assertEqual(1, len(files), files)
        return json.loads(files[0].read_text())

    def outcomes(self, report):
        return {name: check["outcome"] for name, check in report["checks"].items()}

    def test_all_is_well_and_the_goals_are_said(self):
        code, report, text = self.run_it({
            "device": ("ok", {"device": DEVICE}),
            "digests, 1003 walkers": ("ok", {}),
            "digests, 1048576 walkers": ("ok", {}),
            "speed, coordinates: 1, fast": ("ok", {"walker_steps_per_second": 7e11}),
            "speed, coordinates: 1, portable": ("ok", {"walker_steps_per_second": 3e11}),
            "speed, few walkers": ("ok", {"gpu_faster_from_walkers": 2048, "reference": "cpu"}),
        })
        self.assertEqual(0, code, text)
        self.assertTrue(report["complete"] and report["passed"])
        self.assertEqual({
            "same bits": "ok", "fast on an H100": "ok", "portable on an H100": "short", "over frameworks": "skipped",
            "over cupy kernel": "skipped", "crossover": "ok"},
            {name[6:]: outcome for name, outcome in self.outcomes(report).items() if name.startswith("goal, ")})
        self.assertEqual("7e+11, the goal is at least 6e+11", report["checks"]["goal, fast on an H100"]["text"])

    def test_other_bits_are_a_failure(self):
        found = {"device": ("ok", {"device": "NVIDIA A10"}), "digests, 1003 walkers": ("failed", {})}
        code, report, _ = self.run_it(found, "sys.exit(1)")
        self.assertEqual(1, code)
        self.assertFalse(report["passed"])
        self.assertEqual("short", report["checks"]["goal, same bits"]["outcome"])
        self.assertEqual("this is no H100", report["checks"]["goal, fast on an H100"]["text"])

    def test_a_stand_in_reaches_no_goal(self):
        found = {"device": ("ok", {"device": "stand-in (no GPU)"}), "digests, 1003 walkers": ("ok", {})}
        code, report, _ = self.run_it(found, "", True)
        self.assertEqual(0, code)
        self.assertTrue(report["stand_in"])
        goals = {name: outcome for name, outcome in self.outcomes(report).items() if name.startswith("goal")}
        self.assertEqual({"goals": "skipped"}, goals)

    def test_one_that_hangs_is_ended_and_what_it_found_remains(self):
        begun = time.monotonic()
        code, report, _ = self.run_it({"device": ("ok", {"device": DEVICE})}, "time.sleep(600)", False, "--seconds", "2")
        self.assertLess(time.monotonic() - begun, 20)
        self.assertEqual(1, code)
        self.assertEqual("ok", report["checks"]["device"]["outcome"])
        self.assertRegex(report["checks"]["perrin gpu-check"]["text"], "took more than")
        self.assertTrue(report["complete"])

    def test_one_that_crashes_is_one_line(self):
        code, report, _ = self.run_it(None, "sys.exit('no NVIDIA driver')")
        self.assertEqual(1, code)
        self.assertEqual("no NVIDIA driver", report["checks"]["perrin gpu-check"]["text"])
        code, report, _ = self.run_it({"device": ("ok", {"device": DEVICE})}, "os.abort()")
        self.assertEqual(1, code)
        self.assertRegex(report["checks"]["perrin gpu-check"]["text"], "exit -6; what it had found until then is above")

    def test_what_was_found_remains_when_it_is_ended(self):
        process = self.begin({"device": ("ok", {"device": DEVICE})}, "time.sleep(600)")
        time.sleep(2)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        report = self.report()
        self.assertFalse(report["complete"])
        self.assertEqual({"device": "ok", "nvidia-smi": "skipped", "the end": "failed"}, self.outcomes(report))


if __name__ == "__main__":
    unittest.main()
