"""What the server tells whoever watches it, beside Streamlit's own metrics: how full the store is, and of what use."""

from __future__ import annotations

from ui.session.store import statistics
from ui.session.streamlit_inside import CounterStat, GaugeStat, publish


def publish_store() -> None:
    """Let `/_stcore/metrics` show what the store of this process holds."""
    publish(_store)


def _store() -> list[CounterStat | GaugeStat]:
    now = statistics()
    return [
        GaugeStat("slopewise_store_trainings", now.trainings, help="Trainings held, finished or under way."),
        GaugeStat("slopewise_store_entries", now.entries, help="Results held, trainings among them."),
        GaugeStat("slopewise_store_bytes", now.bytes, unit="bytes", help="What these take."),
        GaugeStat("slopewise_store_limit_bytes", now.limit, unit="bytes", help="What they may take at most."),
        CounterStat("slopewise_store_hits", now.hits, help="How often something asked for was there."),
        CounterStat("slopewise_store_misses", now.misses, help="How often it had to be made."),
    ]
