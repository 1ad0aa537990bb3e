"""Know to what an owner said yes: to keeping her things here, or to sending her words to a language model."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(length=20), server_default="keep", nullable=False))
