"""Reading the web politely and safely: one address at a time, checked, bounded, slowly, as robots.txt allows."""

from __future__ import annotations

from onrecord.fetch.client import AGENT, Client, Fetched, FetchError, Web

__all__ = ["AGENT", "Client", "FetchError", "Fetched", "Web"]
