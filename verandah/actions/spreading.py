"""Telling all members by letter that a document of the site reads differently: each once, however often it is begun."""

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from verandah.base import mail
from verandah.base.jobs import later
from verandah.domain.accounts.models import User
from verandah.domain.instance.documents import ShownDocument, show_document
from verandah.domain.instance.models import DocumentVersion

from .authenticating import write_letter

AT_ONCE = 200


def begin(version_id: int) -> None:
    """After this transaction members are written to, the longest here first. Twice: one round."""
    later(write_round, version_id, 0, key=f"spread:{version_id}")


@task(queue_name="mail", priority=-20)
def write_round(version_id: int, after: int) -> None:
    """Letters to some members, and the next round behind them, all or nothing. Twice: nobody is written to again."""
    version = DocumentVersion.objects.select_related("document").filter(pk=version_id, is_mailed=True).first()
    if version is None or version.effective_from is None or version.mailed_at is not None:
        return
    with transaction.atomic():
        held = DocumentVersion.objects.select_for_update().get(pk=version_id)
        if held.mailed_at is not None or after < held.mailed_until:
            return
        readers = User.objects.filter(
            pk__gt=after, is_active=True, account__suspended_at=None, account__joined_at__isnull=False
        )
        some = list(readers.exclude(email="").select_related("account").order_by("pk")[:AT_ONCE])
        for user in some:
            write_letter("document_changed", user.email, user.language, facts(version, user))
        if some:
            DocumentVersion.objects.filter(pk=version_id).update(mailed_until=some[-1].pk)
            later(write_round, version_id, some[-1].pk)
        else:
            DocumentVersion.objects.filter(pk=version_id).update(mailed_at=timezone.now())


def facts(version: DocumentVersion, user: User) -> dict[str, str]:
    """What the letter says, in the language of its reader."""
    language = mail.known(user.language)
    with override(language):
        shown = show_document(version.document, version, language)
        day = date_format(timezone.localtime(version.effective_from))
    return {
        "name": user.account.display_name,
        "title": shown.title,
        "changes": " ".join(shown.changes.split()),
        "day": day,
        "page": page_of(shown),
    }


def page_of(shown: ShownDocument) -> str:
    """Where the versions stand beside each other."""
    return f"{settings.URL}{shown.path}history/"
