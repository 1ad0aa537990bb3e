"""Find the addresses by which a phone reaches this computer, and say in words what stands in the way."""

from merchant_helper.network.adapters import Address, addresses, is_loopback, is_private, reachable
from merchant_helper.network.firewall import about_firewall
from merchant_helper.network.reasons import about_network, causes, guesses

__all__ = [
    "Address",
    "about_firewall",
    "about_network",
    "addresses",
    "causes",
    "guesses",
    "is_loopback",
    "is_private",
    "reachable",
]
