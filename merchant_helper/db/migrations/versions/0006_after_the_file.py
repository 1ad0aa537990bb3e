"""Know which files were made for places of selling, and who signed out there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from merchant_helper.db.base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_file",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("shop_id", sa.String(length=24), nullable=False),
        sa.Column("visit_id", sa.String(length=24), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("prints", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shop.id"], name=op.f("fk_place_file_shop_id_shop"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_place_file_visit_id_visit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_file")),
        sa.UniqueConstraint("shop_id", "number", name=op.f("uq_place_file_shop_id_number")),
    )
    with op.batch_alter_table("place_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_file_shop_id"), ["shop_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_file_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "sign_out",
        sa.Column("visit_id", sa.String(length=24), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_sign_out_visit_id_visit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", "place", name=op.f("pk_sign_out")),
    )
