"""The served copy of the static files: one style sheet, names with hashes, and no work when nothing has changed."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finder

from verandah.base import storage

STYLES = {
    "all.css": '/* Order */\n@layer base, components;\n@import url("base.css");\n@import url("post.css");\n',
    "base.css": '@font-face{font-family:A;src:url(../vendor/a.woff2) format("woff2")}\n',
    "post.css": "@layer components{\n.post{background:url(../icons/map.svg)}\n}\n",
}
SCRIPTS = {
    "app.js": 'import "./menu.js";\nimport { toast } from "./toast.js";\ntoast("import nothing from here");\n',
    "menu.js": "document.title += '';\n" * 40,
    "toast.js": "export const toast = (text) => text;\n",
}


@pytest.fixture
def site(tmp_path, settings) -> Path:
    """A folder of sources as the pages need them, and an empty place to gather them."""
    source = tmp_path / "source"
    for folder, files in {"css": STYLES, "js": SCRIPTS}.items():
        (source / folder).mkdir(parents=True)
        for name, text in files.items():
            (source / folder / name).write_text(text)
    for name in ("vendor/a.woff2", "icons/map.svg", "icons/used.txt"):
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(f"{name} " * 30)
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "served"
    get_finder.cache_clear()
    yield source
    get_finder.cache_clear()


def hashed(name: str) -> str:
    """The name under which browsers ask for a file."""
    manifest = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())
    return manifest["paths"][name]


def served(name: str) -> str:
    return (Path(settings.STATIC_ROOT) / hashed(name)).read_text()


def test_all_styles_are_one_file_in_the_order_of_the_imports(site):
    assert storage.collect()
    styles = served("css/all.css")
    assert "@import" not in styles
    assert styles.index("@layer base,components") < styles.index("@font-face") < styles.index(".post{")


def test_what_styles_and_scripts_name_has_its_hash(site):
    storage.collect()
    assert f'url("../{hashed("vendor/a.woff2")}")' in served("css/all.css")
    assert f'url("../{hashed("icons/map.svg")}")' in served("css/all.css")
    assert f'import"./{Path(hashed("js/menu.js")).name}"' in served("js/app.js")
    assert f'from "./{Path(hashed("js/toast.js")).name}"' in served("js/app.js")
    assert "import nothing from here" in served("js/app.js")


def test_a_change_in_a_part_changes_the_name_of_the_whole(site):
    storage.collect()
    before = hashed("css/all.css"), hashed("js/app.js")
    (site / "css/post.css").write_text(".post{color:red}")
    (site / "js/menu.js").write_text("1;")
    assert storage.collect()
    assert hashed("css/all.css") != before[0]
    assert hashed("js/app.js") != before[1]


def test_text_is_also_there_compressed(site):
    storage.collect()
    root = Path(settings.STATIC_ROOT)
    name = hashed("js/menu.js")
    assert gzip.decompress((root / f"{name}.gz").read_bytes()) == (root / name).read_bytes()
    # Fonts are compressed already, and a script of one line would grow.
    assert not list(root.glob("vendor/*.woff2.gz"))
    assert not list(root.glob("js/toast.*.gz"))


def test_nothing_is_done_when_nothing_has_changed(site):
    assert storage.collect()
    root = Path(settings.STATIC_ROOT)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert not storage.collect()
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_what_is_gone_is_no_longer_served(site):
    (site / "js/old.js").write_text("1;")
    storage.collect()
    assert list(Path(settings.STATIC_ROOT).glob("js/old*"))
    (site / "js/old.js").unlink()
    assert storage.collect()
    assert not list(Path(settings.STATIC_ROOT).glob("js/old*"))


def test_what_is_for_developers_is_not_served(site):
    storage.collect()
    names = {path.name for path in Path(settings.STATIC_ROOT).rglob("*")}
    assert not names & {"used.txt"}


def test_a_start_killed_in_the_middle_is_made_good_by_the_next(site, monkeypatch):
    storage.collect()
    before = hashed("css/all.css")
    (site / "css/base.css").write_text("a{}")
    with monkeypatch.context() as context:
        context.setattr(storage, "compress", lambda path: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            storage.collect()
    assert hashed("css/all.css") == before
    assert storage.collect()
    assert hashed("css/all.css") != before
    assert not list(Path(settings.STATIC_ROOT).parent.glob("served.*"))


def test_a_name_that_leads_nowhere_stops_the_start(site):
    (site / "css/base.css").write_text("a{background:url(missing.svg)}")
    with pytest.raises(RuntimeError, match="could not be prepared"):
        storage.collect()
    assert not Path(settings.STATIC_ROOT).exists()


def test_the_sources_of_this_site_can_be_gathered(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "served"
    assert storage.collect()
    styles = served("css/all.css")
    parts = re.findall(r'url\("([\w-]+)\.css"\)', (Path(settings.STATICFILES_DIRS[0]) / "css/all.css").read_text())
    assert len(parts) > 10
    assert "@import" not in styles
    assert "@layer" in styles
