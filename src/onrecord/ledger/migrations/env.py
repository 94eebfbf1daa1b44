"""What Alembic runs for each step: on the connection, and in the transaction, that the ledger hands over."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True, transactional_ddl=True)
context.run_migrations()
