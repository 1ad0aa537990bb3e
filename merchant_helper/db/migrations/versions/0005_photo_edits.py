"""Know what was done to photos by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from merchant_helper.db.base import UtcDateTime

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photo_edit",
        sa.Column("photo_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.Column("mask_sha256", sa.String(length=64), nullable=True),
        sa.Column("base_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_photo_edit_photo_id_photo"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("photo_id", "number", name=op.f("pk_photo_edit")),
    )
    with op.batch_alter_table("photo_edit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_edit_mask_sha256"), ["mask_sha256"], unique=False)
