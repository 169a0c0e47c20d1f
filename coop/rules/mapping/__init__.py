"""A neighbourhood on a map: reading a GeoJSON file that may be wrong or hostile, and drawing it as one small picture.

Vocabulary: omtrek = outline, deel van de wijk = part, plek = place (a square, a park, a station).

    read_boundaries(text) -> Boundaries     what the file says, checked, with coarse coordinates
    Boundaries.as_geojson() -> dict         the same as GeoJSON again, with nothing else that the file held
    draw(boundaries) -> Drawing             paths and places of numbers, to be put in an SVG

Invariants: a place is never finer than a thousandth of a degree (70 to 110 metres in the Netherlands); a ring does not
cross or touch itself; a drawing has no more than a few thousand characters, whatever the file was.

Sources: RFC 7946 (GeoJSON); Douglas & Peucker, Cartographica 10(2), 1973 (fewer points in a line).
"""

from coop.rules.mapping.drawing import Drawing, draw
from coop.rules.mapping.faults import Fault, MapError
from coop.rules.mapping.geojson import MOST_CHARACTERS, Boundaries, read_boundaries

__all__ = ["MOST_CHARACTERS", "Boundaries", "Drawing", "Fault", "MapError", "draw", "read_boundaries"]
