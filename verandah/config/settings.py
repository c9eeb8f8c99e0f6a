"""Django's settings, every one that may differ between sites read through `env`."""

from logging import LogRecord
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.utils.csp import CSP

from verandah.base.addresses import is_site
from verandah.domain.links.players import frame_sources

from .env import Env, SettingError
from .keys import secret_key, vapid_key
from .stores import media_origin, media_store

env = Env()
PACKAGE = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "::1", "localhost"}

DATA = env.path("VERANDAH_DATA", "data")
BIND = env.bind("VERANDAH_BIND", "127.0.0.1:8000")
URL = env.origin("VERANDAH_URL", "http://{}:{}".format(f"[{BIND[0]}]" if ":" in BIND[0] else BIND[0], BIND[1]))
HTTPS = URL.startswith("https://")
# Where the staff's pages are, when they shall not be where everyone is; they are told apart by the port.
STAFF_BIND = env.bind("VERANDAH_STAFF_BIND", "") if env.text("VERANDAH_STAFF_BIND") else None
if STAFF_BIND and STAFF_BIND[1] == BIND[1]:
    raise SettingError("VERANDAH_STAFF_BIND must have another port than VERANDAH_BIND, as in 127.0.0.1:8001.")
# Files are served from a host of their own when this is set, and from nowhere else.
MEDIA_ORIGIN = media_origin(env, URL)
DEBUG = env.flag("VERANDAH_DEBUG")
MAINTENANCE = env.flag("VERANDAH_MAINTENANCE")
WEB_THREADS = env.number("VERANDAH_WEB_THREADS", 4, 1, 64)
JOB_THREADS = env.number("VERANDAH_JOB_THREADS", 1, 0, 16)
TRUSTED_PROXIES = env.words("VERANDAH_TRUSTED_PROXIES")
# `verandah seed-client-suites` leaves this mark in a folder whose people everyone knows the tokens of.
SUITES_MARK = DATA / "for-client-suites"
FOR_SUITES = SUITES_MARK.exists()
LIMITED = env.flag("VERANDAH_LIMITS", not FOR_SUITES)
if (FOR_SUITES or not LIMITED) and not {BIND[0], urlsplit(URL).hostname} <= LOOPBACK:
    why = "This VERANDAH_DATA" if FOR_SUITES else "VERANDAH_LIMITS=no"
    raise SettingError(f"{why} is for tests: VERANDAH_BIND and VERANDAH_URL must then be on this machine.")
# Seals and opens backups, where no file and no keyboard gives one.
BACKUP_PASSPHRASE = env.text("VERANDAH_BACKUP_PASSPHRASE")
LOG_LEVEL = env.choice("VERANDAH_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))

# Sending to addresses that apps give us is tried with a push service on this machine, and then nothing leaves it.
SENDS_TO_LOOPBACK = env.flag("VERANDAH_PUSH_TO_LOOPBACK", FOR_SUITES)
if SENDS_TO_LOOPBACK and not {BIND[0], urlsplit(URL).hostname} <= LOOPBACK:
    raise SettingError(
        "VERANDAH_PUSH_TO_LOOPBACK is for tests: VERANDAH_BIND and VERANDAH_URL must then be on this machine."
    )

# Whether pages that posts link to are looked at, and which sites of PeerTube may play in a frame on ours.
PREVIEWS = env.flag("VERANDAH_PREVIEWS", True)
PEERTUBES = env.words("VERANDAH_PEERTUBES")
if not all(map(is_site, PEERTUBES)):
    raise SettingError('VERANDAH_PEERTUBES must be hosts alone, as in "tube.town.org, video.river.org".')

SECRET_KEY = secret_key(DATA / "keys")
VAPID_KEY = vapid_key(DATA / "keys")

# What people may upload: bytes by kind, pixels of a picture or of one frame, seconds of a video or a sound.
MOST_BYTES = {
    "IMAGE": env.number("VERANDAH_IMAGE_MB", 30, 1, 200) * 1_000_000,
    "VIDEO": env.number("VERANDAH_VIDEO_MB", 500, 1, 4000) * 1_000_000,
    "AUDIO": env.number("VERANDAH_AUDIO_MB", 100, 1, 4000) * 1_000_000,
}
# With the picture that stands for a video, and what is said of both.
MOST_UPLOAD = max(MOST_BYTES.values()) + MOST_BYTES["IMAGE"] + 1_000_000
MOST_PIXELS = env.number("VERANDAH_IMAGE_MEGAPIXELS", 40, 1, 200) * 1_000_000
# All that one member may keep here; 0: as much as they like.
QUOTA = env.number("VERANDAH_QUOTA_MB", 5000, 0, 10_000_000) * 1_000_000
# Whether nothing is posted with pictures, videos or sounds of which nobody has said what they show.
DESCRIPTIONS_REQUIRED = env.flag("VERANDAH_DESCRIPTIONS_REQUIRED")
MOST_SECONDS = env.number("VERANDAH_VIDEO_MINUTES", 10, 1, 240) * 60
# What comes in lies here until something was made of it; nothing is ever served from here.
QUARANTINE = FILE_UPLOAD_TEMP_DIR = DATA / "quarantine"
QUARANTINE.mkdir(mode=0o700, exist_ok=True)

ROOT_URLCONF = "verandah.config.urls"
WSGI_APPLICATION = "verandah.config.wsgi.application"
ALLOWED_HOSTS = [
    URL.split("://")[1].rsplit(":", 1)[0] if "]" not in URL else "[" + BIND[0] + "]",
    "127.0.0.1",
    "localhost",
    *filter(None, [urlsplit(MEDIA_ORIGIN).hostname]),
]
CSRF_TRUSTED_ORIGINS = [URL]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "verandah",
]

MIDDLEWARE = [
    "verandah.config.gate.middleware",
    "verandah.web.errors.maintenance",
    "verandah.web.timing.middleware",
    "django.middleware.security.SecurityMiddleware",
    "verandah.web.media.middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "verandah.api.door.middleware",
    "verandah.api.cors.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "verandah.web.languages.middleware",
    "django.middleware.common.CommonMiddleware",
    "verandah.web.forms.utf8_only",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "verandah.web.errors.pages_for_errors",
    "verandah.web.viewer.middleware",
    "verandah.web.pausing.middleware",
    "verandah.web.leaving.middleware",
    "verandah.web.newcomers.middleware",
    "verandah.web.guests.middleware",
    "verandah.web.accepting.middleware",
    "verandah.web.staff.door.middleware",
    "allauth.account.middleware.AccountMiddleware",
    "verandah.web.joining.note_activity",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.messages.context_processors.messages",
                "verandah.web.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "verandah.web.tags",
                "verandah.web.staff.links",
                "verandah.web.staff.bank_parts",
            ],
        },
    }
]


def database() -> dict[str, Any]:
    """SQLite in the data folder, or the PostgreSQL that `VERANDAH_DATABASE_URL` names."""
    parts = env.url("VERANDAH_DATABASE_URL", f"sqlite:///{DATA / 'verandah.sqlite3'}", ("sqlite", "postgresql"))
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "verandah.config.sqlite",
            "NAME": unquote(parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=0;"
                "PRAGMA cache_size=-8000; PRAGMA journal_size_limit=67108864;"
                # What is written again and again goes from the journal into the file once in 16 MB instead of 4.
                "PRAGMA wal_autocheckpoint=4000;",
            },
        }
    if not parts.path.strip("/"):
        raise SettingError("VERANDAH_DATABASE_URL must name a database, as in postgresql://user@host/verandah.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host_of(parts),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def host_of(parts: SplitResult) -> str:
    """The host, or the folder of the socket, whose capital letters `parts.hostname` would lose."""
    host = parts.netloc.rpartition("@")[2]
    return unquote((host.rpartition(":")[0] if parts.port else host).strip("[]"))


def mailer() -> dict[str, Any]:
    """Letters to the console, or through the server that `VERANDAH_MAIL_URL` names."""
    parts = env.url("VERANDAH_MAIL_URL", "console://", ("console", "smtp", "smtps"))
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if not parts.hostname:
        raise SettingError("VERANDAH_MAIL_URL must name a host, as in smtp://user:password@mail.example:587.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and parts.query != "tls=no",
            "timeout": 20,
        },
    }


def bus() -> str:
    """The Valkey through which the processes of this site hear each other; empty: through their database."""
    given = env.text("VERANDAH_BUS")
    if given and not env.url("VERANDAH_BUS", "", ("valkey", "valkeys")).hostname:
        raise SettingError("VERANDAH_BUS must name a host, as in valkey://user:password@valkey.example:6379.")
    return given


DATABASES = {"default": database()}
BUS = bus()
MAILERS = {"default": mailer()}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("VERANDAH_MAIL_FROM", f"verandah@{ALLOWED_HOSTS[0].strip('[]')}")
EMAIL_SUBJECT_PREFIX = ""

TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
# Limits count here: too few entries, and a flood of strangers would push them out.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}}

AUTH_USER_MODEL = "verandah.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 86_400
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "verandah.web.joining.Adapter"
ACCOUNT_FORMS = {
    "signup": "verandah.web.joining_forms.SignUpForm",
    "login": "verandah.web.joining_forms.SignInForm",
    "add_email": "verandah.web.joining_forms.ChangeEmailForm",
    "change_password": "verandah.web.joining_forms.ChangePasswordForm",
    "set_password": "verandah.web.joining_forms.SetPasswordForm",
    "reset_password": "verandah.web.joining_forms.ResetPasswordForm",
    "reset_password_from_key": "verandah.web.joining_forms.NewPasswordForm",
    "reauthenticate": "verandah.web.joining_forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# Only the browser that signed up, for an hour and for that account, is signed in by its confirmation.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_TIMEOUT = 3600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Django ends every other session when a password changes; this keeps the one that changed it.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_USERNAME_MIN_LENGTH = 1
if not LIMITED:
    ACCOUNT_RATE_LIMITS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# A second factor, for whoever wants one; the staff's pages open to nobody without.
MFA_ADAPTER = "verandah.web.factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
# Our only addresses that can be unconfirmed belong to a change of address, which must stay possible.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A browser lets nobody use keys at an address without a certificate, but at the machine's own.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_FORMS = {
    "authenticate": "verandah.web.factor_forms.CodeForm",
    "reauthenticate": "verandah.web.factor_forms.CodeAgainForm",
    "activate_totp": "verandah.web.factor_forms.NewAppForm",
    "add_webauthn": "verandah.web.factor_forms.NewKeyForm",
    "authenticate_webauthn": "verandah.web.factor_forms.KeyForm",
    "reauthenticate_webauthn": "verandah.web.factor_forms.KeyAgainForm",
}
# allauth would write at every request; `joining.note_activity` does at most every ten minutes.
USERSESSIONS_TRACK_ACTIVITY = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("fr", "Français"), ("de", "Deutsch"), ("es", "Español")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_AGE = 31_536_000
USE_TZ = True
TIME_ZONE = env.time_zone("VERANDAH_TIME_ZONE", "UTC")

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
# Only our own: what packages bring along is used by none of our pages.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "media": media_store(env, DATA),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "verandah.base.storage.JoinedStatic"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
# Files at addresses that apps know, such as the picture of someone without one.
WHITENOISE_ROOT = PACKAGE / "web" / "root"

# Limits of what a browser may send: a form of 256 kB and 100 fields; beyond it the answer is 413 or 400, never 500.
# Where files are taken, `config.requests` lets more come in.
DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
# As many as a post holds.
DATA_UPLOAD_MAX_NUMBER_FILES = 30

SESSION_ENGINE = "verandah.domain.accounts.sessions"
SESSION_COOKIE_AGE = 2_592_000
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "verandah.web.errors.form_expired"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'", CSP.NONCE],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", *filter(None, [MEDIA_ORIGIN])],
    "media-src": ["'self'", *filter(None, [MEDIA_ORIGIN])],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "frame-src": frame_sources(PEERTUBES),
}


def is_no_pause(record: LogRecord) -> bool:
    """Whether a line of the log tells of something else than that the site is paused, as everyone who asks is told."""
    return getattr(record, "status_code", 0) != 503


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_pauses": {"()": "django.utils.log.CallbackFilter", "callback": is_no_pause}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.request": {"filters": ["no_pauses"]},
        # It tells of every code and token that it makes, and these belong in no log.
        "oauthlib": {"level": "WARNING"},
        # Every robot that tries our address with its own name would be an error with a traceback; one line is enough.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
