"""What a centre runs: secrets must be given, HTTPS is required, no demonstration."""

from urllib.parse import urlsplit

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, MASTER_KEY_OLD, SITE_URL

SECRET_KEY = env.strong("SECRET_KEY")
MASTER_KEY = env.random_bytes("MASTER_KEY")
if MASTER_KEY_OLD:
    env.random_bytes("MASTER_KEY_OLD")
SIGNING_DEVELOPMENT_ALLOWED = False
DEMONSTRATION = False
DEMONSTRATION_FACTOR = ""
if env.flag("DEMONSTRATION") or env.text("DEMONSTRATION_FACTOR", ""):
    raise env.SettingError("DEMONSTRATION cannot be switched on with production settings")
if not SITE_URL.startswith("https://"):
    raise env.SettingError("SITE_URL must begin with https://")
if "*" in ALLOWED_HOSTS or urlsplit(SITE_URL).hostname not in ALLOWED_HOSTS:
    raise env.SettingError("ALLOWED_HOSTS must name the host of SITE_URL, and never *")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
DEVICE_COOKIE_NAME = "__Host-device"
SHARED_COOKIE_NAME = "__Host-shared"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "__Host-language"
MESSAGES_COOKIE_NAME = "__Host-messages"
