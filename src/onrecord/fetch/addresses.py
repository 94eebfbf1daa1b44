"""Which machine a name leads to, and whether it may be asked: nothing on this machine or its own network, unless told.

The address that was checked is the one that is connected to, so that a name cannot mean another machine by then.
"""

from __future__ import annotations

import ipaddress
import socket

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Forbidden(Exception):
    """The name leads where nothing may be fetched from, or nowhere; the message is the reason."""


class Unknown(Forbidden):
    """The name leads nowhere now: no network, or no such name."""


def addresses_of(host: str, port: int, *, private: bool = False) -> list[str]:
    """The addresses of a host, all of them public unless ``private`` ones are allowed; else Forbidden."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unknown(f"{host} cannot be found") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not private:
        for address in addresses:
            if not is_public(address):
                raise Forbidden(f"{host} leads to {address}, which is no public address")
    return addresses


def is_public(address: str) -> bool:
    """Whether an address lies on the public internet, also the one inside an address that wraps another."""
    try:
        found: Address = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    wrapped = _wrapped(found)
    if any(not is_public(str(inner)) for inner in wrapped):
        return False
    return bool(wrapped) or (found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified))


def _wrapped(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 address of a crossing stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    inner: list[Address] = [a for a in (address.ipv4_mapped, address.sixtofour) if a is not None]
    inner += list(address.teredo or ())
    if address in ipaddress.ip_network("64:ff9b::/96"):
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return inner
