"""Why a file cannot be a map: one sentence, with the number of the feature."""

from enum import StrEnum


class Fault(StrEnum):
    """What can be wrong with a file of boundaries."""

    TOO_LARGE = "too_large"
    NO_JSON = "no_json"
    NO_COLLECTION = "no_collection"
    TOO_MANY = "too_many"
    TOO_FINE = "too_fine"
    NO_GEOMETRY = "no_geometry"
    OTHER_GEOMETRY = "other_geometry"
    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    SAME_NAME = "same_name"
    TWO_OUTLINES = "two_outlines"
    NO_PART = "no_part"
    NO_NUMBERS = "no_numbers"
    OFF_EARTH = "off_earth"
    WRONG_ORDER = "wrong_order"
    OTHER_GRID = "other_grid"
    NO_AREA = "no_area"
    CROSSES = "crosses"
    TOO_WIDE = "too_wide"


class MapError(ValueError):
    """`feature` counts from 1, 0 when the whole file is to blame; `params` fill the sentence."""

    def __init__(self, fault: Fault, *, feature: int = 0, **params: object) -> None:
        self.fault, self.feature, self.params = fault, feature, params
        super().__init__(f"feature {feature}: {fault}" if feature else str(fault))
