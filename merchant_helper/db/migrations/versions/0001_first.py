"""Make the first tables: shops, photos, listings, batches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from merchant_helper.db.base import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _shops()
    _photos()
    _listings()
    _batches()


def _shops() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("machine_admin", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "shop",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("co", sa.String(length=10), nullable=False),
        sa.Column("nghin", sa.String(length=10), nullable=False),
        sa.Column("laptop_of", sa.String(length=120), nullable=False),
        sa.Column("team", sa.String(length=120), nullable=False),
        sa.Column("agreed_until", sa.Date(), nullable=True),
        sa.Column("sells_already", sa.String(length=10), nullable=True),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("shop_id", sa.String(length=24), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shop.id"], name=op.f("fk_consent_shop_id_shop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_shop_id"), ["shop_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("person_id", sa.String(length=24), nullable=False),
        sa.Column("shop_id", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shop.id"], name=op.f("fk_membership_shop_id_shop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "shop_id", name=op.f("pk_membership")),
    )


def _photos() -> None:
    op.create_table(
        "photo",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("shop_id", sa.String(length=24), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("issues", sa.JSON(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shop.id"], name=op.f("fk_photo_shop_id_shop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("shop_id", "sha256", name=op.f("uq_photo_shop_id_sha256")),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_shop_id"), ["shop_id"], unique=False)
    op.create_table(
        "cutout",
        sa.Column("photo_id", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=80), nullable=True),
        sa.Column("model", sa.String(length=80), nullable=True),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("mask_sha256", sa.String(length=64), nullable=True),
        sa.Column("issues", sa.JSON(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_cutout_photo_id_photo"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("photo_id", name=op.f("pk_cutout")),
    )
    with op.batch_alter_table("cutout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cutout_mask_sha256"), ["mask_sha256"], unique=False)


def _listings() -> None:
    op.create_table(
        "listing",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("shop_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("copied_from", sa.String(length=24), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shop.id"], name=op.f("fk_listing_shop_id_shop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("shop_id", "number", name=op.f("uq_listing_shop_id_number")),
    )
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listing_shop_id"), ["shop_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("listing_id", sa.String(length=24), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("given_by", sa.String(length=24), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("page_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_answer_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("listing_id", "seq", name=op.f("pk_answer")),
    )


def _batches() -> None:
    op.create_table(
        "photo_batch",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("shop_id", sa.String(length=24), nullable=False),
        sa.Column("engine", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shop.id"], name=op.f("fk_photo_batch_shop_id_shop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_batch")),
    )
    with op.batch_alter_table("photo_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_batch_shop_id"), ["shop_id"], unique=False)
    op.create_table(
        "photo_batch_item",
        sa.Column("batch_id", sa.String(length=24), nullable=False),
        sa.Column("photo_id", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("error_code", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["photo_batch.id"],
            name=op.f("fk_photo_batch_item_batch_id_photo_batch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_photo_batch_item_photo_id_photo"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("batch_id", "photo_id", name=op.f("pk_photo_batch_item")),
    )
    with op.batch_alter_table("photo_batch_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_batch_item_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_batch_item_state"), ["state"], unique=False)
