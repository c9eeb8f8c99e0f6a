"""`verandah reactions`: which reactions people can choose here, and in which order."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from verandah.actions import administering
from verandah.domain.posts.offered import offered_words


class Command(BaseCommand):
    help = "Say which reactions are on offer, or choose them: those named, in that order. What was given stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="*", metavar="WORD", help="like, thanks, cheer, laugh, wow or sad")

    def handle(self, *args: Any, words: list[str], **options: Any) -> None:
        if words:
            administering.offer_reactions(words)
        self.stdout.write(f"On offer: {', '.join(offered_words())}")
