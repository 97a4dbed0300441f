"""What grows, drawn: a panel for each thing that grows, a line for each cost, both by powers of ten. Pure."""

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

Grown = Mapping[str, Sequence[tuple[float, Mapping[str, float]]]]
"""By what grows: its sizes, each with the cost of each thing."""

PANEL, GAP, LABELS, TOP, HEIGHT = 200, 56, 210, 64, 300
LEAST, MOST = 0.1, 200.0
"""Times the cost at the smallest size: the bounds of the picture."""
CLOSE = 14
"""What labels keep between them."""
DASHES = ("", "8 4", "2 3", "10 3 2 3", "1 5", "14 4", "5 2", "3 6 1 6", "12 2 1 2")
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.head{font-size:15px;font-weight:600}.said{fill:#555}"
    "path{fill:none;stroke:#1f5fa8;stroke-width:2}line{stroke:#ccc}.same{stroke:#777}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.said{fill:#bbb}path{stroke:#8ab8ee}line{stroke:#444}"
    "svg{background:#161616}}"
)


def draw(title: str, grown: Grown) -> str:
    """The picture as SVG, which says in words what it shows."""
    widths = [PANEL + LABELS + GAP for _axis in grown]
    said = (
        "Cost against the smallest size: a flat line costs the same however much there is; one that ends at as many "
        "times as there is more of it grows in proportion."
    )
    panels = [
        f'<g transform="translate({sum(widths[:place]) + 48} {TOP})">{_panel(axis, sizes)}</g>'
        for place, (axis, sizes) in enumerate(grown.items())
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title said" '
        f'viewBox="0 0 {sum(widths)} {TOP + HEIGHT + 40}"><title id="title">{escape(title)}</title>'
        f'<desc id="said">{escape(said)}</desc><style>{STYLE}</style>'
        f'<text class="head" x="8" y="22">{escape(title)}</text><text class="said" x="8" y="42">{escape(said)}</text>'
        f"{''.join(panels)}</svg>\n"
    )


def _panel(axis: str, sizes: Sequence[tuple[float, Mapping[str, float]]]) -> str:
    least, most = sizes[0][0], sizes[-1][0]

    def x(size: float) -> float:
        return PANEL * log10(size / least) / log10(most / least)

    first = sizes[0][1]
    lines = {
        name: [
            (x(size), _y(costs[name] / first[name])) for size, costs in sizes if costs[name] and first[name]
        ]
        for name in first
    }
    parts = [*_grid(), *(_size(x(size), size) for size, _costs in sizes)]
    parts.append(f'<text x="{PANEL / 2}" y="{HEIGHT + 34}" text-anchor="middle">{escape(axis)}</text>')
    last = sizes[-1][1]
    for place, points in enumerate(lines.values()):
        parts.append(_line(points, DASHES[place % len(DASHES)]))
    ends = {name: points[-1][1] for name, points in lines.items() if points}
    for name, y in _apart(ends).items():
        times = last[name] / first[name]
        parts.append(f'<text x="{PANEL + 8}" y="{y + 4:.0f}">{escape(name)} {times:.2g} ×</text>')
    return "".join(parts)


def _y(times: float) -> float:
    within = min(max(times, LEAST), MOST)
    return HEIGHT * (1 - log10(within / LEAST) / log10(MOST / LEAST))


def _grid() -> list[str]:
    parts = []
    for times in (0.1, 1, 10, 100):
        y = _y(times)
        parts.append(
            f'<line class="{"same" if times == 1 else ""}" x1="0" x2="{PANEL}" y1="{y:.0f}" y2="{y:.0f}"/>'
        )
        parts.append(f'<text x="-6" y="{y + 4:.0f}" text-anchor="end">{times} ×</text>')
    return parts


def _size(x: float, size: float) -> str:
    return (
        f'<line x1="{x:.0f}" x2="{x:.0f}" y1="0" y2="{HEIGHT}"/>'
        f'<text x="{x:.0f}" y="{HEIGHT + 16}" text-anchor="middle">{size:,.0f}</text>'
    )


def _line(points: Sequence[tuple[float, float]], dash: str) -> str:
    path = " L ".join(f"{x:.0f} {y:.1f}" for x, y in points)
    return f'<path d="M {path}" stroke-dasharray="{dash}"/>' if points else ""


def _apart(ends: Mapping[str, float]) -> dict[str, float]:
    """Labels where the lines end, pushed so far apart that each can be read."""
    placed: dict[str, float] = {}
    lowest = HEIGHT - CLOSE * (len(ends) - 1.0)
    for place, (name, y) in enumerate(sorted(ends.items(), key=lambda end: end[1])):
        before = max(placed.values(), default=y - CLOSE)
        placed[name] = min(max(y, before + CLOSE), lowest + CLOSE * place)
    return placed
