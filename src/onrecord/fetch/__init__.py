"""Reading the web politely and safely: one address at a time, checked, bounded, slowly, as robots.txt allows."""

from __future__ import annotations

from onrecord.fetch.client import Client, Fetched, FetchError, Web

__all__ = ["Client", "FetchError", "Fetched", "Web"]
