"""Jobs that failed for good, in the hands of the staff: trying one again, or letting it be."""

from django.db import transaction
from django.utils.translation import gettext as _

from verandah.base import jobs
from verandah.base.errors import Forbidden, NotFound
from verandah.base.jobs import Job
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role

from .auditing import note, role_of


def try_again(by: Account, job_id: int) -> None:
    """Do a job once more that was given up. Raises Forbidden, and NotFound, also the second time."""
    with transaction.atomic():
        name = failed(by, job_id)
        jobs.replay(job_id)
        note(by, "retry_job", job=job_id, task=name)


def forget(by: Account, job_id: int) -> None:
    """It is never done. Raises Forbidden, and NotFound, also the second time."""
    with transaction.atomic():
        name = failed(by, job_id)
        jobs.forget(job_id)
        note(by, "forget_job", job=job_id, task=name)


def failed(by: Account, job_id: int) -> str:
    """What the job was to do. Raises Forbidden, NotFound."""
    if not may(Role(role_of(by)), Permission.RUN_SITE):
        raise Forbidden
    name = Job.objects.filter(pk=job_id).exclude(dead_at=None).values_list("task", flat=True).first()
    if name is None:
        raise NotFound(_("This job is no longer among those that failed."))
    return name
