"""notices of the feed, with a full-text index of each database's own kind"""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("good_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("full_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("full_begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "feed_windows",
        sa.Column("by", sa.String(length=16), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("etag", sa.String(length=256), nullable=True),
        sa.Column("modified", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("by", "first", "last"),
    )
    op.create_table(
        "notice_words",
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word"),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("announced", sa.Date(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("hazard", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("more", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        for statement in POSTGRESQL:
            op.execute(statement)


# The index holds no second copy of the words; triggers keep it in step.
SQLITE = (
    "CREATE VIRTUAL TABLE notice_search USING fts5"
    "(names, more, content='notices', content_rowid='id', tokenize='ascii')",
    "CREATE TRIGGER notices_added AFTER INSERT ON notices BEGIN"
    " INSERT INTO notice_search (rowid, names, more) VALUES (new.id, new.names, new.more); END",
    "CREATE TRIGGER notices_removed AFTER DELETE ON notices BEGIN"
    " INSERT INTO notice_search (notice_search, rowid, names, more)"
    " VALUES ('delete', old.id, old.names, old.more); END",
    "CREATE TRIGGER notices_changed AFTER UPDATE ON notices BEGIN"
    " INSERT INTO notice_search (notice_search, rowid, names, more)"
    " VALUES ('delete', old.id, old.names, old.more);"
    " INSERT INTO notice_search (rowid, names, more) VALUES (new.id, new.names, new.more); END",
)
POSTGRESQL = (
    "ALTER TABLE notices ADD COLUMN search tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('simple', names), 'A')"
    " || setweight(to_tsvector('simple', more), 'D')) STORED",
    # Kept in order at once: notices are read far more often than they change.
    "CREATE INDEX notices_by_word ON notices USING gin (search) WITH (fastupdate = off)",
)
