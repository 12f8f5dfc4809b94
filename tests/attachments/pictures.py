"""Pictures for tests, made on the spot."""

from io import BytesIO

from PIL import Image

from liren.kernel import AreaCode

AREA = AreaCode("321181108201")
GPS = 0x8825


def jpeg(width: int = 640, height: int = 480, *, colour: str = "teal", **save: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", **save)
    return out.getvalue()


def telling_jpeg() -> bytes:
    """A photo lying on its side that says where, with what and by whom it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(GPS).update({1: "N", 2: (32.0, 1.0, 2.0), 3: "E", 4: (119.0, 3.0, 4.0)})
    return jpeg(exif=exif, comment=b"taken by Wang", xmp=b"<x:xmpmeta>SecretPlace</x:xmpmeta>")
