"""Who may do what: every request passes here before any page sees it.

Without accounts the pages answer this machine alone, and whoever sits at it may do everything. Once the ledger has an
account everyone signs in, and what is not allowed outright is refused: reading needs the role read, sending anything
the role review, managing accounts the role admin.
"""

from onrecord.web.guard.gate import Gate, Rules
from onrecord.web.guard.tokens import admins_only, checked
from onrecord.web.person import Person, form_token, person_of

__all__ = ["Gate", "Person", "Rules", "admins_only", "checked", "form_token", "person_of"]
