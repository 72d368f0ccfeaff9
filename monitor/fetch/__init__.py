"""One polite, bounded, conditional GET, and the guard that keeps it away from private addresses.

    Fetcher.get(Request) -> Answer            or a FetchError that says what happened, to what
    Fetcher.ask(Request) -> Answer            whatever its status: an error's body is an answer too
    Fetcher.get_pages(Request, next_page)     the same for a list that spans several answers

The only room that imports httpx, and httpcore, which is the part of it that speaks HTTP. What happens to a request:

    addresses   the address is read once: http or https, no user name, a plain host
    network     the host is looked up; `guard` refuses it if any of its addresses is not public; the connection goes
                to an address that was checked, so that a name cannot change its mind in between
    fetcher     each redirect passes through the same two steps; a key does not follow it to another origin
    answers     status, Retry-After, validators
    body        the bytes, unpacked by us within a bound, whole or not at all
    limits      seconds, bytes and redirects, counted over all of that

Nothing is tried twice: the next scheduled poll is the retry.
"""

from monitor.fetch.addresses import is_inside, mirrored
from monitor.fetch.fetcher import Answer, Fetcher, Request
from monitor.fetch.limits import Limits

__all__ = ["Answer", "Fetcher", "Limits", "Request", "is_inside", "mirrored"]
