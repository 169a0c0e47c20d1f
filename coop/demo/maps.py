"""The maps of the demo: drawn for it, in open water, so that nobody lives there."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from coop.demo.cast import BUSY_STREETS, NEW_STREETS, Cast
from coop.districts.actions import put_on_map

Line = list[list[float]]

# Borders that two parts share are written once, from west to east or from north to south.
_CANAL: Line = [[5.2004, 52.5562], [5.2035, 52.5558], [5.2061, 52.5563], [5.2092, 52.5561]]
_LANE: Line = [[5.2092, 52.5612], [5.2098, 52.5590], [5.2092, 52.5561]]
_AVENUE: Line = [[5.2092, 52.5561], [5.2131, 52.5566], [5.2160, 52.5559], [5.2201, 52.5563]]
_RAILS: Line = [[5.1998, 52.5536], [5.2050, 52.5530], [5.2110, 52.5532], [5.2200, 52.5526]]
_BEND: Line = [[5.2092, 52.5561], [5.2103, 52.5546], [5.2110, 52.5532]]

_BUSY: dict[str, Line] = {
    "Grachtenbuurt": [[5.2010, 52.5598], [5.2048, 52.5611], *_LANE, *_CANAL[-2::-1]],
    "Bloemenbuurt": [*_LANE[::-1], [5.2140, 52.5618], [5.2188, 52.5604], *_AVENUE[:0:-1]],
    "Spoorzone": [*_CANAL, *_BEND[1:], *_RAILS[1::-1]],
    "De Flats": [*_AVENUE, *_RAILS[:1:-1], _BEND[1]],
}
_BUSY_PLACES = {"Station": [5.2046, 52.5533], "Kievitplein": [5.2192, 52.5533]}
_NEW: dict[str, Line] = {
    "Vaartoever": [[5.2300, 52.5600], [5.2420, 52.5606], [5.2424, 52.5584], [5.2360, 52.5580], [5.2302, 52.5584]],
    "Nieuwe Erven": [[5.2302, 52.5584], [5.2360, 52.5580], [5.2424, 52.5584], [5.2416, 52.5552], [5.2310, 52.5556]],
}


def fill_maps(db: Session, cast: Cast, _now: datetime) -> None:
    """Both neighbourhoods have a map."""
    for place, parts, places in ((cast.busy, _BUSY, _BUSY_PLACES), (cast.new, _NEW, {})):
        areas = [_feature(name, "Polygon", [[*line, line[0]]]) for name, line in parts.items()]
        points = [_feature(name, "Point", point) for name, point in places.items()]
        text = json.dumps({"type": "FeatureCollection", "features": areas + points})
        put_on_map(db, cast.actor("administrator", place), place.id, text)


def _feature(name: str, kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": kind, "coordinates": coordinates}}


def area_of(place: str) -> str:
    """The place on the map or the part in which a place in words lies, empty when that is not said."""
    for name in _BUSY_PLACES:
        if name in place:
            return name
    parts = {**BUSY_STREETS, **NEW_STREETS}
    return next((part for part, streets in parts.items() if any(one in place for one in (part, *streets))), "")
