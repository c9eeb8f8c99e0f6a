"""Django's SQLite back end on a SQLite without known corruption bugs."""

import sys

if sys.platform == "linux":
    # Debian 12's SQLite has the WAL-reset corruption bug (3.7.0 to 3.51.2); the wheel brings 3.53.
    # Django imports the standard library's module by name, so the name must mean the wheel's before it does.
    import pysqlite3

    # The wheel lacks these two numbers of sqlite3.h, which Django names when it asks for limits.
    vars(pysqlite3).update(SQLITE_LIMIT_COLUMN=2, SQLITE_LIMIT_VARIABLE_NUMBER=9)
    sys.modules["sqlite3"] = pysqlite3
