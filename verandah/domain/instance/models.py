"""Tables of this server: what its owner has set, how people join, what it announces, and how it runs."""

from .tables.announcements import Announcement as Announcement
from .tables.announcements import AnnouncementReaction as AnnouncementReaction
from .tables.announcements import AnnouncementText as AnnouncementText
from .tables.announcements import Dismissal as Dismissal
from .tables.documents import Acceptance as Acceptance
from .tables.documents import Document as Document
from .tables.documents import DocumentVersion as DocumentVersion
from .tables.joining import Invite as Invite
from .tables.joining import InviteBatch as InviteBatch
from .tables.joining import JoinQuestion as JoinQuestion
from .tables.joining import ProfileAnswer as ProfileAnswer
from .tables.joining import ProfileField as ProfileField
from .tables.joining import SignUp as SignUp
from .tables.running import Backup as Backup
from .tables.running import DayFigure as DayFigure
from .tables.running import PageTime as PageTime
from .tables.site import Backdrop as Backdrop
from .tables.site import Joining as Joining
from .tables.site import Mode as Mode
from .tables.site import OwnerLink as OwnerLink
from .tables.site import Site as Site
from .tables.site import SitePicture as SitePicture
