"""Questions of open streams to the database: in two threads of their own, so that the event loop never waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

THREADS = 2


class Questions:
    """The threads, and what is asked in them."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="streams")

    async def ask[**P, R](self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Put a question without holding up the loop."""

        def answer() -> R:
            close_old_connections()
            return question(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self.pool, answer)

    async def stop(self) -> None:
        """Wait until nobody asks any more."""
        await asyncio.to_thread(self.pool.shutdown)
