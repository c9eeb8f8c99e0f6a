"""Tables of joining: what is asked, who invites whom, and what every profile says."""

from django.db import models
from django.db.models import Q


class JoinQuestion(models.Model):
    """What whoever asks to join is asked: {"en": "..."} in the languages it was written in."""

    position = models.PositiveSmallIntegerField(default=0)
    texts = models.JSONField()
    is_required = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True)


class InviteBatch(models.Model):
    """Invitations that were read from a file and are sent by letter, one after the other."""

    made_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    total = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Invite(models.Model):
    """Whoever opens its address can join, `most_uses` times at most (0: without end), until `expires_at`.

    `code` is shown to whoever made it as often as they like. With an e-mail address it is good for that one alone.
    """

    code = models.CharField(max_length=32, unique=True)
    # None: the site itself, or someone who has gone.
    made_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    batch = models.ForeignKey(InviteBatch, models.CASCADE, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    name = models.CharField(max_length=60, blank=True)
    # What the inviter writes to whom they invite.
    message = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=12, blank=True)
    most_uses = models.PositiveSmallIntegerField(default=1)
    uses = models.PositiveSmallIntegerField(default=0)
    # Who comes by it need not wait for the staff's yes; whether they follow the inviter from the first moment.
    skips_approval = models.BooleanField(default=False)
    follows_inviter = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["made_by", "-id"], name="invite_by_maker")]


class SignUp(models.Model):
    """How someone came to join: by which invitation, what they answered, and what the staff said to it."""

    class State(models.IntegerChoices):
        # Nobody had to say anything.
        FREE = 0
        WAITING = 1
        APPROVED = 2
        REJECTED = 3

    account = models.OneToOneField("Account", models.CASCADE, related_name="+", primary_key=True)
    invite = models.ForeignKey(Invite, models.SET_NULL, null=True, related_name="+")
    # Who had invited them, although the invitation may be gone.
    invited_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    state = models.SmallIntegerField(choices=State.choices, default=State.FREE)
    # [["Question", "Answer"]], the questions in the words they were asked in.
    answers = models.JSONField(default=list)
    said_old_enough = models.BooleanField(default=False)
    decided_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # What the staff wrote to them when it said no.
    answer = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="sign_up_waiting", condition=Q(state=1))]


class ProfileField(models.Model):
    """A line that the owner wants in every profile: {"en": {"label": ..., "help": ...}}.

    `choices`, of a choice: [{"key": "north", "en": "North side"}].
    """

    class Kind(models.IntegerChoices):
        TEXT = 1
        LONG = 2
        CHOICE = 3
        DATE = 4
        LINK = 5

    kind = models.SmallIntegerField(choices=Kind.choices, default=Kind.TEXT)
    position = models.PositiveSmallIntegerField(default=0)
    texts = models.JSONField()
    choices = models.JSONField(default=list, blank=True)
    # For whom an answer is unless its author says otherwise: a word of `accounts.fields.For`.
    audience = models.CharField(max_length=10, default="members")
    is_required = models.BooleanField(default=False)
    is_asked_at_sign_up = models.BooleanField(default=False)
    # The directory can be narrowed by it.
    is_filter = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)


class ProfileAnswer(models.Model):
    """What `account` says to a field of the owner's, and for whom that is."""

    field = models.ForeignKey(ProfileField, models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    # Of a choice: its key.
    value = models.CharField(max_length=500)
    # How it begins to be typed by whoever looks for it, in bytes, which every database puts in the same order.
    folded = models.BinaryField(max_length=120, default=b"")
    audience = models.CharField(max_length=10, default="members")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "field"], name="profile_answer_once")]
        indexes = [models.Index(fields=["field", "folded", "account"], name="profile_answer_by_value")]
