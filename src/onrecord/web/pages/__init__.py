"""The pages, one module each with a ``router``: the page itself, and the same values as JSON under /api."""
