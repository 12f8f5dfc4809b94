"""What a photo becomes, and what is told to the sender of something else."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from liren.attachments import rules
from liren.attachments.rules import pictures
from liren.kernel import Refusal
from tests.attachments.pictures import GPS, jpeg, telling_jpeg

IPHONE = Path(__file__).parent / "twenty_megapixels.heic"


def cleaned(tmp_path, content):
    file = tmp_path / "upload"
    file.write_bytes(content)
    return rules.clean(file)


def refused(tmp_path, content):
    with pytest.raises(Refusal) as caught:
        cleaned(tmp_path, content)
    return caught.value


def picture(content):
    return Image.open(BytesIO(content))


def test_where_with_what_and_by_whom_a_photo_was_taken_is_gone(tmp_path):
    before = telling_jpeg()
    assert b"SecretPhone" in before
    assert b"SecretPlace" in before
    assert picture(before).getexif().get_ifd(GPS)
    made = cleaned(tmp_path, before)
    for content in (made.photo, made.thumb):
        assert not picture(content).getexif()
        for secret in (b"Secret", b"Wang", b"Exif", b"xmp"):
            assert secret not in content


def test_a_photo_lying_on_its_side_is_turned_upright(tmp_path):
    made = cleaned(tmp_path, telling_jpeg())
    assert (made.width, made.height) == (480, 640)
    assert picture(made.photo).size == (480, 640)


def test_a_large_photo_becomes_2560_pixels_and_a_small_one_stays(tmp_path):
    assert (cleaned(tmp_path, jpeg(4000, 3000)).width, cleaned(tmp_path, jpeg(200, 100)).width) == (2560, 200)
    assert max(picture(cleaned(tmp_path, jpeg(4000, 3000)).thumb).size) == 480


def test_the_same_photo_twice_is_the_same_content(tmp_path):
    assert cleaned(tmp_path, jpeg()).sha256 == cleaned(tmp_path, jpeg()).sha256


def test_a_transparent_screenshot_gets_a_white_ground(tmp_path):
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert picture(cleaned(tmp_path, out.getvalue()).photo).getpixel((5, 5)) == (255, 255, 255)


def test_an_iphone_photo_of_twenty_megapixels_becomes_a_plain_picture(tmp_path):
    before = IPHONE.read_bytes()
    assert b"Secret Phone" in before
    made = cleaned(tmp_path, before)
    assert (made.width, made.height) == (2560, 1707)
    assert picture(made.photo).format == "JPEG"
    assert b"Secret" not in made.photo
    assert not picture(made.photo).getexif()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 named .jpg", "这是 PDF 文件，不是照片。请拍照或截图后再传。"),
        (IPHONE.read_bytes()[:9000], "这张照片打不开，可能没有传完，请重新选一次。"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 40, "这是视频，不是照片。请截取一张画面再传。"),
        (b"<script>alert(1)</script>", "这个文件不是照片，请选 JPG、PNG、WebP 或 HEIC 格式的照片。"),
        (b"GIF89a" + b"\0" * 40, "这个文件不是照片，请选 JPG、PNG、WebP 或 HEIC 格式的照片。"),
        (b"", "这个文件是空的，请重新选照片。"),
        (jpeg(800, 600)[:900], "这张照片打不开，可能没有传完，请重新选一次。"),
    ],
)
def test_what_is_no_photo_is_told_so_whatever_its_name(tmp_path, content, sentence):
    assert refused(tmp_path, content).sentence == sentence


def test_a_decompression_bomb_is_refused_before_it_unfolds(tmp_path):
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    assert refused(tmp_path, out.getvalue()).code == "many_pixels"


def test_a_progressive_photo_is_held_to_the_smaller_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "PIXELS_WHOLE", 100_000)
    assert refused(tmp_path, jpeg(progressive=True)).code == "many_pixels"
    assert cleaned(tmp_path, jpeg()).width == 640


def test_more_than_20_megabytes_is_refused_with_what_to_do():
    rules.check_size(20 * 1024 * 1024)
    with pytest.raises(Refusal) as caught:
        rules.check_size(20 * 1024 * 1024 + 1)
    assert caught.value.sentence == "照片超过 20 MB，请用手机相册压缩，或改用普通画质重拍。"


PHOTO = rules.Staged(id=uuid4(), form=uuid4(), account=None, state="stored")


def attach(asked, found, role="before", form=PHOTO.form, account=None):
    rules.check_attach(asked, found, role, form, account)


def test_a_photo_can_be_attached_by_its_form_or_its_account_and_nobody_else():
    attach([PHOTO.id], [PHOTO])
    me = uuid4()
    attach([PHOTO.id], [replace(PHOTO, account=me)], form=uuid4(), account=me)
    for account in (None, uuid4()):
        with pytest.raises(Refusal, match="您写的内容还在"):
            attach([PHOTO.id], [PHOTO], form=uuid4(), account=account)


def test_a_photo_still_on_its_way_one_gone_and_a_tenth_are_refused():
    with pytest.raises(Refusal, match="还没有传完"):
        attach([PHOTO.id], [replace(PHOTO, state="staged")])
    with pytest.raises(Refusal, match="没有传上来"):
        attach([PHOTO.id, uuid4()], [PHOTO])
    with pytest.raises(Refusal, match="最多 9 张"):
        attach([uuid4() for _ in range(10)], [])


def test_a_photo_shows_before_after_or_something_else():
    with pytest.raises(Refusal, match="处置前、处置后、其他"):
        attach([PHOTO.id], [PHOTO], role="selfie")
