"""What `pip install verandah` brings: pages, styles and words, not only modules."""

import os
import subprocess
import sys
import zipfile

from .source import PACKAGE, TOP, files, short


def test_the_wheel_holds_everything_that_the_package_holds(tmp_path):
    # The test's own settings are no matter of the build.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=TOP, env=environment, check=True, capture_output=True, timeout=120)
    [wheel] = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    there = {short(path) for path in files(PACKAGE) if path.suffix != ".pyc"}
    assert there - held == set()
    assert {
        suffix for suffix in (".html", ".css", ".js", ".mo", ".txt") if not any(n.endswith(suffix) for n in held)
    } == set()
    assert any(name.endswith("licenses/LICENSE") for name in held)
    assert not any(name.startswith(("tests/", "docs/", "bench/")) for name in held)
