"""The tables: who the town knows, what was called, what is to be said, what came in."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.types import Instant, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Key = BigInteger().with_variant(Integer, "sqlite")

profile = Table(
    "profile",
    metadata,
    Column("town", String, primary_key=True),
    Column("sort", String, primary_key=True),
    Column("code", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("body", JSON, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("town", String, nullable=False),
    Column("telegram_id", BigInteger),
    Column("chat_id", BigInteger),
    Column("name", String),
    Column("phone", String),
    Column("language", String, nullable=False),
    Column("has_chosen_language", Boolean, nullable=False),
    Column("seen_at", Instant),
    Index("ix_people_town_telegram_id", "town", "telegram_id", unique=True),
)

volunteers = Table(
    "volunteers",
    metadata,
    Column("person_key", Key, ForeignKey("people.key"), primary_key=True, autoincrement=False),
    Column("town", String, nullable=False),
    Column("standing", String, nullable=False),
    Column("reach", String, nullable=False),
    Column("age_band", String),
    Column("min_years", Integer, nullable=False),
    Column("neighbourhood", String),
    Column("lat", Float),
    Column("lon", Float),
    Column("band", Integer),
    Column("is_home_exact", Boolean, nullable=False),
    Column("transport", String, nullable=False),
    Column("speed", Float, nullable=False),
    Column("skills", Words, nullable=False),
    Column("languages", Words, nullable=False),
    Column("clusters", Words, nullable=False),
    Column("level", String, nullable=False),
    Column("availability", Integer, nullable=False),
    Column("quiet_begins", Integer, nullable=False),
    Column("quiet_ends", Integer, nullable=False),
    Column("quiet_mask", Integer, nullable=False),
    Column("wake_for_life", Boolean, nullable=False),
    Column("paused_until", Instant),
    Column("on_duty_until", Instant),
    Column("consent_version", String),
    Column("consented_at", Instant),
    Column("approved_at", Instant),
    Column("referred_on", Date),
    Column("asked", Integer, nullable=False, server_default=text("0")),
    Column("said_yes", Integer, nullable=False, server_default=text("0")),
    Index("ix_volunteers_town_standing", "town", "standing", "person_key"),
    Index("ix_volunteers_place", "town", "speed", "band", "lon", "lat"),
)

volunteer_skills = Table(
    "volunteer_skills",
    metadata,
    Column("town", String, primary_key=True),
    Column("skill", String, primary_key=True),
    Column("speed", Float, primary_key=True),
    Column("band", Integer, primary_key=True, autoincrement=False),
    Column("lon", Float, primary_key=True),
    Column("person_key", Key, ForeignKey("people.key"), primary_key=True, autoincrement=False, index=True),
    Column("lat", Float, nullable=False),
    Column("standing", String, nullable=False),
    Column("reach", String, nullable=False),
    Column("min_years", Integer, nullable=False),
    Column("level", String, nullable=False),
    Column("availability", Integer, nullable=False),
    Column("quiet_mask", Integer, nullable=False),
    Column("wake_for_life", Boolean, nullable=False),
    Column("paused_until", Instant),
    Column("on_duty_until", Instant),
    Column("languages", Words, nullable=False),
    Column("clusters", Words, nullable=False),
    sqlite_with_rowid=False,
)
"""The map: who offers a skill where, with all that decides whether they may be asked, so that one walk through one place answers."""

grants = Table(
    "grants",
    metadata,
    Column("id", Key, primary_key=True),
    Column("town", String, nullable=False),
    Column("person_key", Key, ForeignKey("people.key"), nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("state", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("granted_by", Key),
    Column("confirmed_by", Key),
    Index("ix_grants_town_role", "town", "role", "scope"),
)

invites = Table(
    "invites",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("town", String, nullable=False),
    Column("role", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("invited_by", Key, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

spent_secrets = Table(
    "spent_secrets",
    metadata,
    Column("town", String, primary_key=True),
    Column("secret_hash", String, primary_key=True),
    Column("spent_at", Instant, nullable=False),
)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_key", Key, ForeignKey("people.key"), nullable=False, index=True),
    Column("tried_at", Instant, nullable=False),
)

linked_chats = Table(
    "linked_chats",
    metadata,
    Column("town", String, primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("cluster", String, nullable=False),
)

talks = Table(
    "talks",
    metadata,
    Column("town", String, primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("flow", String, nullable=False),
    Column("step", String, nullable=False),
    Column("token", String, nullable=False),
    Column("data", JSON, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", Key, primary_key=True),
    Column("town", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", JSON, nullable=False),
    Column("cluster", String, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("is_exact", Boolean, nullable=False),
    Column("neighbourhood", String),
    Column("address", String, nullable=False),
    Column("meeting_point", String, nullable=False),
    Column("contact", String, nullable=False),
    Column("needed", Integer, nullable=False),
    Column("target", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("is_drill", Boolean, nullable=False),
    Column("ref_106", String, nullable=False),
    Column("owner", Key, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("token", String, nullable=False, unique=True),
    Column("state", String, nullable=False),
    Column("outcome", String),
    Column("closed_at", Instant),
    Column("text_version", Integer, nullable=False),
    Column("wave", Integer, nullable=False),
    Column("wave_quota", Integer, nullable=False),
    Column("next_wave_at", Instant),
    Column("rung", Integer, nullable=False),
    Column("filled_at", Instant),
    Column("due_at", Instant),
    Column("counts_from", Instant),
    UniqueConstraint("town", "number"),
    Index("ix_calls_due", "town", "due_at"),
    Index("ix_calls_state", "town", "state"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("call_id", Key, ForeignKey("calls.id"), nullable=False),
    Column("person_key", Key, ForeignKey("people.key"), nullable=False),
    Column("token", String, nullable=False, unique=True),
    Column("wave", Integer, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("skills", Words, nullable=False),
    Column("distance_m", Float, nullable=False),
    Column("bearing", Float),
    Column("travel_s", Float, nullable=False),
    Column("standing", String, nullable=False),
    Column("delivered_at", Instant),
    Column("seen_at", Instant),
    Column("answered_at", Instant),
    Column("answered_by", Key),
    Column("eta_at", Instant),
    Column("arrived_at", Instant),
    Column("finished_at", Instant),
    Column("reason", String),
    Column("again_at", Instant),
    UniqueConstraint("call_id", "person_key"),
    Index("ix_invitations_person", "person_key", "standing"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("fact", String, nullable=False),
    Column("call_id", Key, ForeignKey("calls.id"), nullable=False, index=True),
    Column("person_key", Key),
    Column("by", Key),
    Column("detail", String, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("town", String, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("deed", String, nullable=False),
    Column("by", Key),
    Column("about", Key),
    Column("call_id", Key),
    Column("through", BigInteger),
    Column("detail", String, nullable=False),
    Column("hash", String, nullable=False),
)
"""Only grows: triggers refuse every change, and every removal but that of a `cut` made two years later. No personal data."""

outbox = Table(
    "outbox",
    metadata,
    Column("row", Key, primary_key=True),
    Column("town", String, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("person_key", Key),
    Column("topic", String, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("key", String, nullable=False),
    Column("call_id", Key),
    Column("invitation_id", Key),
    Column("args", JSON, nullable=False),
    Column("edits", Key),
    Column("edit_message_id", BigInteger),
    Column("not_before", Instant),
    Column("expires_at", Instant),
    Column("is_silent", Boolean, nullable=False),
    Column("text_version", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("sent_at", Instant),
    Column("message_id", BigInteger),
    Column("error", String),
    Column("unknown_since", Instant),
    Column("low_id", BigInteger),
    UniqueConstraint("town", "key"),
    Index("ix_outbox_queue", "town", "state", "urgency", "row"),
    Index("ix_outbox_call", "call_id", "topic"),
    Index("ix_outbox_chat", "town", "chat_id", "message_id"),
    Index("ix_outbox_invitation", "invitation_id"),
    Index(
        "ix_outbox_unknown",
        "town",
        "chat_id",
        sqlite_where=text("unknown_since IS NOT NULL"),
        postgresql_where=text("unknown_since IS NOT NULL"),
    ),
    Index("ix_outbox_edits", "edits", unique=True, sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'")),
)

cards = Table(
    "cards",
    metadata,
    Column("id", Key, primary_key=True),
    Column("call_id", Key, ForeignKey("calls.id"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("person_key", Key),
    Column("message_id", BigInteger),
    Column("edited_at", Instant),
    UniqueConstraint("call_id", "chat_id", "thread_id"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", Key, nullable=False),
    Column("town", String, nullable=False),
    Column("chat_id", BigInteger),
    Column("user_id", BigInteger),
    Column("body", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("error", String),
    Index("ix_inbox_state", "bot_id", "state", "seq"),
)

marks = Table(
    "marks",
    metadata,
    Column("town", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("at", Instant, nullable=False),
)
"""Moments that a town's bot remembers across restarts: when it last heard Telegram, which alarms it raised."""

processes = Table(
    "processes",
    metadata,
    Column("id", String, primary_key=True),
    Column("lock", BigInteger, nullable=False),
    Column("roles", Words, nullable=False),
    Column("until", BigInteger, nullable=False),
)
"""Who runs: each holds an advisory lock while its connection lives, and renews `until`, microseconds of the database's own clock."""

leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("holder", String),
    Column("term", Integer, nullable=False),
)
"""What one process does at a time: a town's work, a bot's sending. Each new holder begins a new term, which fences the one before."""

PERSONAL = {
    people: ("telegram_id", "chat_id", "name", "phone"),
    volunteers: ("lat", "lon", "band", "neighbourhood", "age_band", "referred_on"),
    volunteer_skills: ("band", "lat", "lon"),
    calls: ("address", "meeting_point", "contact", "words"),
    talks: ("chat_id", "data"),
    outbox: ("chat_id", "args"),
    inbox: ("chat_id", "user_id", "body"),
    linked_chats: ("chat_id",),
    cards: ("chat_id",),
}
"""The columns that may hold personal data: forgetting a person empties these; everything else knows only a random key."""
