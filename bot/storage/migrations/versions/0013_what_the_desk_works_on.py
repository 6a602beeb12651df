"""what the desk works on: who has a claim, search, notes, prepared answers, incidents' marks"""

import unicodedata

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

def upgrade() -> None:
    for table in ("handovers", "incidents"):
        op.add_column(table, sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column("done_by", sa.String(length=64), nullable=True))
        op.create_index(
            f"{table}_open", table, ["at"], unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
    op.add_column("incidents", sa.Column("alerted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "incidents_to_alert", "incidents", ["at"], unique=False,
        sqlite_where=sa.text("alerted_at IS NULL"),
        postgresql_where=sa.text("alerted_at IS NULL"),
    )
    # What is told of from now on raises an alert, not what is old.
    op.execute(sa.text("UPDATE incidents SET alerted_at = at"))
    op.create_index("photos_by_same", "photos", ["same_as"], unique=False)
    with op.batch_alter_table("outbox") as batch:
        batch.alter_column("claim", existing_type=sa.String(length=24), nullable=True)
    op.create_table(
        "incident_marks",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=128), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "message", "mark"),
    )
    op.create_table(
        "claim_holders",
        sa.Column("claim", sa.String(length=24), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.number"]),
        sa.PrimaryKeyConstraint("claim"),
    )
    op.create_index("claim_holders_by_person", "claim_holders", ["person"], unique=False)
    words = op.create_table(
        "claim_words",
        sa.Column("claim", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column(
            "word",
            sa.String(length=320).with_variant(
                sa.String(length=320, collation="C"), "postgresql"
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["claim"], ["claims.number"]),
        sa.PrimaryKeyConstraint("claim", "kind", "word"),
    )
    op.create_index("claim_words_by_word", "claim_words", ["word", "kind"], unique=False)
    op.create_table(
        "desk_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("desk_notes_by_subject", "desk_notes", ["about", "id"], unique=False)
    op.create_table(
        "canned_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("title"),
    )
    _index_claims(words)


def _index_claims(words: sa.Table) -> None:
    """Claims that are there already; as `bot.claims.search` does it for new ones."""
    claims = sa.table("claims", sa.column("number", sa.String), sa.column("details", sa.JSON))
    bind = op.get_bind()
    for number, details in bind.execute(sa.select(claims)).all():
        rows = {
            *(("name", word) for word in _plain(details.get("name")).split()[:8]),
            ("email", str(details.get("email") or "").casefold()[:320]),
            ("address", "".join(_plain(details.get("address")).split())[:320]),
        }
        for kind, word in rows:
            if word:
                bind.execute(words.insert().values(claim=number, kind=kind, word=word))


def _plain(text: object) -> str:
    apart = unicodedata.normalize("NFKD", str(text or "")).casefold()
    kept = (c for c in apart if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in kept)[:320]


def downgrade() -> None:
    for name in ("canned_answers", "desk_notes", "claim_words", "claim_holders", "incident_marks"):
        op.drop_table(name)
    op.execute(sa.text("DELETE FROM outbox WHERE claim IS NULL"))
    with op.batch_alter_table("outbox") as batch:
        batch.alter_column("claim", existing_type=sa.String(length=24), nullable=False)
    op.drop_index("photos_by_same", table_name="photos")
    op.drop_index("incidents_to_alert", table_name="incidents")
    op.drop_column("incidents", "alerted_at")
    for table in ("incidents", "handovers"):
        op.drop_index(f"{table}_open", table_name=table)
        op.drop_column(table, "done_by")
        op.drop_column(table, "done_at")
