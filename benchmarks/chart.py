"""Draws measured seconds as bars: one group of bars to a size, as an SVG without a library."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_WIDTH, _LEFT, _RIGHT = 720, 150, 70
_BAR, _GAP, _GROUP = 16, 5, 40
_COLOURS = ("#8a8f98", "#b3b7bd", "#1b5e8c", "#8b1a1a")


def chart(measurements: Sequence[tuple[int, str, float]]) -> str:
    """An SVG of ``(entries, what, seconds)``; each size has a scale of its own."""
    parts: list[str] = []
    y = 10
    for size in dict.fromkeys(size for size, _, _ in measurements):
        group = [(name, seconds) for n, name, seconds in measurements if n == size]
        longest = max(seconds for _, seconds in group)
        y += 22
        parts.append(f'<text x="0" y="{y}" font-weight="bold">{size:,} 条</text>')
        y += 10
        for number, (name, seconds) in enumerate(group):
            width = max(1, round((_WIDTH - _LEFT - _RIGHT) * seconds / longest))
            colour = _COLOURS[number % len(_COLOURS)]
            middle = y + _BAR - 4
            parts += [
                f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end">{escape(name)}</text>',
                f'<rect x="{_LEFT}" y="{y}" width="{width}" height="{_BAR}" fill="{colour}"/>',
                f'<text x="{_LEFT + width + 6}" y="{middle}">{seconds:.2f} 秒</text>',
            ]
            y += _BAR + _GAP
        y += _GROUP - 30
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" width="{_WIDTH}" '
        f'height="{y}" role="img" font-family="sans-serif" font-size="13">\n'
        f'<rect width="{_WIDTH}" height="{y}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )
