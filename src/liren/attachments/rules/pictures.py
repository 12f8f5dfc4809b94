"""Turning an upload into a clean picture: sniffed, turned upright, made small, without a word about where or who.

The pixels are copied onto a fresh image, so that EXIF, GPS, XMP, comments and whatever else hides in a file stay behind.
"""

import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from liren.attachments.kinds import PHOTO_BYTES_MAX, SIDE_MAX, THUMB_SIDE
from liren.kernel import Refusal

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
PIXELS_SCALED = 80_000_000
"""A baseline JPEG is decoded at a fraction of its size, so it may be large."""
PIXELS_WHOLE = 30_000_000
"""Everything else is unfolded whole, four bytes a pixel."""
_STILL_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"}
"""ISO/IEC 23008-12 (HEIF) and AVIF: pictures in the same container as films."""
pi_heif.register_heif_opener()
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A picture ready to keep: JPEG bytes, a thumbnail, the size in pixels."""

    photo: bytes
    thumb: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """64 hexadecimal digits: the content's name on disk."""
        return sha256(self.photo).hexdigest()


def check_size(length: int) -> None:
    """Raise Refusal for more bytes than a photo may have."""
    if length > PHOTO_BYTES_MAX:
        limit = PHOTO_BYTES_MAX // (1024 * 1024)
        raise Refusal("photo_large", f"照片超过 {limit} MB，请用手机相册压缩，或改用普通画质重拍。", field="photos")


def clean(file: Path) -> Cleaned:
    """The picture in `file`, cleaned. Raises Refusal with the sentence for what it really is."""
    _sniff(file)
    try:
        with Image.open(file, formats=FORMATS) as picture:
            _check_pixels(picture)
            picture.draft("RGB", (SIDE_MAX, SIDE_MAX))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE_MAX, SIDE_MAX), Image.Resampling.LANCZOS)
            fresh = _on_white(upright)
    except UnidentifiedImageError:
        raise _unknown(file) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (OSError, SyntaxError, ValueError):
        raise _broken() from None
    small = fresh.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    return Cleaned(photo=_jpeg(fresh, 85), thumb=_jpeg(small, 78), width=fresh.width, height=fresh.height)


def _sniff(file: Path) -> None:
    with file.open("rb") as opened:
        head = opened.read(16)
    if not head:
        raise Refusal("empty_photo", "这个文件是空的，请重新选照片。", field="photos")
    if head.startswith(b"%PDF"):
        raise Refusal("pdf", "这是 PDF 文件，不是照片。请拍照或截图后再传。", field="photos")
    if head[4:8] == b"ftyp" and head[8:12] not in _STILL_BRANDS:
        raise Refusal("video", "这是视频，不是照片。请截取一张画面再传。", field="photos")


def _check_pixels(picture: Image.Image) -> None:
    scaled = picture.format in ("JPEG", "MPO") and not picture.info.get("progressive")
    if picture.width * picture.height > (PIXELS_SCALED if scaled else PIXELS_WHOLE):
        raise _too_many_pixels()


def _unknown(file: Path) -> Refusal:
    """A phone's photo that stops in the middle has the head of one; anything else is no photo."""
    with file.open("rb") as opened:
        if opened.read(8)[4:] == b"ftyp":
            return _broken()
    return Refusal("not_photo", "这个文件不是照片，请选 JPG、PNG、WebP 或 HEIC 格式的照片。", field="photos")


def _broken() -> Refusal:
    return Refusal("broken_photo", "这张照片打不开，可能没有传完，请重新选一次。", field="photos")


def _too_many_pixels() -> Refusal:
    return Refusal("many_pixels", "照片的像素太多，请改用普通画质重拍，或截图后再传。", field="photos")


def _on_white(picture: Image.Image) -> Image.Image:
    fresh = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        fresh.paste(layer, mask=layer)
    else:
        fresh.paste(picture.convert("RGB"))
    return fresh


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
