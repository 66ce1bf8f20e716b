"""A Django site of the size that is compared: the signed-in user, and a page of users by part of a
name. Sessions in the database with Django's cache before it and kept connections, as its
documentation advises for speed.

python3 django_app.py fill USERS_FILE CREDENTIALS    makes the database and a session's cookie
gunicorn django_app:application                      serves it

Settings come from the environment: BENCH_DATABASE."""

import json
import os
import sys

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="only-for-measuring-on-loopback",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BENCH_DATABASE"],
            "CONN_MAX_AGE": None,
        }
    },
    SESSION_ENGINE="django.contrib.sessions.backends.cached_db",
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth import get_user_model, login  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402

User = get_user_model()


def as_json(user):
    return {
        "id": user.id,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "email": user.email,
        "status": "ACTIVE" if user.is_active else "INACTIVE",
    }


@login_required
def me(request):
    return JsonResponse(as_json(request.user))


@login_required
def users(request):
    text = request.GET.get("q", "")
    found = User.objects.all()
    if text:
        found = found.filter(
            Q(first_name__icontains=text) | Q(last_name__icontains=text) | Q(email__icontains=text)
        )
    page = found.order_by("last_name", "first_name", "id")[:50]
    return JsonResponse({"total": found.count(), "data": [as_json(user) for user in page]})


urlpatterns = [path("me", me), path("users", users)]
application = get_wsgi_application()


def fill(users_file, credentials):
    from django.contrib.sessions.backends.cached_db import SessionStore
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("pragma journal_mode = wal")
    with open(users_file, encoding="utf-8") as file:
        rows = json.load(file)
    User.objects.bulk_create(
        [
            User(
                username=row["email"],
                email=row["email"],
                first_name=row["firstName"],
                last_name=row["lastName"],
                is_active=row["status"] == "ACTIVE",
            )
            for row in rows
        ],
        batch_size=5000,
    )
    user = User.objects.create_user("ada", "ada@northwind.example", first_name="Ada")
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    descriptor = os.open(credentials, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump({"cookie": f"sessionid={request.session.session_key}"}, file)


if __name__ == "__main__":
    fill(*sys.argv[2:])
