"""Who may comment on a post, of those who see it, and which of their comments its author has removed."""

from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.instance.switches import no_comments, switches

from .audience import CommentPolicy
from .models import Post

ARE_FRIENDS = "SELECT 1 FROM verandah_friendship WHERE account_id = %(author)s AND friend_id = %(viewer)s"

# Of the comments below a post, the viewer's own that its author has taken away. What is deleted has an index of its
# own, which is short; a unary plus keeps SQLite from the long ones.
REMOVED = """
SELECT count(*) FROM verandah_post p WHERE p.deleted_at IS NOT NULL AND +p.root_id = %(root)s
  AND +p.author_id = %(viewer)s AND p.deleted_by_id = %(author)s"""


def may_comment(viewer: Account, root: Post) -> bool:
    """Whether `viewer`, who sees the post, may comment on it. A query only where friends alone may."""
    if root.is_locked:
        return False
    if not switches().allows_comments:
        return False
    if viewer.id == root.author_id or root.comment_policy == CommentPolicy.EVERYONE:
        return True
    if root.comment_policy == CommentPolicy.NOBODY:
        return False
    return bool(rows(ARE_FRIENDS, {"author": root.author_id, "viewer": viewer.id}))


def why_closed(root: Post) -> str:
    """What those read who may not comment on a post, of which the author is loaded."""
    if root.is_locked:
        return _("Comments here are closed by a decision of the staff.")
    if not switches().allows_comments:
        return no_comments()
    if root.comment_policy == CommentPolicy.FRIENDS:
        return _("Only friends of %(name)s can comment here.") % {"name": root.author.display_name}
    return _("%(name)s has closed the comments.") % {"name": root.author.display_name}


def refuse_when_off(post: Post) -> None:
    """Raises Forbidden for a comment that is to be changed or brought back where comments are switched off."""
    if post.is_comment and not switches().allows_comments:
        raise Forbidden(no_comments())


def removed_from(viewer: Account | None, root: Post) -> int:
    """How many comments of `viewer`'s the author of a post has removed from below it, as far as they are still kept."""
    if viewer is None or viewer.id == root.author_id:
        return 0
    values = {"root": root.pk, "viewer": viewer.id, "author": root.author_id}
    return int(rows(REMOVED, values)[0][0])
