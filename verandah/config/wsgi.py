"""The pages alone, for a WSGI server that someone runs without live updates and jobs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verandah.config.settings")

application = get_wsgi_application()
