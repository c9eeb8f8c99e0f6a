"""The index of the schema: one import a room."""

from .base.jobs import Job as Job
from .domain.accounts.models import AccessToken as AccessToken
from .domain.accounts.models import Account as Account
from .domain.accounts.models import App as App
from .domain.accounts.models import AuthorizationCode as AuthorizationCode
from .domain.accounts.models import User as User
from .domain.feeds.models import Marker as Marker
from .domain.graph.models import Block as Block
from .domain.graph.models import Follow as Follow
from .domain.graph.models import FollowRequest as FollowRequest
from .domain.graph.models import Friendship as Friendship
from .domain.graph.models import PeopleList as PeopleList
from .domain.graph.models import PeopleListMember as PeopleListMember
from .domain.instance.models import Announcement as Announcement
from .domain.instance.models import AnnouncementText as AnnouncementText
from .domain.instance.models import Dismissal as Dismissal
from .domain.instance.models import OwnerLink as OwnerLink
from .domain.instance.models import Site as Site
from .domain.notifications.models import Notification as Notification
from .domain.posts.models import Mention as Mention
from .domain.posts.models import Post as Post
from .domain.posts.models import PostAudience as PostAudience
from .domain.posts.models import PostTag as PostTag
from .domain.posts.models import Tag as Tag
