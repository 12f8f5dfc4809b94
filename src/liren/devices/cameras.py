"""Hangs cameras and views on the registry: rights, orders, the two families of data."""

from pathlib import Path

HERE = Path(__file__).parent


def hang_up() -> None:
    """Called once from apps.py."""
    from liren.catalogue import families
    from liren.devices.handlers import cameras, footage, law, views
    from liren.devices.rules import purposes
    from liren.trust import registry

    registry.right("cameras.see", "查看摄像头名录")
    registry.right("cameras.register", "登记摄像头")
    registry.right("cameras.view", "凭票看视频")
    registry.right("cameras.approve", "批准看视频、答复查阅申请")
    registry.right("cameras.audit", "查看看视频的登记")
    cameras.hang_up()
    views.hang_up()
    footage.hang_up()
    law.hang_up()
    families.family(
        purposes.PURPOSES, shape=purposes.Purpose, folder=HERE / "view_purposes", label="看视频的目的",
        check=purposes.check, editable=purposes.EDITABLE,
    )  # fmt: skip
    families.family(
        purposes.TERMS, shape=purposes.Terms, folder=HERE / "view_terms", label="看视频的界限",
        check=purposes.check_terms, editable=purposes.TERMS_EDITABLE,
    )  # fmt: skip
