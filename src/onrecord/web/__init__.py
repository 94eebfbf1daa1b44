"""The pages: a record in the browser, complete without JavaScript, asking nothing of another machine."""

from onrecord.web.app import create_app

__all__ = ["create_app"]
