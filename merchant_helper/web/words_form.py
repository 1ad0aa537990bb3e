"""Be the form that takes words alone, and clean them at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from merchant_helper.i18n import gettext as _
from merchant_helper.text import clean_text

Validator = Callable[[FlaskForm, Any], None]


class WordsForm(FlaskForm):  # type: ignore[misc]
    """Read the typed fields of a request and nothing else.

    The form library would also put files and JSON of any shape where a field expects a text.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Choose where a form's values come from."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Take the request's form where the library would choose; what is handed in stays."""
            if formdata is not None and not hasattr(formdata, "getlist"):
                return request.form if form.is_submitted() else None
            return formdata


def tidy(value: str | None) -> str | None:
    """Clean one line at the door."""
    return clean_text(value).text.strip() if isinstance(value, str) else value


def tidy_lines(value: str | None) -> str | None:
    """Clean a text of several lines at the door."""
    return clean_text(value, multiline=True).text.strip() if isinstance(value, str) else value


def at_most(length: int) -> Validator:
    """Refuse a longer text, saying how much is too much."""

    def check(_form: FlaskForm, field: Any) -> None:
        over = len(field.data or "") - length
        if over > 0:
            raise ValidationError(_("Dài quá {over} chữ (kể cả dấu cách). Bỏ bớt từ không cần.", over=over))

    return check
