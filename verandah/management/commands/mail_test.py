"""`verandah mail test`: send a letter now, and say what the mail server makes of it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from verandah.actions import administering
from verandah.base.errors import Refusal
from verandah.base.mail import NotSent, NotWanted


class Command(BaseCommand):
    help = "Send a letter to ADDRESS now, the way VERANDAH_MAIL_URL says. Nobody has to have an account with it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", metavar="ADDRESS", help="where to")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            administering.try_mail(options["address"])
        except Refusal as refusal:
            raise CommandError(refusal.text) from refusal
        except (NotSent, NotWanted) as error:
            raise CommandError(f"{error} Look at VERANDAH_MAIL_URL and VERANDAH_MAIL_FROM.") from error
        except OSError as error:
            raise CommandError(
                f"The mail server broke off, so the letter may have been sent or not: {error}"
            ) from error
        self.stdout.write(f"The letter to {options['address']} is sent.")
