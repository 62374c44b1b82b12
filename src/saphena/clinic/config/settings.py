"""The clinic's settings, all of them. What a clinic may choose comes from the environment (environment.py).

The order is that of Django's own list. docs/settings.md says in words what each SAPHENA_ name does.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from saphena import __version__
from saphena.clinic.config import environment as env
from saphena.clinic.config import home, logs
from saphena.zones import use_the_newest

use_the_newest()  # before anything asks what time it is anywhere
CLINIC = Path(__file__).resolve().parents[1]
HOME = home.home()

# -- What kind of installation this is --------------------------------------------------------------------------------

DEBUG = env.flag("SAPHENA_DEBUG", default=False)
SAPHENA_DEMO = env.flag("SAPHENA_DEMO", default=False)
SAPHENA_TESTING = env.flag("SAPHENA_TESTING", default=False)
SAPHENA_VERSION = __version__
SAPHENA_URL = env.address("SAPHENA_URL", "http://localhost:8000")
SECRET_KEY = env.secret("SAPHENA_SECRET_KEY") or home.secret_key()
SECRET_KEY_FALLBACKS = [old] if (old := env.secret("SAPHENA_SECRET_KEY_BEFORE")) else []
HTTPS = SAPHENA_URL.startswith("https:")
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = sorted({str(urlsplit(SAPHENA_URL).hostname), *env.names("SAPHENA_HOSTS"), *LOCAL_HOSTS})
CSRF_TRUSTED_ORIGINS = [SAPHENA_URL]
INTERNAL_IPS: list[str] = []

# -- Apps: those above may use those below ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "saphena.clinic.config.apps.ConfigConfig",
    "saphena.clinic.exchange.fhir",
    "saphena.clinic.exchange.ical",
    "saphena.clinic.exchange.payer",
    "saphena.clinic.exchange.person",
    "saphena.clinic.exchange.visits",
    "saphena.clinic.exchange.dicom",
    "saphena.clinic.journey.reviewing",
    "saphena.clinic.journey.treating",
    "saphena.clinic.journey.booking.filling",
    "saphena.clinic.journey.booking.board",
    "saphena.clinic.journey.booking",
    "saphena.clinic.journey.preparing",
    "saphena.clinic.journey.planning",
    "saphena.clinic.journey.requesting",
    "saphena.clinic.stock",
    "saphena.clinic.confirming",
    "saphena.clinic.letters",
    "saphena.clinic.journey.mapping",
    "saphena.clinic.imaging",
    "saphena.clinic.journey.recovering",
    "saphena.clinic.courses",
    "saphena.clinic.diary",
    "saphena.clinic.messages",
    "saphena.clinic.people.applications",
    "saphena.clinic.people",
    "saphena.clinic.record",
    "saphena.clinic.design",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
if SAPHENA_DEMO:
    INSTALLED_APPS.append("saphena.demo.guide.apps.GuideConfig")  # the floor above, by its name alone

MIDDLEWARE = [
    "saphena.clinic.config.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "saphena.clinic.config.middleware.permissions_policy",
    "saphena.clinic.config.middleware.private_by_default",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "saphena.clinic.config.middleware.ClinicAndPerson",
    "saphena.clinic.config.middleware.SecondFactor",
    "saphena.clinic.config.middleware.Refusals",
]

ROOT_URLCONF = "saphena.clinic.config.urls"
WSGI_APPLICATION = "saphena.clinic.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["saphena.clinic.design.templatetags.dates"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "saphena.clinic.people.context.clinic",
                "saphena.clinic.config.places.places",
            ],
        },
    },
]

# -- Rows, cache, files -----------------------------------------------------------------------------------------------

DATABASES = {"default": env.database(env.secret("SAPHENA_DATABASE_URL"), HOME)}
# In the database, because what limits sign-in has to be counted across all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        # A full cache forgets what it counted; with Django's 300 a guesser could push their own count out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "saphena.clinic.design.said.Said"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # before anything has been gathered, WhiteNoise would complain
SAPHENA_BUNDLES = HOME / "bundles"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "saphena.clinic.design.bundles.Bundles",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Below no address: a photo leaves through a view that asks who looks.
    "photos": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": HOME / "photos",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        # Hashed names need `collectstatic` first, which tests and DEBUG do without.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or SAPHENA_TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or SAPHENA_TESTING
WHITENOISE_AUTOREFRESH = DEBUG

# -- Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-ca"
LANGUAGES = [("en-ca", _("English")), ("fr-ca", _("French"))]
LOCALE_PATHS = [CLINIC / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
USE_TZ = True
TIME_ZONE = env.text("SAPHENA_TIME_ZONE", "America/Edmonton")

# -- E-mail -----------------------------------------------------------------------------------------------------------

globals().update(env.mail(env.secret("SAPHENA_SMTP_URL"), console=DEBUG or SAPHENA_DEMO))
DEFAULT_FROM_EMAIL = env.text("SAPHENA_EMAIL_FROM", "clinic@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# -- Text messages ----------------------------------------------------------------------------------------------------

SAPHENA_SMS_URL = env.texts(env.secret("SAPHENA_SMS_URL"), console=SAPHENA_DEMO)

# -- Signing in -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if SAPHENA_TESTING:  # a slow hash would be most of the tests' time
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

ACCOUNT_ADAPTER = "saphena.clinic.people.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator typed the address, and the first sign-in goes through it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 15
ALLAUTH_TRUSTED_PROXY_COUNT = SAPHENA_TRUSTED_PROXIES = env.number("SAPHENA_TRUSTED_PROXIES", 0, most=5)

MFA_ADAPTER = "saphena.clinic.people.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow passkeys on localhost without TLS
SAPHENA_REQUIRE_MFA = env.flag("SAPHENA_REQUIRE_MFA", default=True)

# -- Images and the machines that send them ---------------------------------------------------------------------------

SAPHENA_IMAGES = Path(env.text("SAPHENA_IMAGES") or HOME / "images")
SAPHENA_DICOM_AE_TITLE = env.text("SAPHENA_DICOM_AE_TITLE", "SAPHENA")
SAPHENA_LARGEST_UPLOAD = env.number("SAPHENA_LARGEST_UPLOAD", 1000, least=25)
SAPHENA_VIEWERS = env.names("SAPHENA_VIEWERS")
SAPHENA_DICOM_PORT = env.number("SAPHENA_DICOM_PORT", 11112, least=1, most=65535)

# -- Patients' links --------------------------------------------------------------------------------------------------

SAPHENA_LINK_DAYS = env.number("SAPHENA_LINK_DAYS", 400, least=1)
SAPHENA_LINK_PROOF_HOURS = env.number("SAPHENA_LINK_PROOF_HOURS", 24 * 7, least=1)
# The pages that a patient's row in the list, and a patient's link, lead to.
SAPHENA_PATIENT_PAGE = "courses:chart"
SAPHENA_PATIENT_HOME = "courses:own_today"
# Where times for a visit are found for somebody whose request was accepted.
SAPHENA_TIMES_PAGE = "booking:from_request"
# Where the visits are that a closure hits.
SAPHENA_CLOSURE_PAGE = "booking:hit"
# Where a calendar file of another program is brought in.
SAPHENA_CALENDAR_PAGE = "exchange_ical:calendar"
# Where a copy of everything that is kept about one person is made.
SAPHENA_COPY_PAGE = "exchange_person:copy"
# Where what a payer asks for is gathered, for one course.
SAPHENA_PAYER_PAGE = "exchange_payer:pack"
# Whether patients move and call off their visits by their link, outside the notice, or only see them and call.
SAPHENA_PATIENTS_CHANGE_VISITS = env.flag("SAPHENA_PATIENTS_CHANGE_VISITS", default=True)
# Whether the hours of notice run all the time ("clock") or only while the site is open ("business").
SAPHENA_NOTICE_COUNTS = env.one_of("SAPHENA_NOTICE_COUNTS", "clock", ("clock", "business"))
# How many days ahead visits are looked for and booked.
SAPHENA_BOOKING_DAYS = env.number("SAPHENA_BOOKING_DAYS", 366, least=120, most=1100)
# How long a time that has become free is kept for whoever it is offered to.
SAPHENA_OFFER_MINUTES = env.number("SAPHENA_OFFER_MINUTES", 120, least=5)
# How long before the last moment to change a date the patient is reminded of it.
SAPHENA_REMINDER_HOURS = env.number("SAPHENA_REMINDER_HOURS", 24, least=1)

# -- Security ---------------------------------------------------------------------------------------------------------

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "saphena.clinic.config.failing.stale_form"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthy/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SAPHENA_TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not `no-referrer`: without an origin Django could not tell our own forms from others'.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# -- Log: what was done by whom is in the record; the log is for whoever keeps the machine, and names no patient ------

logs.quote_no_files()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "saphena.clinic.config.logs.Discreet"}},
    "formatters": {
        "plain": {
            "()": "saphena.clinic.config.logs.OneLine",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["discreet"], "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "saphena": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "waitress": {"level": "WARNING"},
        # Whoever scans the internet knocks under other names all day; that is answered, and nobody's news.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
