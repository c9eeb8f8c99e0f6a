"""All chapters in one table."""

from .mine import MINE
from .notices import NOTICES
from .ours import OURS
from .people import PEOPLE
from .posts import POSTS
from .said import Table
from .site import SITE
from .staff import STAFF
from .wishes import WISHES

DESCRIBED: Table = PEOPLE | MINE | POSTS | NOTICES | SITE | OURS | WISHES | STAFF
