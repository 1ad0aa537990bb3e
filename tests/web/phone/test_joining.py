"""A phone joins by the code that the laptop shows, and every code that does not work says what to do."""

from __future__ import annotations

import threading

import pytest

from web.page_reader import words
from web.phone.counter import CHROME, Counter, Phone

SAME = "Giống nhau, bắt đầu"


def test_a_scanned_code_shows_on_both_sides_the_same_picture_before_anything_is_asked(
    counter: Counter,
) -> None:
    code = counter.let_in()
    page = counter.phone().read(f"/v/{code.token}")
    laptop = counter.page
    for side in (page, laptop):
        shown = next(p for p in side.find("p", class_="pair"))
        assert next(shown.iter("img")).get("src", "").endswith(f"/{code.picture}.svg")
        assert words(shown) == str(code.number)
    assert next(page.find("img")).get("alt") in page.h1
    assert not list(page.find("input", type="text"))


def test_the_picture_confirmed_the_first_question_stands_on_the_phone(counter: Counter) -> None:
    page = counter.phone().read(f"/v/{counter.let_in().token}").submit(press=SAME)
    assert page.step == "consent" and page.url.startswith(counter.shop)
    assert "Trên điện thoại" in counter.page.h1 and "Chrome, Android" in counter.page.text


def test_typed_digits_lead_to_the_same_picture(counter: Counter) -> None:
    code = counter.let_in()
    page = counter.phone().type_digits(f"{code.digits[:3]} {code.digits[3:]}")
    assert page.url == f"/v/{code.token}"
    assert page.submit(press=SAME).step == "consent"


def test_the_secret_of_the_cookie_is_closed_and_kept_as_a_sum_only(counter: Counter) -> None:
    phone = counter.phone()
    phone.read(f"/v/{counter.let_in().token}")
    token = phone.token
    raw = phone.raw.post(f"/v/{counter.new_code().token}", data={"csrf_token": token, "same": "yes"})
    cookie = next(c for c in raw.headers.getlist("Set-Cookie") if c.startswith("merchant_helper_phone="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie and "Domain" not in cookie
    secret = cookie.split("=", 1)[1].split(";")[0]
    database = counter.app.extensions["merchant_helper"].folder.app_db
    kept = b"".join(f.read_bytes() for f in database.parent.glob("app.sqlite*"))
    assert len(secret) >= 32 and secret.encode() not in kept


def test_another_picture_sends_nothing_and_the_laptop_goes_on_waiting(counter: Counter) -> None:
    code = counter.let_in()
    page = counter.phone().read(f"/v/{code.token}")
    assert "Hai bên" in counter.page.h1
    assert "Chưa có gì được gửi đi" in page.submit(press="Không giống").text
    assert counter.page.h1 == "Mời chủ tiệm quét mã này"
    assert counter.join(code=code).read("/").step == "consent"


@pytest.mark.parametrize("token", ["x", "a" * 10, "%00", "ă", "<b>", "x" * 2000, "%20"])
def test_a_wrong_token_gets_a_page_that_says_what_to_do(counter: Counter, token: str) -> None:
    counter.let_in()
    page = counter.phone().read(f"/v/{token}", status=404)
    assert "Nhờ người hỗ trợ bấm “Tạo mã mới”" in page.text
    assert page.forms[0].action == "/v"


def test_a_code_ends_after_fifteen_minutes_on_both_screens(counter: Counter) -> None:
    code = counter.let_in()
    counter.clock.pass_by(minutes=14.9)
    open_page = counter.phone().read(f"/v/{code.token}")
    counter.clock.pass_by(minutes=0.2)
    assert "15 phút" in counter.phone().read(f"/v/{code.token}", status=410).text
    late = open_page.submit(press=SAME)
    assert late.status == 410 and late.h1 == "Mã này không dùng được nữa"
    assert counter.phone().type_digits(code.digits).status == 403
    assert counter.page.h1 == "Mã này không dùng được nữa"
    assert counter.join(code=counter.new_code()).read("/").step == "consent"


def test_a_new_code_ends_the_one_before(counter: Counter) -> None:
    old = counter.let_in()
    new = counter.new_code()
    assert old.token != new.token and old.digits != new.digits
    assert counter.phone().read(f"/v/{old.token}", status=410)
    assert counter.phone().read(f"/v/{new.token}")


def test_of_two_phones_that_press_at_once_one_gets_in(counter: Counter) -> None:
    code = counter.let_in()
    phones = [counter.phone(ip=f"192.168.1.{60 + n}") for n in range(4)]
    pages = [phone.read(f"/v/{code.token}") for phone in phones]
    start = threading.Barrier(len(pages))
    landed = []

    def press(index: int) -> None:
        start.wait()
        landed.append(pages[index].submit(press=SAME))

    threads = [threading.Thread(target=press, args=(n,)) for n in range(len(pages))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(page.step or page.h1 for page in landed) == [
        *["Mã này đã có điện thoại dùng"] * 3,
        "consent",
    ]
    assert not any("Chưa đúng" in page.text for page in landed), "nobody typed anything"


def test_looking_whether_the_page_is_there_uses_nothing_up(counter: Counter) -> None:
    code = counter.let_in()
    bot = counter.phone(agent="facebookexternalhit/1.1", ip="192.168.1.77")
    assert bot.raw.head(f"/v/{code.token}").status_code == 200
    assert counter.page.h1 == "Mời chủ tiệm quét mã này"
    for _look in range(3):
        bot.read(f"/v/{code.token}")
    assert counter.join(code=code).read("/").step == "consent"


def test_a_form_of_another_site_lets_nobody_in(counter: Counter) -> None:
    code = counter.let_in()
    for data in ({"same": "yes"}, {"same": "yes", "csrf_token": "x"}):
        answer = counter.phone().raw.post(
            f"/v/{code.token}", data=data, headers={"Origin": "http://evil.example"}
        )
        assert answer.status_code == 400 and "không rõ gửi từ đâu" in answer.text
    assert counter.app.extensions["join_codes"].is_fresh(code)


def test_nothing_is_joined_on_the_laptop_itself(counter: Counter) -> None:
    code = counter.let_in()
    for path in (f"/v/{code.token}", "/unlock"):
        assert counter.laptop.raw.get(path).status_code == 404
    counter.laptop.send("/v", {"digits": code.digits}, status=404)


def test_a_code_whose_phone_could_not_be_written_down_stays_fresh(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = counter.phone().read(f"/v/{counter.let_in().token}")
    counter.app.config["PROPAGATE_EXCEPTIONS"] = False
    with monkeypatch.context() as broken:
        broken.setattr("merchant_helper.shops.visits.join", lambda *_a, **_k: 1 / 0)
        assert page.submit(press=SAME).status == 500
    assert page.submit(press=SAME).step == "consent"


AGENTS = [
    "",
    "Zalo\x00\x1b[31m\x7f<script>",
    "x" * 60_000,
    "ÿþ " * 50,
    CHROME.replace("Chrome/", "Chrome/\t"),
]


@pytest.mark.parametrize("agent", AGENTS, ids=range(len(AGENTS)))
def test_whatever_a_browser_calls_itself_it_is_only_named_by_known_words(
    counter: Counter, agent: str
) -> None:
    counter.join(counter.phone(agent=agent))
    page = counter.page
    assert "\x1b" not in page.html and "<script>" not in page.text
    assert any(f"({name})" in page.text for name in ("?", "Zalo", "Chrome, Android"))


def test_two_shops_on_one_laptop_have_codes_of_their_own(counter: Counter, phone: Phone) -> None:
    other = counter.laptop.read("/shops/new").submit({"name": "Tiệm khác", "co": "cô", "laptop_of": "Lan"})
    second = Counter(counter.app, counter.laptop, other.url, counter.clock)
    assert second.page.h1 == "Cho điện thoại của chủ tiệm vào"
    assert second.join(counter.phone(ip="192.168.1.51")).read("/").url.startswith(other.url)
    assert phone.read("/").url.startswith(counter.shop)
