"""The keyed digest under which an address of a channel is found."""

from liren.trust import sealed


def blind(channel: str, address: str) -> bytes:
    """32 bytes; the same address of two channels has two digests."""
    return sealed.blind(f"notices.{channel}:{address}")
