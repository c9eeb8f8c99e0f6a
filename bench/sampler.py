"""Where processor time goes: every two milliseconds, the stack of each thread that has used some since the last."""

import json
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType

PAUSE = 0.002
# A thread that computes would give way only every 5 ms, or in the database: the samples would all stand there.
SWITCH = 0.0001
WANTED, FOUND = "sample", "samples.json"


def watch(folder: Path) -> None:
    """Look while a file named `sample` lies in the folder; when it is taken away, write `samples.json`. Never ends."""
    threading.Thread(target=keep_watching, args=(folder,), daemon=True, name="sampler").start()


def keep_watching(folder: Path) -> None:
    wanted = folder / WANTED
    while True:
        if wanted.exists():
            sys.setswitchinterval(SWITCH)
            stacks = look_while(wanted)
            sys.setswitchinterval(0.005)
            half = folder / "samples.part"
            half.write_text(json.dumps(stacks))
            half.rename(folder / FOUND)
        time.sleep(0.05)


def look_while(wanted: Path) -> dict[str, float]:
    """Seconds of processor time by stack, the outermost function first, a line each."""
    found: defaultdict[str, float] = defaultdict(float)
    used: dict[int, float] = {}
    looks = 0
    while looks % 50 or wanted.exists():
        looks += 1
        for thread, frame in sys._current_frames().items():
            spent = spent_by(thread)
            if thread in used and spent > used[thread] and thread != threading.get_ident():
                found[written(frame)] += spent - used[thread]
            used[thread] = spent
        time.sleep(PAUSE)
    return dict(found)


def spent_by(thread: int) -> float:
    """Seconds of processor time of a thread."""
    try:
        return time.clock_gettime(time.pthread_getcpuclockid(thread))
    except OSError:
        return 0.0


def written(frame: FrameType | None) -> str:
    """A stack as text."""
    lines = []
    while frame is not None:
        lines.append(f"{frame.f_code.co_filename}:{frame.f_code.co_qualname}")
        frame = frame.f_back
    return "\n".join(reversed(lines))
