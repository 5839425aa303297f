"""Settings that every way of running shares."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import django.conf.locale
from csp.constants import NONE, SELF

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("OMUZGOH_VAR", str(BASE_DIR / "var")))

DEBUG = False
DEMONSTRATION = False
DEMONSTRATION_FACTOR = ""  # the code that counts as second factor for people of the demonstration
SECRET_KEY = env.secret("SECRET_KEY", "")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000")
NEUTRAL_PAGE = env.text("NEUTRAL_PAGE", "https://www.wikipedia.org/")  # where people go who must leave a page at once

INSTALLED_APPS = [
    "desk",
    "cms",
    "certificates",
    "assessments",
    "attendance",
    "courses",
    "accounts",
    "foundation.jobs",
    "foundation.languages",
    "foundation.outbox",
    "foundation.spreadsheets",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.policy.SafeAnswerMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.policy.NoIndexMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "accounts.origin.OriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.device_cookie.DeviceCookieMiddleware",
    "accounts.middleware.LanguageOfPersonMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.policy.RequestSizeMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.FirstPasswordMiddleware",
    "foundation.outbox.middleware.PersonOfPageMiddleware",
    "accounts.private_pages.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.policy.AdminPolicyMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.shell",
            ],
            "builtins": ["foundation.languages.templatetags.languages"],
        },
    }
]


def database(url: str) -> dict[str, object]:
    """Return Django's database settings for a `postgres://` address, or for a SQLite file named by a path."""
    if url.startswith(("postgres://", "postgresql://")):
        parts = urlsplit(url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": url,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;"
            ),
        },
        "CONN_MAX_AGE": None,
    }


DATABASES = {"default": database(env.text("DATABASE_URL", str(VAR_DIR / "omuzgoh.sqlite3")))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and rights
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:home"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.PeopleBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"  # Strict would give each link from outside a new token, and forms in other tabs an old one
MESSAGE_STORAGE = "config.notices.Notices"
MESSAGES_COOKIE_NAME = "messages"
SESSION_COOKIE_AGE = 12 * 3600  # the longest; how long each one lasts: accounts/services/devices.py
DEVICE_COOKIE_NAME = "device"
SHARED_COOKIE_NAME = "shared"  # holds no secret: this computer was called a shared one last time
CSRF_COOKIE_HTTPONLY = True
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 5 / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "accounts.access.attempted_number"
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_CALLABLE = "accounts.views.lockout"
AXES_CLIENT_IP_CALLABLE = "accounts.access.client_address"
AXES_WHITELIST_CALLABLE = "accounts.device_cookie.is_known"  # counted by themselves: services/tries.py
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
TRUSTED_PROXY = env.text("TRUSTED_PROXY", "")

# Keys of protected names: a store apart from the database, wrapped by a master key that is in neither.
KEY_STORE_DIR = Path(env.text("KEY_STORE_DIR", str(VAR_DIR / "keys")))
MASTER_KEY = env.secret("MASTER_KEY", "")
MASTER_KEY_OLD = env.secret("MASTER_KEY_OLD", "")  # the former one, only while it is changed (docs/keys.md)

# Keys that sign certificates (docs/keys.md). Without SIGNING_P12 a development CA is made in SIGNING_DIR.
SIGNING_DIR = VAR_DIR / "signing"
SIGNING_DEVELOPMENT_ALLOWED = True
SIGNING_P12 = env.text("SIGNING_P12", "")  # signs PDF files, and what has no file of its own
SEAL_P12 = env.text("SEAL_P12", "")
CREDENTIAL_P12 = env.text("CREDENTIAL_P12", "")
SIGNING_P12_PASSWORD = env.secret("SIGNING_P12_PASSWORD", "")  # of all three
SIGNING_CRLS = env.words("SIGNING_CRLS")  # lists of revoked certificates of root and issuers, newest files
SIGNING_PKCS11 = {
    "module": env.text("SIGNING_PKCS11_MODULE", ""),
    "token": env.text("SIGNING_PKCS11_TOKEN", ""),
    "label": env.text("SIGNING_PKCS11_LABEL", ""),
    "certificates": env.text("SIGNING_PKCS11_CERTIFICATES", ""),  # PEM: leaf, issuers, root
    "pin": env.secret("SIGNING_PKCS11_PIN", ""),
}

# Languages: English is the source; Dari is `fa-af` (docs/decisions/0003)
django.conf.locale.LANG_INFO["fa-af"] = {"bidi": True, "code": "fa-af", "name": "Dari", "name_local": "دری"}
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("tg", "Тоҷикӣ"),
    ("fa-af", "دری"),
    ("ru", "Русский"),
    ("en", "English"),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
ADMIN_LOCALE_PATH = BASE_DIR / "locale_admin"  # Wagtail's admin in Tajik and Dari
LOCALE_PATHS = [BASE_DIR / "locale", ADMIN_LOCALE_PATH]
FORMAT_MODULE_PATH = ["config.formats"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Asia/Dushanbe"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 365 * 24 * 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False  # everything is fetched by our own pages
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # twenty-five sheets of a quiz in one grid: 25 × 50 answers
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Wagtail
WAGTAIL_SITE_NAME = "Omuzgoh"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []  # nothing is fetched from other sites
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = False  # approval is ours (courses.services.approvals), one way and not two
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.uploads.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "svg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40 * 1000 * 1000
WAGTAILIMAGES_AVIF_QUALITY = 45
WAGTAILDOCS_DOCUMENT_MODEL = "cms.Attachment"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.forms.uploads.AttachmentForm"
WAGTAILDOCS_EXTENSIONS = ["mp3", "ogg", "m4a", "mp4", "webm", "pdf", "odt", "docx", "xlsx"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "russian"}}

# Wagtail's own tasks run at once; ours are drained by the worker from rows of foundation.jobs.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# No inline script or style anywhere but in Wagtail's admin, which has a policy of its own (config/urls.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # `no-referrer` makes browsers send Origin: null, and every form would fail
SECURE_CONTENT_TYPE_NOSNIFF = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "config.logs.PlainFormatter", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "omuzgoh": {"level": "INFO"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pyhanko": {"level": "ERROR"},
    },
}
