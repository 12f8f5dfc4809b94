"""A model as a file: a zip of plain arrays and one JSON header (npz). Nothing in it is ever executed; it holds no text.

Arrays: header (UTF-8 JSON as bytes), keys uint64 [run], worth float16 [run], weights int8 [run, label], scale, bias and
lift float32 [label]. The header has the labels, the settings, counts, the digest of the training data and the figures.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np

from liren.cases.triage.model import Model
from liren.cases.triage.trouble import TriageError

FORMAT = "liren-triage-1"
LARGEST = 20_000_000
_KINDS = {"header": "u1", "keys": "u8", "worth": "f2", "weights": "i1", "scale": "f4", "bias": "f4", "lift": "f4"}


def written(model: Model) -> bytes:
    """The model as bytes, the same for the same model."""
    header = {"format": FORMAT, "labels": list(model.labels), "heat": round(model.heat, 6), **_facts(model.header)}
    arrays = {
        "header": np.frombuffer(json.dumps(header, ensure_ascii=False, sort_keys=True).encode(), np.uint8),
        "keys": model.keys, "worth": model.worth.astype(np.float16), "weights": model.weights, "scale": model.scale,
        "bias": model.bias, "lift": model.lift,
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as pack:
        for name, array in arrays.items():
            held = io.BytesIO()
            np.lib.format.write_array(held, np.ascontiguousarray(array), allow_pickle=False)
            pack.writestr(zipfile.ZipInfo(f"{name}.npy"), held.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read(content: bytes) -> Model:
    """The model in these bytes. Raises TriageError when they are no model, or one that is damaged or too large."""
    unreadable = TriageError("这个文件不是里仁的归类模型，或者已经损坏。请重新训练，或者换一个文件。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            if sum(info.file_size for info in pack.infolist()) > LARGEST:
                raise unreadable
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            arrays = {name: held[name] for name in _KINDS}
        header = json.loads(arrays.pop("header").tobytes())
        labels = tuple(map(str, header.pop("labels")))
        heat = float(header.pop("heat"))
    except TriageError:
        raise
    except Exception as damage:
        raise unreadable from damage
    runs, n = len(arrays["keys"]), len(labels)
    shapes = {"keys": (runs,), "worth": (runs,), "weights": (runs, n), "scale": (n,), "bias": (n,), "lift": (n,)}
    fits = all(arrays[name].shape == shape and arrays[name].dtype == _KINDS[name] for name, shape in shapes.items())
    if header.pop("format", "") != FORMAT or not fits or not n or not np.isfinite(heat):
        raise unreadable
    worth = arrays.pop("worth").astype(np.float32)
    return Model(labels=labels, heat=heat, worth=worth, header=header, **arrays)


def digest(content: bytes) -> str:
    """The SHA-256 of a model file, by which it is named."""
    return hashlib.sha256(content).hexdigest()


def _facts(header: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in header.items() if name not in ("format", "labels", "heat")}
