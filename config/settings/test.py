"""What `make test` uses: fast hashing, files in a temporary folder."""

import tempfile
from pathlib import Path

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import database

VAR_DIR = Path(env.text("OMUZGOH_VAR", tempfile.mkdtemp(prefix="omuzgoh-test-")))
SECRET_KEY = "only-for-tests-0123456789-0123456789-0123456789"  # noqa: S105
MASTER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
MASTER_KEY_OLD = ""
DATABASES = {"default": database(env.text("DATABASE_URL", str(VAR_DIR / "test.sqlite3")))}
DATABASES["default"]["CONN_MAX_AGE"] = 0
KEY_STORE_DIR = VAR_DIR / "keys"
SIGNING_DIR = VAR_DIR / "signing"  # made once a process, in some milliseconds
PRIVATE_ROOT = VAR_DIR / "private"
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is missing
DEMONSTRATION = True
DEMONSTRATION_FACTOR = "123456"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}
