"""Taking all that is one's own away in one file: a job in steps, which goes on where it was broken off."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import file_digest
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from verandah.base import archives, mail
from verandah.base.archives import Archive
from verandah.base.errors import NotFound, TooMany
from verandah.base.jobs import HEAVY, later
from verandah.domain.accounts.models import Account, Export, User
from verandah.domain.instance.queries import the_site
from verandah.domain.media import files
from verandah.domain.media.models import Media

from .authenticating import write_letter
from .export_parts import PARTS, Part
from .export_reasons import REASONS
from .export_rows import as_json, contents, file_name, in_frame, is_taken, pages_of

KEPT_FOR = timedelta(days=7)
# So many can be asked for in a week. One that is still being made counts as well.
MOST_IN_A_WEEK = 3
WEEK = timedelta(days=7)
# What is not ready by then never will be.
GIVEN_UP_AFTER = timedelta(days=2)
FILES_A_STEP = 20
ARCHIVE, ZIP = "archive", "zip"


@dataclass(frozen=True, slots=True)
class Work:
    """An archive that is being made: whose, and its row."""

    me: Account
    export: Export

    @property
    def room(self) -> Path:
        return files.waiting_room(str(self.export.state["room"]))


type Step = Callable[[Work, Archive], None]


def start(account: Account) -> Export:
    """Have an archive made. While one is being made: that one. Raises TooMany after three in a week."""
    running = Export.objects.filter(account=account, ended_at=None).first()
    if running is not None:
        return running
    recent = Export.objects.filter(account=account, created_at__gt=timezone.now() - WEEK)
    if recent.count() >= MOST_IN_A_WEEK:
        oldest = recent.order_by("created_at")[0].created_at
        wait = int((oldest + WEEK - timezone.now()).total_seconds()) + 1
        raise TooMany(
            _("You have asked for three archives this week. Wait until next week, or use the last one."), wait
        )
    state = {"room": files.new_name(), "counts": {}, "files": batches_of(account)}
    try:
        with transaction.atomic():
            export = Export(account=account, created_at=timezone.now(), state=state)
            export.steps = len(list(steps_of(export))) + 1
            export.save(force_insert=True)
            later(build, export.pk, key=f"export:{export.pk}")
    except IntegrityError:
        # Asked for twice at the same moment.
        return Export.objects.get(account=account, ended_at=None)
    return export


def batches_of(account: Account) -> list[list[int]]:
    """The files of a person, a few for each step."""
    ids = Media.objects.filter(owner=account).order_by("pk").values_list("pk", flat=True)
    return [list(batch) for batch in batched(ids, FILES_A_STEP, strict=False)]


def stop(account: Account, export_id: int) -> None:
    """Make it no longer, or throw it away. Raises NotFound when there is no such archive. Twice: the same."""
    export = Export.objects.filter(account=account, pk=export_id).first()
    if export is None:
        raise NotFound
    drop(export)


def drop(export: Export) -> None:
    """What there is of an archive is gone; its row stays, because archives are counted. Twice: the same."""
    name, room = export.name, str(export.state.get("room", ""))
    with transaction.atomic():
        rows = Export.objects.filter(pk=export.pk)
        rows.filter(ended_at=None).update(ended_at=timezone.now(), failure="stopped")
        rows.update(name="", state={}, expires_at=None)
        for one in filter(None, (name, room)):
            transaction.on_commit(partial(files.remove, one), robust=True)


@task(priority=HEAVY)
def build(export_id: int) -> None:
    """Make what is still missing of an archive, step by step. Twice: the same archive, and one letter."""
    export = Export.objects.select_related("account").filter(pk=export_id, ended_at=None).first()
    if export is None:
        return
    work = Work(export.account, export)
    if not archives.has_ended(work.room, export.steps_done):
        # Another machine has begun it, or its folder was lost.
        export.steps_done = 0
    with translation.override(language_of(work.me)):
        for number, one in enumerate(steps_of(export)):
            if number < export.steps_done:
                continue
            with archives.step(work.room, number) as archive:
                one(work, archive)
            if not Export.objects.filter(pk=export_id, ended_at=None).update(steps_done=number + 1, state=export.state):
                files.clear_room(work.room.name)
                return
        finish(work)


def steps_of(export: Export) -> Iterator[Step]:
    """What is to be done, always in this order."""
    for part in PARTS:
        yield partial(write_part, part)
    for batch in export.state["files"]:
        yield partial(write_files, batch)
    yield write_front


def write_part(part: Part, work: Work, archive: Archive) -> None:
    """One part, for programs and for people."""
    archive.put(f"json/{part.name}.json", as_json(part, work.me))
    for name, html in pages_of(part, work.me):
        archive.put(name, [html])
    work.export.state["counts"][part.name] = part.model._default_manager.filter(part.of(work.me)).count()


def write_files(ids: Iterable[int], work: Work, archive: Archive) -> None:
    """Some files, with what is said in them in writing. What has gone meanwhile is left out."""
    for media in Media.objects.filter(pk__in=list(ids), owner=work.me).order_by("pk"):
        if is_taken(media):
            write_file(archive, file_name(media), media.name, "full", media.extension)
            for name in captions_of(media):
                write_file(archive, f"media/{media.pk}-{name}.vtt", media.name, name, "vtt")


def captions_of(media: Media) -> list[str]:
    """The names of its captions in the store."""
    there = files.listed(f"{media.name[:2]}/{media.name}")[1] if media.captions else []
    return sorted(name.removesuffix(".vtt") for name in there if name.startswith("captions") and name.endswith(".vtt"))


def write_file(archive: Archive, name: str, folder: str, rendition: str, extension: str) -> None:
    """A file out of the store, never all of it in memory. Media are as small as they get."""
    try:
        found = files.kept(folder, rendition, extension)
    except NotFound:
        return
    archive.put(name, files.pieces(found.place, 0, found.size - 1), packed=False)


def write_front(work: Work, archive: Archive) -> None:
    """The page that leads to all others, how they look, and what the files for programs are."""
    site = the_site().name
    context: dict[str, object] = {
        "heading": _("Your archive from %(site)s") % {"site": site},
        "site": site,
        "username": work.me.username,
        "day": date_format(timezone.localtime(work.export.created_at), "DATE_FORMAT"),
        "parts": contents(work.export.state["counts"]),
        "reasons": list(dict.fromkeys(str(reason) for reason in REASONS.values())),
    }
    archive.put("index.html", [in_frame("export/index.html", "", context)])
    archive.put("pages/style.css", [render_to_string("export/style.css")])
    archive.put("README.txt", [readme()])


def readme() -> str:
    """What the files for programs are, for whoever writes one. In English, as programs are."""
    lines = [
        "json/<part>.json: UTF-8. An object with the name of the part and its rows, one row a line.",
        'People are "@name", posts are addresses; null where they are gone or not for you to see.',
        "Moments are ISO 8601 in UTC. Files lie under media/<id>.<extension>, by the id in json/files.json.",
        "",
        *(f"{part.name}: {' '.join(column.rstrip('@#') for column in part.columns.split())}" for part in PARTS),
    ]
    return "\n".join(lines) + "\n"


def finish(work: Work) -> None:
    """The archive is whole: into the store under a name that nobody can guess, and a letter to whose it is."""
    name, path = files.new_name(), work.room / f"{ARCHIVE}.{ZIP}"
    size = path.stat().st_size
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    now = timezone.now()
    files.keep(name, path)
    with transaction.atomic():
        done = Export.objects.filter(pk=work.export.pk, ended_at=None).update(
            ended_at=now,
            expires_at=now + KEPT_FOR,
            name=name,
            bytes=size,
            sha256=digest,
            steps_done=work.export.steps,
            state={},
        )
        if done:
            tell(work.me)
    files.clear_room(work.room.name)
    if not done:
        files.remove(name)


def tell(account: Account) -> None:
    """A letter: it is ready, for how long, and where."""
    user = User.objects.get(account=account)
    if not user.email:
        return
    with translation.override(language_of(account)):
        day = date_format(timezone.localtime(timezone.now() + KEPT_FOR), "DATE_FORMAT")
    facts = {"name": f"@{account.username}", "day": day, "page": settings.URL + reverse("settings_data")}
    write_letter("export_ready", user.email, user.language, facts)


def note_fetched(export_id: int) -> None:
    """Someone has fetched their archive. Twice: the first time counts."""
    Export.objects.filter(pk=export_id, fetched_at=None).update(fetched_at=timezone.now())


def clear_exports() -> int:
    """Throw away archives whose days are over, and give up those that never became ready; how many."""
    now = timezone.now()
    over = list(Export.objects.filter(expires_at__lte=now))
    stuck = list(Export.objects.filter(ended_at=None, created_at__lt=now - GIVEN_UP_AFTER))
    for export in (*over, *stuck):
        drop(export)
    return len(over) + len(stuck)


def language_of(account: Account) -> str:
    """The language that someone reads."""
    return mail.known(User.objects.values_list("language", flat=True).get(account=account))
