"""How many cores a method may use."""

import os


class Cores:
    """Within it, this thread and what it starts use one core, or all that the process may."""

    def __init__(self, is_one):
        # Not every system can say so; there, nothing is bound.
        self.is_bound = is_one and hasattr(os, "sched_setaffinity")

    def __enter__(self):
        if self.is_bound:
            self.before = os.sched_getaffinity(0)
            os.sched_setaffinity(0, {max(self.before)})

    def __exit__(self, *_):
        if self.is_bound:
            os.sched_setaffinity(0, self.before)
