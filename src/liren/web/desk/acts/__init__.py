"""Every act a person can order from a case page, as a form."""

from liren.web.desk.acts import deciding, drilling, handling, receiving, splitting, talking, turning
from liren.web.desk.acts.shapes import Form

ALL = (
    *drilling.FORMS,
    *handling.FORMS,
    *deciding.FORMS,
    *receiving.FORMS,
    *splitting.FORMS,
    *turning.FORMS,
    *talking.FORMS,
)
FORMS: dict[str, Form] = {form.act: form for form in ALL}
