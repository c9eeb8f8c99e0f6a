"""Tables of the pages that the site itself has written, and of who has accepted which."""

from django.db import models
from django.db.models import Q


class Document(models.Model):
    """A page that the site itself has written: its policies, and pages of its own."""

    class Kind(models.IntegerChoices):
        PRIVACY = 1
        TERMS = 2
        ABOUT = 3
        IMPRINT = 4
        ACCESSIBILITY = 5
        OWN = 6

    kind = models.SmallIntegerField(choices=Kind.choices)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    # Where links lead to it.
    is_in_footer = models.BooleanField(default=True)
    is_on_landing = models.BooleanField(default=False)
    # Whoever joins accepts it.
    needs_acceptance = models.BooleanField(default=False)
    # Of a template: the answers to its questions, {"en": {"hosting": "..."}}; kept from version to version.
    answers = models.JSONField(default=dict, blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__gte=1, kind__lte=6), name="document_kind_known"),
            models.UniqueConstraint(fields=["kind"], name="document_of_kind_once", condition=Q(kind__lt=6)),
        ]


class DocumentVersion(models.Model):
    """How a document reads since `effective_from`: {"en": {"title": ..., "summary": ..., "body": ...}} in Markdown.

    None there: a draft, which nobody but the staff sees.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField()
    # The shipped text it was made from, by name and digest; empty: none.
    template = models.CharField(max_length=100, blank=True)
    # What has changed, in the owner's words: {"en": "..."}.
    changes = models.JSONField(default=dict, blank=True)
    # Whoever has accepted an earlier one is asked again; members are told by letter.
    asks_again = models.BooleanField(default=False)
    is_mailed = models.BooleanField(default=False)
    # When all were written to, and up to which person the round of letters has come.
    mailed_at = models.DateTimeField(null=True)
    mailed_until = models.BigIntegerField(default=0)
    effective_from = models.DateTimeField(null=True)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]


class Acceptance(models.Model):
    """`account` has accepted a document in one of its versions. Without a document: the rules of the site, of which
    `number` is the newest version's id of that moment."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+", db_index=False)
    number = models.BigIntegerField()
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "document", "number"], name="accepted_once", condition=Q(document__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["account", "number"], name="accepted_rules_once", condition=Q(document=None)
            ),
        ]
