"""which conversation a mail to the team is about, and when a mail was sent once more"""

import re

import sqlalchemy as sa
from alembic import op


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# The mails written before name it in their text alone.
_ABOUT = re.compile(r"/desk/(?:conversations|incidents)/([^/\s]+)")


def upgrade() -> None:
    with op.batch_alter_table("outbox") as batch:
        batch.add_column(sa.Column("conversation", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("again_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(
            "outbox_conversation_fkey", "conversations", ["conversation"], ["id"]
        )
    op.create_index("outbox_by_conversation", "outbox", ["conversation"], unique=False)
    connection = op.get_bind()
    mails = connection.execute(sa.text("SELECT id, text FROM outbox WHERE claim IS NULL"))
    for mail in mails.all():
        if found := _ABOUT.search(mail.text):
            connection.execute(
                sa.text(
                    "UPDATE outbox SET conversation = (SELECT id FROM conversations "
                    "WHERE id = :about) WHERE id = :mail"
                ),
                {"about": found[1], "mail": mail.id},
            )


def downgrade() -> None:
    op.drop_index("outbox_by_conversation", table_name="outbox")
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint("outbox_conversation_fkey", type_="foreignkey")
        batch.drop_column("again_at")
        batch.drop_column("conversation")
