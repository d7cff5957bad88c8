"""Settings of the project, all from environment variables; see .env.example and docs/deployment.md.

Without any variable an office runs on the embedded default: SQLite and a queue of files under ``OFFICE_DATA_DIR``.
A bad variable stops the start with one Chinese sentence (``ImproperlyConfigured``).
"""

import datetime
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

# --- environment -----------------------------------------------------------------------------------------------------


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def _flag(name: str, default: bool) -> bool:
    text = _text(name, "1" if default else "0")
    if text not in {"0", "1"}:
        raise ImproperlyConfigured(f"环境变量 {name} 只能填 1（是）或 0（否），现为「{text}」。")
    return text == "1"


def _whole_number(name: str, default: int, lowest: int, highest: int) -> int:
    text = _text(name, str(default))
    if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
        raise ImproperlyConfigured(f"环境变量 {name} 应为 {lowest} 至 {highest} 之间的整数，现为「{text}」。")
    return int(text)


def _choice(name: str, choices: set[str]) -> str:
    text = _text(name)
    if text and text not in choices:
        raise ImproperlyConfigured(f"环境变量 {name} 只能是 {'、'.join(sorted(choices))} 之一或者不设，现为「{text}」。")
    return text


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in _text(name, default).split(",") if part.strip()]


def _folder(path: Path, mode: int = 0o755) -> Path:
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"无法建立文件夹 {path}：{error.strerror}。请检查 OFFICE_DATA_DIR 及其权限。") from error
    return path


def _secret(name: str, filename: str) -> str:
    """A secret of the environment, else of a file made once; in production only of the environment."""
    text = _text(name)
    if text:
        if PRODUCTION and len(text) < 32:
            raise ImproperlyConfigured(f"环境变量 {name} 太短，正式运行时至少 32 个字符。")
        return text
    if PRODUCTION:
        raise ImproperlyConfigured(f"正式运行（OFFICE_ENV=production）必须由环境变量 {name} 提供密钥，程序不代为生成。")
    path = DATA_DIR / filename
    try:
        if not path.exists():
            # Several processes may start at once: a hard link is made whole or not at all, and the first one wins.
            draft = path.with_name(f".{filename}.{os.getpid()}.{secrets.token_hex(4)}")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
                stream.write(secrets.token_urlsafe(48))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        text = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"无法读写密钥文件 {path}：{error.strerror}。") from error
    if not text:
        raise ImproperlyConfigured(f"密钥文件 {path} 是空的，请恢复原文件；审计密钥一旦更换，原有审计记录即无法核验。")
    return text


PLANNING = "-c jit=off -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
"""How PostgreSQL shall weigh its plans for this product's statements."""


def _database(url: str) -> dict[str, Any]:
    """The database of ``DATABASE_URL``, or SQLite in the data folder."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "office.sqlite3",
            "OPTIONS": {
                "timeout": 20,
                # A writer takes its lock at BEGIN, so that two of them wait for each other and do not fail half-way.
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
            # A file as in service: a database in memory locks whole tables, and no race would be the real one.
            "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
        }
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise ImproperlyConfigured("环境变量 DATABASE_URL 应形如 postgresql://用户:口令@主机:5432/库名。")
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured("环境变量 DATABASE_URL 中的端口不是有效的数字。") from error
    given = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        # Lists and papers join the detail rows of every kind: the server's compiler (JIT) takes half a minute over such a
        # query as soon as its estimate is high, to save milliseconds. Reckoned as on a turning disk it reads all that an office has
        # rather than the rows of one officer, and starts helpers for what is there in two milliseconds. What the address says comes
        # after, and wins.
        "OPTIONS": {**given, "options": f"{PLANNING} {given.get('options', '')}".strip()},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


# --- what runs here --------------------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = _choice("OFFICE_ENV", {"production", "development"}) == "production"
if PRODUCTION and _text("OFFICE_TODAY"):
    raise ImproperlyConfigured("正式运行（OFFICE_ENV=production）不得使用 OFFICE_TODAY 改变日期，请去掉该环境变量。")
DEBUG = _flag("OFFICE_DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("正式运行（OFFICE_ENV=production）不得打开 OFFICE_DEBUG，请去掉该环境变量。")
HTTPS = _flag("OFFICE_HTTPS", default=PRODUCTION)

DATA_DIR = _folder(Path(_text("OFFICE_DATA_DIR", str(BASE_DIR / "var"))).expanduser().resolve())
FONTS_DIR = Path(_text("OFFICE_FONTS_DIR", str(DATA_DIR / "fonts"))).expanduser().resolve()
SECRET_KEY = _secret("OFFICE_SECRET_KEY", "secret_key")
AUDIT_KEY = _secret("OFFICE_AUDIT_KEY", "audit_key")

PORT = _whole_number("OFFICE_PORT", 8000, 1, 65535)
BIND = _text("OFFICE_BIND", "127.0.0.1")
PORTAL = _choice("PORTAL", {"procuratorate", "police", "api"}) or None
ALLOWED_HOSTS = _list("OFFICE_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("OFFICE_ORIGINS")

# --- application -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "rest_framework",
    "django_filters",
    "axes",
    "office",
    "cases",
    "supervision",
    "liaison",
    "reports",
]

MIDDLEWARE = [
    "office.middleware.TokenMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before sessions: the portal decides which session cookie is read.
    "office.middleware.PortalMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "office.urls.all"
WSGI_APPLICATION = "office.wsgi.application"
ASGI_APPLICATION = "office.asgi.application"

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # templates/django/forms stand before the framework's
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": _database(_text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- signing in ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "office.Officer"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "office.middleware.OfficerBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Minutes without a page before an officer is signed out, and hours after which he is in any case.
SESSION_IDLE_MINUTES = _whole_number("OFFICE_IDLE_MINUTES", 30, 1, 720)
SESSION_LIFE_HOURS = 12
SESSION_COOKIE_AGE = SESSION_LIFE_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Five wrong passwords of one account from one address lock that pair for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "office/locked.html"
# In the session: a message in a cookie would show up in the other portal.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what a browser is told ------------------------------------------------------------------------------------------

CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "office.views.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- files -----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = _folder(Path(_text("OFFICE_STATIC_ROOT", str(DATA_DIR / "static"))).expanduser().resolve())
MEDIA_ROOT = _folder(DATA_DIR / "media", 0o700)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Without files, which are counted by the forms: a long text, and the dense entry page of a case with many persons.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024

# --- interface for programs ------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
}

# --- mail ------------------------------------------------------------------------------------------------------------

# Notices leave as mail only where an office has switched it on (办公室设置); many sites have no mail at all.
EMAIL_HOST = _text("OFFICE_SMTP_HOST", "localhost")
EMAIL_PORT = _whole_number("OFFICE_SMTP_PORT", 25, 1, 65535)
EMAIL_HOST_USER = _text("OFFICE_SMTP_USER")
EMAIL_HOST_PASSWORD = _text("OFFICE_SMTP_PASSWORD")
EMAIL_USE_TLS = _flag("OFFICE_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = _text("OFFICE_MAIL_FROM", "office@localhost")

# --- work in the background ------------------------------------------------------------------------------------------

REDIS_URL = _text("REDIS_URL")
if REDIS_URL and urlsplit(REDIS_URL).scheme not in {"redis", "rediss", "unix"}:
    raise ImproperlyConfigured("环境变量 REDIS_URL 应形如 redis://主机:6379/0。")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"visibility_timeout": 3600}
else:
    # Messages lie there as readable JSON: nobody else may look, and tasks carry identifiers only.
    QUEUE_DIR = _folder(DATA_DIR / "queue", 0o700)
    CELERY_BROKER_URL = "filesystem://localhost//"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_folder(QUEUE_DIR / "messages", 0o700)),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(_folder(QUEUE_DIR / "control", 0o700)),
        # The default of one second made 200 tasks take 30 s; so they take one.
        "polling_interval": 0.1,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "office"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# Each entry claims its work in the database, so a missed one is caught up by the next; a late message is not needed.
CELERY_BEAT_SCHEDULE = {
    "sweep_deadlines": {"task": "cases.tasks.sweep_deadlines", "schedule": crontab(minute="*/5"), "options": {"expires": 300}},
    "deliver_outbox": {"task": "office.tasks.deliver_outbox", "schedule": crontab(), "options": {"expires": 60}},
    "draft_bulletins": {"task": "reports.tasks.draft_bulletins", "schedule": crontab(minute=7), "options": {"expires": 3600}},
    # soon after midnight: a spell of custody that ended with the day gives way to the next one
    "compare_desks": {"task": "cases.tasks.compare_desks", "schedule": crontab(hour=0, minute=3), "options": {"expires": 3600}},
}

# --- logs ------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django's own handlers mail to nobody and print only under DEBUG; ours takes all.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "axes": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
