"""Small line charts side by side, as one SVG."""

_WIDTH, _HEIGHT = 200, 130  # of a chart's plane
_LEFT, _TOP, _RIGHT, _BOTTOM = 50, 34, 12, 44  # around it
_INK, _FAINT, _LINE = "#24292f", "#d0d7de", "#0969da"


def draw(rows):
    """ROWS: the title of the vertical axis, for each the charts of a row: the title of the horizontal one, its points."""
    columns = max(len(charts) for charts in rows.values())
    width = columns * (_LEFT + _WIDTH + _RIGHT)
    height = len(rows) * (_TOP + _HEIGHT + _BOTTOM)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for row, (title, charts) in enumerate(rows.items()):
        # One scale for a row, so that its charts can be compared.
        most = _round_up(max(y for points in charts.values() for _, y in points))
        for column, (name, points) in enumerate(charts.items()):
            x, y = column * (_LEFT + _WIDTH + _RIGHT) + _LEFT, row * (_TOP + _HEIGHT + _BOTTOM) + _TOP
            parts += _chart(x, y, title, name, points, most)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _chart(left, top, title, name, points, most):
    bottom = top + _HEIGHT
    farthest = max(x for x, _ in points)
    places = [(left + _WIDTH * x / farthest, bottom - _HEIGHT * y / most) for x, y in points]
    parts = [_text(left - 40, top - 14, title, "start")]
    for share in (0, 0.5, 1):
        y = bottom - _HEIGHT * share
        parts.append(f'<line x1="{left}" y1="{y:g}" x2="{left + _WIDTH}" y2="{y:g}" stroke="{_FAINT}"/>')
        parts.append(_text(left - 6, y + 4, f"{most * share:g}", "end"))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{_LINE}" stroke-width="2"/>')
    free = left - 20
    for (x, y), (value, count) in zip(places, points, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_LINE}"/>')
        anchor = "end" if value == farthest else "middle"
        if x - free > 14:  # numbers must not lie on one another; the last one is the one that counts
            parts.append(_text(x, bottom + 15, f"{value:g}", "middle"))
            free = x
        if value in (farthest, points[0][0]):
            parts.append(_text(x, y - 7, f"{count:g}", anchor))
    parts.append(_text(left + _WIDTH / 2, bottom + 31, name, "middle"))
    return parts


def _text(x, y, content, anchor):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_INK}">{content}</text>'


def _round_up(value):
    """To a number that halves well."""
    magnitude = 1
    while value > 10 * magnitude:
        magnitude *= 10
    return next(step * magnitude for step in (1, 2, 4, 6, 8, 10) if value <= step * magnitude)
