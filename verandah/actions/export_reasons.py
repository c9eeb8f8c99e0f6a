"""What names someone and is not in their archive, each with the reason. The archive says so, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

THEIRS = _("What others have chosen about you is theirs: whom they block or mute, their notes, lists and suggestions.")
SAME = _("It says the same as another file of the archive, from the other side.")
FINDING = _("It is made of your names, so that you are found, and says nothing else.")
SECRET = _("It is a secret that signs you in, and nobody must be able to read it, in no archive either.")
WORK = _("What someone does for the site belongs to the site: it stands in the record of the staff.")
STAFF = _("What the staff notes while it looks into something could name who reported it. What was decided, you have.")
REPORTERS = _("Nobody is told who has reported something, or that something was reported.")
OTHERS = _("It belongs to the notifications, posts or albums of somebody else.")

REASONS: dict[str, _StrPromise] = {
    "Account.id": SAME,
    "AccountWord.account": FINDING,
    "NameGram.account": FINDING,
    "AuthorizationCode.account": SECRET,
    "AlbumAudience.account": OTHERS,
    "Block.blocked": THEIRS,
    "Mute.muted": THEIRS,
    "Note.about": THEIRS,
    "NotSuggested.other": THEIRS,
    "SuggestedPerson.other": THEIRS,
    "SuggestedPerson.via": THEIRS,
    "PeopleListMember.account": THEIRS,
    "Recommendation.recommended": THEIRS,
    "Friendship.friend": SAME,
    "Notification.actor": OTHERS,
    "NotificationRequest.actor": OTHERS,
    "Post.deleted_by": OTHERS,
    "StaffPick.picked_by": WORK,
    "SignUp.decided_by": WORK,
    "Announcement.created_by": WORK,
    "OwnerLink.used_by": WORK,
    "TrendReview.by": WORK,
    "Case.assignee": WORK,
    "CaseNote.author": WORK,
    "Report.assigned": WORK,
    "Report.action_taken_by": WORK,
    "AuditEntry.actor_id": WORK,
    "Approval.requested_by_id": WORK,
    "Approval.approved_by_id": WORK,
    "Appeal.decider_id": WORK,
    "Appeal.second_decider_id": WORK,
    "Appeal.reviewer_id": WORK,
    "BankEntry.added_by_id": WORK,
    "BankEntry.agreed_by_id": WORK,
    "Decision.actor_id": WORK,
    "Decision.second_actor_id": WORK,
    "DocumentVersion.created_by_id": WORK,
    "PolicyVersion.created_by_id": WORK,
    "Probe.asked_by_id": WORK,
    "Rule.created_by_id": WORK,
    "Rule.approved_by_id": WORK,
    "AuditEntry.account_id": STAFF,
    "Case.owner": STAFF,
    "CaseNote.account": STAFF,
    "RuleHit.account": STAFF,
    "Subject.owner": STAFF,
    "Report.target": REPORTERS,
}
