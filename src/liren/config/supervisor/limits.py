"""How many files a process may have open: each live line is two of the web server's and one of the events process's."""

import resource

WANTED = 65536


def many_files() -> None:
    """Raise the soft limit as far as the hard one lets us; many systems start with 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
