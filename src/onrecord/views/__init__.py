"""What the pages and the JSON interface show, as frozen values made by pure functions from what the ledger holds.

Nothing here knows of HTML or of requests. What the brief already computes is taken from there.
"""
