"""How far two points of the globe are apart. Pure."""

from math import asin, cos, radians, sin, sqrt

_RADIUS = 6_371_009
"""Metres; the mean radius of the earth."""


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way as the crow flies, by the haversine formula; points are latitude and longitude in degrees."""
    (south, west), (north, east) = (map(radians, point) for point in (one, other))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * _RADIUS * asin(min(1.0, sqrt(chord)))
