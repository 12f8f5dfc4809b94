"""Every operation of the API, each once: addresses, the document and the readable reference are made of this."""

from django.utils.translation import gettext_noop

from liren.api.v1 import cases, hotline, orders, photos, reference, shapes
from liren.api.v1.door import Operation
from liren.cases.scopes import NOTE, READ, REPORT, WORDS

TABLE = (
    Operation(
        name="readKey", method="GET", path="/key", work=reference.key, gives=shapes.KeyUse,
        summary=gettext_noop("这把密钥能做什么"), about=gettext_noop("先用它试试密钥通不通。"),
    ),
    Operation(
        name="listKinds", method="GET", path="/kinds", work=reference.kinds, asks=shapes.AtArea, gives=shapes.KindList,
        reference=True, fails=(422,), summary=gettext_noop("事项类别"), about=gettext_noop("写了 area，就是那个地方发布的。"),
    ),
    Operation(
        name="listAreas", method="GET", path="/areas", work=reference.areas, asks=shapes.InArea, gives=shapes.PlaceList,
        reference=True, fails=(422,), summary=gettext_noop("下一级区域"), about=gettext_noop("不写 parent，答的是县本身；从它开始一级一级往下问。"),
    ),
    Operation(
        name="readArea", method="GET", path="/areas/{code}", work=reference.area, gives=shapes.Place, reference=True,
        fails=(404,), summary=gettext_noop("一个区域"),
    ),
    Operation(
        name="locate", method="GET", path="/locate", work=reference.locate, asks=shapes.Point, gives=shapes.Located,
        fails=(422,), summary=gettext_noop("一个点在哪个微网格"), about=gettext_noop("坐标是 CGCS2000（WGS-84）；用 GCJ-02 或 BD-09 的先换算。"),
    ),
    Operation(
        name="listUnits", method="GET", path="/units", work=reference.units, gives=shapes.UnitList, reference=True,
        summary=gettext_noop("承办单位"),
    ),
    Operation(
        name="listCases", method="GET", path="/cases", work=cases.listing, asks=shapes.CasesAsked, gives=shapes.CasePage,
        scopes=(READ, WORDS), fails=(422,), summary=gettext_noop("变过的案件"),
        about=gettext_noop("从最久没变的排起。一页一页读完，记下第一页的 resume_since，下次从那里接着读。保密的、涉密的、反映单位的案件这里没有。"),
    ),
    Operation(
        name="reportCase", method="POST", path="/cases", work=cases.report, takes=shapes.Report, gives=shapes.Reported,
        scopes=(REPORT,), once=True, fails=(400, 409, 413, 415, 422), summary=gettext_noop("替人上报一件"),
        about=gettext_noop("同一个 Idempotency-Key 再发一次，答的还是第一次的；换了内容是 409。"),
    ),
    Operation(
        name="readCase", method="GET", path="/cases/{id}", work=cases.one, gives=shapes.WholeCase, scopes=(READ, WORDS),
        fails=(404,), summary=gettext_noop("一件案件和它的经过"),
    ),
    Operation(
        name="noteCase", method="POST", path="/cases/{id}/notes", work=cases.note, takes=shapes.NewNote, gives=shapes.Noted,
        scopes=(NOTE,), once=True, fails=(400, 404, 409, 413, 415, 422), summary=gettext_noop("给案件写工作说明"),
    ),
    Operation(
        name="uploadPhoto", method="POST", path="/photos", work=photos.upload, photo=True, gives=shapes.NewPhoto,
        scopes=(REPORT,), once=True, fails=(400, 409, 413, 415, 422), summary=gettext_noop("传一张照片"),
        about=gettext_noop("照片里的位置、时间和机型都会去掉。传好以后把编号写在上报的 photos 里，一天以内有效。"),
    ),
    Operation(
        name="listOrders", method="GET", path="/orders", work=orders.listing, asks=shapes.OrdersAsked, gives=shapes.OrderPage,
        scopes=("services.read",), fails=(422,), summary=gettext_noop("点单"), about=gettext_noop("只有项目、状态、时间和地方，没有是谁。"),
    ),
    *hotline.OPERATIONS,
)  # fmt: skip
