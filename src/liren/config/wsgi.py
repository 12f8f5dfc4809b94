"""The WSGI application that the web server's threads run, with every page imported before the first request.

What start-up made lives as long as the process, so it is taken out of the garbage collector's sight: going through it
cost a tenth of a second within every fifth page of the board, and the workers, forked afterwards, keep sharing its memory.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # Django imports the pages when it first looks for one
gc.freeze()
