"""The site's own settings, and beside the site a thread that notes what the others are busy with. To measure with."""

from verandah.config.settings import *  # noqa: F403
from verandah.config.settings import DATA

from .sampler import watch

watch(DATA)
