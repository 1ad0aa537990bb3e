"""Know payment codes, and what was learned of the guides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from merchant_helper.db.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _of_shop(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_shop_id_shop")
    return sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "pay_code",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("shop_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("payload", sa.String(length=1000), nullable=False),
        sa.Column("bank", sa.String(length=10), nullable=True),
        sa.Column("account", sa.String(length=40), nullable=True),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("made_here", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=True),
        sa.Column("enrolled_at", UtcDateTime(), nullable=True),
        _of_shop("pay_code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_code")),
    )
    with op.batch_alter_table("pay_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pay_code_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "guide_step",
        sa.Column("shop_id", sa.String(length=24), nullable=False),
        sa.Column("card", sa.String(length=60), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        _of_shop("guide_step"),
        sa.PrimaryKeyConstraint("shop_id", "card", "step", name=op.f("pk_guide_step")),
    )
    op.create_table(
        "practised",
        sa.Column("shop_id", sa.String(length=24), nullable=False),
        sa.Column("scenario", sa.String(length=60), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("right_at", UtcDateTime(), nullable=True),
        _of_shop("practised"),
        sa.PrimaryKeyConstraint("shop_id", "scenario", name=op.f("pk_practised")),
    )
