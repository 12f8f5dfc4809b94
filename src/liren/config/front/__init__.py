"""What granian serves: Django's pages in threads, and `/events` passed on to the events process (decision 0011)."""

from liren.config.front.front import Front

application = Front()

__all__ = ["application"]
