"""What is written in a file beside what one sees and hears, as exiftool finds it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

EXIFTOOL = shutil.which("exiftool")
# Groups of what describes a file itself, its pixels and its samples: nothing of whoever made it.
TECHNICAL = ("System", "ExifTool", "File", "Composite", "JFIF", "PNG", "RIFF", "QuickTime", "Track1", "Track2", "Meta")
# What would name a place, a device, a person, a program or a moment, wherever it stood.
TELLING = (
    "gps", "location", "latitude", "longitude", "make", "model", "lens", "serial", "software", "encoder", "author",
    "artist", "creator", "comment", "title", "description", "copyright", "owner", "xmp", "iptc", "thumbnail",
    "chapter", "text",
)  # fmt: skip
# Zero in every file: `CreateDate` of 1904. What tracks are called is the same in all.
EMPTY = ("0000:00:00 00:00:00", 0, "", "VideoHandler", "SoundHandler")
# How samples of sound stand together.
STRUCTURE = ("SampleGroupDescription",)


def found_in(*folders: Path) -> dict[str, dict[str, Any]]:
    """For each file below `folders`: all tags with the groups they stand in."""
    program = [EXIFTOOL or "exiftool", "-r", "-json", "-G1", "-a", "-u", "-ee", *map(str, folders)]
    told = subprocess.run(program, capture_output=True, check=False).stdout
    return {row.pop("SourceFile"): row for row in json.loads(told or b"[]")}


def telling(tags: dict[str, Any]) -> dict[str, Any]:
    """Those of the tags that tell something of anyone, or stand where nothing should be."""
    said = {}
    for name, value in tags.items():
        group, _mark, tag = name.partition(":")
        if value in EMPTY or tag in STRUCTURE:
            continue
        if group not in TECHNICAL or any(word in tag.lower() for word in TELLING) or "date" in tag.lower():
            said[name] = value
    return {name: value for name, value in said.items() if not name.startswith(("System:", "ExifTool:"))}
