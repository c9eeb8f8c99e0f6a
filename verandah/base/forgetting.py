"""Forgetting what this process has kept to be quick, all of it: for when nothing may remember someone any more.

What is remembered is found where it is: in the modules. So nothing has to sign up here, and nothing can be left out.
"""

import sys
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from .memory import MEMORY

OURS = "verandah."


def forget_all() -> None:
    """What was rendered, looked up or worked out before is made anew when it is asked for. Twice: the same."""
    for kept in remembered():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
        else:
            kept.clear()
    MEMORY.clear()


def remembered() -> Iterator[Any]:
    """Functions that remember a number of answers, and shelves. What is remembered for good depends on nobody."""
    for name, module in list(sys.modules.items()):
        if not name.startswith(OURS):
            continue
        for value in list(vars(module).values()):
            has_room = hasattr(value, "cache_parameters") and value.cache_parameters()["maxsize"] is not None
            if has_room or (isinstance(getattr(value, "found", None), OrderedDict) and hasattr(value, "clear")):
                yield value
