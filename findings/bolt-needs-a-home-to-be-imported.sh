#!/usr/bin/env bash
# Bolt cannot be imported by a user who has no home, though nothing of it is stored there.
#
# Package:  slack_bolt 1.30.0 from PyPI, with slack_sdk 3.47.0; a version of Bolt can be named as the first argument.
# Expected: Importing a framework needs no directory. Stores that keep files in one (an OAuth state, an installation) look for
#           it when they are made.
# Happens:  Three classes have `Path.home()` in the default of a parameter, which Python works out while it imports them. For a
#           user id without a line in the passwd file, and without HOME, that raises RuntimeError: `import slack_bolt` fails.
# Matters:  Container images with a numeric user and systemd's DynamicUser have exactly that. Set HOME in the image or the unit,
#           even where the file system is read-only.
# Needs:    root, to become a user without a home; 77 without.
set -eu
[ "$(id -u)" = 0 ] || { echo "Only root can become a user without a home."; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install "slack_bolt==${1:-1.30.0}" slack_sdk==3.47.0
"$folder/venv/bin/python" - <<'PYTHON'
import os
import subprocess
import sys
from importlib.metadata import version

WITHOUT_A_HOME = 654321


def imports(module, **home):
    """What importing a module ends with for a user id that no passwd file has. (The effective user stays, so that all
    files can be read, wherever Python is.)"""
    program = f"import os; os.setresuid({WITHOUT_A_HOME}, 0, 0)\ntry:\n import {module}\n"
    program += "except Exception as error:\n print(type(error).__name__)\nelse:\n print('imported')"
    environment = {name: value for name, value in os.environ.items() if name != "HOME"} | home
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


seen = {
    "slack_sdk, without HOME": imports("slack_sdk"),
    "slack_bolt, without HOME": imports("slack_bolt"),
    "slack_bolt, with HOME=/nowhere": imports("slack_bolt", HOME="/nowhere"),
}
print("slack_bolt", version("slack_bolt"), "· slack_sdk", version("slack_sdk"))
for name, ended in seen.items():
    print(f"import {name}: {ended}")
still = list(seen.values()) == ["imported", "RuntimeError", "imported"]
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
