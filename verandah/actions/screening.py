"""Files that wait until somebody of the staff has looked at them, and whatever they are part of."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from verandah.base.errors import Forbidden
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.instance.switches import stored as stored_switches
from verandah.domain.media.models import Media
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Case, Decision, Queue, Restriction, Subject
from verandah.domain.moderation.screened import waiting_cases
from verandah.domain.moderation.twos import MOST_ALONE, Verb
from verandah.domain.posts.models import Post

from . import approving, casing, deciding, snapshotting
from .auditing import note
from .matching import hold_post, is_held, of_a_machine, said_to

LOOKED_AT_FIRST = _("On this site somebody looks at photos, films and sounds before others see them.")


def screen(post: Post, is_new: bool) -> None:
    """Keep a post back whose files are kept back; and where files are looked at first, those that nobody has looked at.

    To be called in the transaction in which it gets its files, after they are counted. Twice: the same. Afterwards
    `post.withheld` says whether it waits.
    """
    files = Media.objects.filter(post=post).select_related("restriction__decision__case")
    rows = list(files.order_by("position", "pk"))
    for row in rows:
        if row.is_withheld and row.restriction is not None and row.restriction.kind == Effect.HOLD and is_new:
            hold_post(post, row.restriction.decision.case)
    unseen = never_looked_at(rows) if needs_a_look(post.author) else []
    if unseen:
        hold_files(unseen, post, is_new)
    post.refresh_from_db(fields=["withheld", "is_blurred", "restriction", "rev"])


def screen_files(owner: Account, rows: Sequence[Media]) -> None:
    """The same of files that are part of no post: in an album, or of a profile."""
    if needs_a_look(owner):
        for row in never_looked_at(rows):
            subject = snapshotting.subject_of(Subject.Kind.MEDIA, row.pk)
            hold(subject, casing.case_about(subject, Queue.NEWCOMERS), None)


def needs_a_look(owner: Account) -> bool:
    """Whether the files of `owner` wait here: not those of the staff, nor of whom the site has known for long."""
    if not stored_switches().approves_media or owner.trust >= Trust.REGULAR:
        return False
    return (User.objects.filter(account=owner).values_list("role", flat=True).first() or Role.MEMBER) == Role.MEMBER


def never_looked_at(rows: Sequence[Media]) -> list[Media]:
    """Those that have never waited for a look."""
    held = Restriction.objects.filter(subject__kind=Subject.Kind.MEDIA, kind=Effect.HOLD)
    known = set(held.filter(subject__ref__in=[row.pk for row in rows]).values_list("subject__ref", flat=True))
    return [row for row in rows if row.pk not in known and not row.is_withheld]


def hold_files(rows: Sequence[Media], post: Post, is_new: bool) -> None:
    """Files of a post wait, and a new post with them; all of it is one case, and its author is told of it once."""
    subject = snapshotting.subject_of(Subject.Kind.POST, post.pk)
    case = casing.case_about(subject, Queue.NEWCOMERS)
    first = hold(subject, case, None) if is_new and not is_held(subject) else None
    for row in rows:
        made = hold(snapshotting.subject_of(Subject.Kind.MEDIA, row.pk), case, first)
        first = first or made


def hold(subject: Subject, case: Case, parent: Decision | None) -> Decision:
    """It waits in this case. With `parent` its owner has been told of that."""
    facts = said_to(subject.owner_id or 0, LOOKED_AT_FIRST)
    return deciding.decide(case, None, of_a_machine(Effect.HOLD, facts), subject, parent)


def release_all(by: Account, approval_id: int | None = None) -> int:
    """Let out all that waits only because files are looked at first; how many cases that were. Twice: the rest.

    Above fifty at once two people must want it. Raises Forbidden.
    """
    cases = waiting_cases(by)
    if len(cases) > MOST_ALONE:
        if approval_id is None:
            raise Forbidden(gettext("More than fifty at once need a second person who agrees."))
        approving.use(approval_id, Verb.BULK, release_what())
    for case in cases:
        with transaction.atomic():
            note(by, "release_media", case_id=case.pk)
            release(case, by)
    return len(cases)


def release_what() -> dict[str, str | int | bool | list[int] | list[str] | None]:
    """What two people agree to."""
    return {"deed": "release_media"}


def release(case: Case, by: Account) -> None:
    """Nothing is wrong with what waits in a case: all of it is out. Twice: the same."""
    deciding.decide(case, by, deciding.Verdict((Effect.DISMISS,)), case.subject)
