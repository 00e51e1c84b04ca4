"""Resolves times around every change of the clock in the given zones and years by Python's zoneinfo.

Reads {"zones": [...], "years": [...]}. Writes {"version": ..., "zones": {zone: {"changes": n, "times": [[wall, epoch or null]]}}},
null where the clock skips the time; the earlier instant where the time occurs twice.
"""

import json
import pathlib
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone


def version() -> str:
    for folder in zoneinfo.TZPATH:
        for name, at in (("tzdata.zi", 2), ("+VERSION", 0)):
            file = pathlib.Path(folder, name)
            if file.exists():
                return file.read_text().split()[at]
    try:
        import tzdata

        return tzdata.IANA_VERSION
    except ImportError:
        return "unknown"


def changes(zone: zoneinfo.ZoneInfo, year: int) -> list[datetime]:
    """The first instant of each new offset in the year."""

    def offset(instant: datetime) -> timedelta:
        return instant.astimezone(zone).utcoffset()

    found = []
    before = datetime(year, 1, 1, tzinfo=timezone.utc)
    while before.year == year:
        after = before + timedelta(days=1)
        if offset(before) != offset(after):
            low, high = before, after
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if offset(middle) == offset(before) else (low, middle)
            found.append(high)
        before = after
    return found


def probes(zone: zoneinfo.ZoneInfo, change: datetime) -> list[datetime]:
    """Wall-clock times at both sides of the change, at its edges to the second, and within it."""
    new = change.astimezone(zone)
    old = (change - timedelta(seconds=1)).astimezone(zone)
    edges = [new.replace(tzinfo=None), old.replace(tzinfo=None) + timedelta(seconds=1)]
    size = max(edges) - min(edges)
    steps = [timedelta(0), timedelta(seconds=-1), timedelta(seconds=1), timedelta(hours=-3), timedelta(hours=3)]
    return [edge + step for edge in edges for step in steps] + [min(edges) + size / 2]


def resolve(zone: zoneinfo.ZoneInfo, wall: datetime) -> int | None:
    epoch = wall.replace(tzinfo=zone, fold=0).timestamp()
    there = datetime.fromtimestamp(epoch, zone).replace(tzinfo=None)
    return int(epoch) if there == wall else None


def main() -> None:
    asked = json.load(sys.stdin)
    zones = {}
    for name in asked["zones"]:
        zone = zoneinfo.ZoneInfo(name)
        moments = [change for year in asked["years"] for change in changes(zone, year)]
        walls = [wall for change in moments for wall in probes(zone, change)]
        walls += [datetime(year, month, 15, 9, 30) for year in asked["years"] for month in range(1, 13)]
        times = [[wall.isoformat(timespec="seconds"), resolve(zone, wall)] for wall in walls]
        zones[name] = {"changes": len(moments), "times": times}
    json.dump({"version": version(), "zones": zones}, sys.stdout)


main()
