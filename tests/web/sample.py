"""Show every piece of the layout on pages of its own, which only tests can open."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, flash, g, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from merchant_helper.i18n import Address

bp = Blueprint("sample", __name__, template_folder=str(Path(__file__).parent / "sample_templates"))


class NameForm(FlaskForm):
    """Ask one of everything."""

    name = StringField(validators=[InputRequired("Chưa có tên món. Gõ tên mà khách hay gọi.")])
    kind = RadioField(
        choices={
            "sauce": "Nước mắm, gia vị",
            "fruit": "Trái cây",
            "craft": "Đồ đan lát",
            "other": "Loại khác",
        },
        validators=[InputRequired("Chưa chọn loại hàng. Bấm vào một loại.")],
    )
    places = SelectMultipleField(choices={"facebook": "Facebook", "zalo": "Zalo"})
    about = TextAreaField()


class Shop:
    """Stand in for a shop: only its name is shown."""

    name = "Nước mắm Bà Sáu"


@bp.before_request
def belong_to_a_shop() -> None:
    g.shop, g.address = Shop(), Address(co="cô")


@bp.route("/sample/step", methods=["GET", "POST"])
def step() -> str | Response:
    form = NameForm()
    if form.validate_on_submit():
        flash(f"Đã lưu tên: {form.name.data}", "read-back")
        return redirect("/sample/kit", 303)
    return render_template("sample/step.html", form=form)


@bp.route("/sample/one", methods=["GET", "POST"])
def one() -> str:
    return render_template("sample/one.html", form=NameForm(formdata=None), step="price")


@bp.route("/sample/photos", methods=["GET", "POST"])
def photos() -> str | Response:
    if request.method == "POST":
        flash(
            "Đã đưa {} ảnh vào.".format(len([f for f in request.files.getlist("photos") if f.filename])),
            "good",
        )
        return redirect("/sample/kit", 303)
    return render_template("sample/photos.html")


@bp.route("/sample/kit", methods=["GET", "POST"])
def kit() -> str | Response:
    if request.headers.get("X-Quiet") == "1":
        return Response(status=204)
    return render_template("sample/kit.html")


@bp.get("/sample/list")
def listing() -> str:
    return render_template("sample/list.html")


def add_to(app: Flask) -> None:
    """Add the sample pages to an application."""
    app.register_blueprint(bp)
