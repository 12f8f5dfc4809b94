"""Settings, read from the environment that the supervisor gives its children. Nothing secret stands here."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def required(name: str) -> str:
    """An environment variable that must be there; SystemExit with a sentence when it is not."""
    try:
        return os.environ[name]
    except KeyError:
        raise SystemExit(f"缺少环境变量 {name}。请用 liren up 或 liren demo 启动，它会替您备好。") from None


SECRET_KEY = required("LIREN_SECRET_KEY")
LIREN_SEAL_KEY = required("LIREN_SEAL_KEY")
LIREN_DEMO = os.environ.get("LIREN_DEMO") == "1"
MEDIA_ROOT = Path(os.environ.get("LIREN_MEDIA", "/nonexistent"))
TILE_ROOT = Path(os.environ["LIREN_TILES"]) if "LIREN_TILES" in os.environ else None
SETUP_CODE_FILE = Path(os.environ.get("LIREN_HOME", "/nonexistent")) / "setup-code"
AS_OWNER = os.environ.get("LIREN_AS_OWNER") == "1"
DEBUG = False
ALLOWED_HOSTS = os.environ.get("LIREN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("LIREN_ORIGINS", "").split(",") if o]


LIMITS = "-c lock_timeout=2s -c transaction_timeout=15s -c idle_in_transaction_session_timeout=60s"


def database(url: str, pool_size: int) -> dict[str, object]:
    """Django's database settings from a libpq address (stack.md A: server-side binding and prepared statements pay)."""
    parts = conninfo_to_dict(url)
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options: dict[str, object] = {k: v for k, v in parts.items() if k not in known}
    options |= {"server_side_binding": True, "prepare_threshold": 1, "options": LIMITS if not AS_OWNER else ""}
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{key: str(parts.get(name) or "") for name, key in known.items()},
        "OPTIONS": options,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DATABASES = {
    "default": database(
        required("LIREN_OWNER_DATABASE_URL" if AS_OWNER else "LIREN_DATABASE_URL"),
        int(os.environ.get("LIREN_POOL", "0")),
    )
}
if not AS_OWNER and DATABASES["default"]["OPTIONS"].get("pool") is None:  # type: ignore[attr-defined]
    DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = (
    "trust", "catalogue", "places", "people", "attachments", "venues", "cases", "services", "notices", "devices", "flows", "web", "api", "channels", "gateway",
)  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    *(f"liren.{room}" for room in ROOMS if (ROOT / room / "apps.py").exists()),
    "liren.config",
]
MIDDLEWARE = [
    "liren.web.middleware.door",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "liren.web.reader.ChosenLanguage",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "liren.web.middleware.who",
]
ROOT_URLCONF = "liren.config.urls"
WSGI_APPLICATION = "liren.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "web", ROOT / "web" / "login"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.filesystem.Loader",
                     "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "liren.web.context.house",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static",
                         "liren.web.templatetags.liren"],
        },
    }
]  # fmt: skip
COTTON_DIR = "components"
COTTON_ISOLATE_BY_DEFAULT = True

AUTH_USER_MODEL = "trust.Account"
AUTHENTICATION_BACKENDS = ["liren.trust.accounts.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "liren.web.login.adapter.StaffOnly"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/15m/key,40/15m/ip",
    "login": "60/m/ip",
    "find": "8/15m/key,60/15m/ip",
    "reset": "5/15m/key,40/15m/ip",
    "setup": "5/15m/ip",
    "code": "6/h/key,300/h/ip",
    "enter": "5/15m/key,60/15m/ip",
    "report": "600/h/ip",
    "photos": "1200/h/ip",
    "nearby": "600/h/ip",
}
# A mobile carrier puts a whole town behind one address, hence the wide limits; behind a proxy of one's own its number
# must be said (LIREN_PROXIES), or everybody would share the proxy's address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LIREN_PROXIES", "0"))
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "里仁"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_rate"}}
SESSION_ENGINE = "liren.trust.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
HTTPS = os.environ.get("LIREN_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "liren.web.errors.views.csrf"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["liren.web.uploads.CappedFile"]
PHOTO_BYTES_MAX = 20 * 1024 * 1024
REQUEST_BYTES_MAX = 9 * PHOTO_BYTES_MAX

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("LIREN_STATIC", ROOT.parent.parent / "build" / "static"))
# Under the supervisor a file's name carries its hash, so that a new release's stylesheet is never an old one's, and it
# is sent packed (gzip, or the .br that Vite laid beside a module). What Vite built carries a hash of its own.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if "LIREN_STATIC" in os.environ
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
if "LIREN_STATIC" in os.environ:
    MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.|/built/parts/"

SITE_URL = os.environ.get("LIREN_URL", "").rstrip("/")
SMS_URL = os.environ.get("LIREN_SMS", "")
SMS_FOLDER = Path(unquote(urlsplit(SMS_URL).path)) if SMS_URL.startswith("folder:") else None
EMAIL_URL = os.environ.get("LIREN_SMTP", "")
MAIL_IN_URL = os.environ.get("LIREN_MAIL_IN", "")
HOOKS_PRIVATE = os.environ.get("LIREN_HOOKS_PRIVATE") == "1"
WECOM = {
    name: os.environ.get(f"LIREN_WECOM_{name.upper()}", "")
    for name in ("corp", "agent", "secret", "token", "key", "robot_token", "robot_key", "base")
}
WECHAT = {
    name: os.environ.get(f"LIREN_WECHAT_{name.upper()}", "") for name in ("app", "secret", "token", "key", "base")
}
MEDIA = {
    "url": os.environ.get("LIREN_MEDIA_URL", ""),
    "secret": os.environ.get("LIREN_MEDIA_SECRET", ""),
    "allow": os.environ.get("LIREN_MEDIA_ALLOW", "127.0.0.1,::1"),
    "api": os.environ.get("LIREN_MEDIA_API", "").rstrip("/"),
}
CTWING = {
    "token": os.environ.get("LIREN_CTWING_TOKEN", ""),
    "allow": os.environ.get("LIREN_CTWING_ALLOW", "127.0.0.1,::1"),
}
ONENET = {name: os.environ.get(f"LIREN_ONENET_{name.upper()}", "") for name in ("token", "key", "allow")}
LOGGING_CONFIG = None
