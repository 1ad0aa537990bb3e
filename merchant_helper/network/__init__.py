"""Find the addresses by which a phone reaches this computer, and say in words what stands in the way."""

from merchant_helper.network.adapters import Address, addresses, is_loopback, is_private, reachable

__all__ = ["Address", "addresses", "is_loopback", "is_private", "reachable"]
