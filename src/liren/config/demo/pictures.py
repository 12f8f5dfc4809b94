"""Draws the demonstration's photographs: a house, a lane, and what is wrong with them, or no longer."""

import io
import random

from PIL import Image, ImageDraw

SIZE = (960, 720)
WALLS = ("#bdb49f", "#c4b7a6", "#b3ada0", "#c9bda4")


def draw(kind: str, role: str, seed: int) -> bytes:
    """A JPEG of 960 × 720. `role` before shows the trouble, after shows it gone."""
    rng = random.Random(f"{kind}:{seed}")
    image = Image.new("RGB", SIZE, "#d8dfe2" if role == "before" else "#e2e6e1")
    pen = ImageDraw.Draw(image)
    left, top = 110 + rng.randrange(60), 90 + rng.randrange(40)
    pen.rectangle((left, top, left + 640, 560), fill=rng.choice(WALLS))
    for row in range(3):
        for column in range(4):
            x, y = left + 50 + column * 150, top + 40 + row * 120
            pen.rectangle((x, y, x + 80, y + 70), fill="#7f8a8c")
    pen.rectangle((left + 280, 430, left + 360, 560), fill="#6b5f55")
    pen.rectangle((0, 560, *SIZE), fill="#9b948a")
    if role == "before":
        _trouble(pen, rng, kind, left)
    else:
        pen.rectangle((left + 460, 470, left + 540, 560), fill="#3d7c86")
    return _jpeg(image)


def _trouble(pen: ImageDraw.ImageDraw, rng: random.Random, kind: str, left: int) -> None:
    """Something in the way: a hanging wire, standing water, or a heap."""
    if "wire" in kind or "light" in kind:
        points = [(left + 130 + step * 34, 190 + step * step * 3 % 380) for step in range(12)]
        pen.line(points, fill="#2b2724", width=6)
    elif "water" in kind or "drain" in kind or "farmland" in kind:
        pen.ellipse((left + 40, 590, left + 620, 690), fill="#6f8fa0")
    else:
        for _ in range(14):
            x, y = left + 60 + rng.randrange(420), 520 + rng.randrange(90)
            size = 30 + rng.randrange(60)
            pen.rectangle((x, y, x + size, y + size // 2), fill=rng.choice(("#8a6f4d", "#6d6a5f", "#a4926f")))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
