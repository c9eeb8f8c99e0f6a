"""What follows a post: one job, stored with it."""

from django.tasks import task

from verandah.domain.posts.models import Post

from . import announcing, notifying


@task(queue_name="distribute")
def distribute(post_id: int) -> None:
    """Bring a stored post to everyone it is meant for. Safe to run twice."""
    post = Post.objects.filter(pk=post_id, deleted_at=None).select_related("author").first()
    if post is None:
        return
    notifying.about_post(post)
    announcing.post_is_out(post.id)
