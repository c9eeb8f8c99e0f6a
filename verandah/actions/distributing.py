"""What follows a post: at once where it concerns few people, and else one job, stored with it."""

from django.tasks import task

from verandah.base.jobs import later
from verandah.domain.posts.audience import Withheld
from verandah.domain.posts.models import Post

from . import announcing, notifying

# So many are told in the transaction of the post itself. It costs less than a job, and holds up nobody.
AT_ONCE = 3


def send_out(post: Post) -> None:
    """Have a post that was stored just now brought to everyone it is meant for. To be called once, with the post."""
    if notifying.about_new_post(post, AT_ONCE):
        announcing.post_is_out(post.id)
    else:
        later(distribute, post.id)


@task(queue_name="distribute")
def distribute(post_id: int) -> None:
    """Bring a stored post to everyone it is meant for, once nothing holds it back. Safe to run twice."""
    post = Post.objects.filter(pk=post_id, deleted_at=None, withheld=Withheld.NO).select_related("author").first()
    if post is None:
        return
    notifying.about_post(post)
    announcing.post_is_out(post.id)
