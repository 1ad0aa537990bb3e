"""Put a phone beside the laptop: browsers that come through the door, and a clock that can be moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask

from merchant_helper.web.phone.codes import Guesses, JoinCode, JoinCodes, Presence
from web.house import WholeAnswers
from web.page_reader import Client, Fields, Page, words

LAPTOP_IP, PORT = "192.168.1.23", 8001
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
ZALO = "Mozilla/5.0 (Linux; Android 12; SM-A127F; wv) AppleWebKit/537.36 Chrome/130.0 Zalo android/24"


class Clock:
    """Tell the time that a test says it is."""

    def __init__(self) -> None:
        self.now = 50_000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, *, minutes: float = 0.0, seconds: float = 0.0) -> None:
        """Let time pass."""
        self.now += 60 * minutes + seconds


def give_clock(app: Flask, clock: Clock) -> None:
    """Put everything that knows the time of a phone under one clock."""
    app.extensions["join_codes"] = JoinCodes(clock)
    app.extensions["join_guesses"] = Guesses(clock)
    app.extensions["phone_presence"] = Presence(clock)


class ThroughTheDoor(WholeAnswers):
    """Send each request as the second listener hands it on."""

    base = f"http://{LAPTOP_IP}:{PORT}"

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request to the address that phones use."""
        if args and isinstance(args[0], str):
            kwargs.setdefault("base_url", self.base)
        return super().open(*args, **kwargs)


class Phone(Client):
    """Be one browser on a phone in the same network."""

    def __init__(self, app: Flask, ip: str = "192.168.1.50", agent: str = CHROME, host: str = "") -> None:
        raw = ThroughTheDoor(app, app.response_class, use_cookies=True)
        raw.base = f"http://{host}" if host else raw.base
        marks: Any = {"merchant_helper.phone": True, "REMOTE_ADDR": ip, "HTTP_USER_AGENT": agent}
        raw.environ_base |= marks
        super().__init__(raw)

    def send(self, url: str, data: Fields, status: int | None = None) -> Page:
        """Send a form as a page of ours would, to the address that the phone uses."""
        raw: Any = self.raw
        data = {"csrf_token": self.token, **data}
        answer = raw.post(url, data=data, headers={"Origin": raw.base}, follow_redirects=True)
        return self._page(url, answer, status)

    def type_digits(self, digits: str) -> Page:
        """Open the short address and type what stands on the laptop."""
        self.read_any("/")
        return self.send("/v", {"digits": digits})

    def read_any(self, url: str) -> Page:
        """Open a page whatever its status is."""
        return self._page(url, self.raw.get(url, follow_redirects=True), None)


@dataclass
class Counter:
    """Hold one shop's laptop, and let phones in at it."""

    app: Flask
    laptop: Client
    shop: str
    clock: Clock

    @property
    def page(self) -> Page:
        """Look at the laptop's page about the phone."""
        return self.laptop.read(f"{self.shop}/phone")

    def let_in(self) -> JoinCode:
        """Press "Cho điện thoại vào" and read the code off the laptop."""
        page = self.page.submit(press="Cho điện thoại vào")
        return self.code_on(page)

    def new_code(self) -> JoinCode:
        """Press "Tạo mã mới" and read the code off the laptop."""
        page = self.page
        if any("Tạo mã mới" in form.buttons() for form in page.forms):
            return self.code_on(page.submit(press="Tạo mã mới"))
        return self.code_on(self.press("new"))

    def press(self, wish: str) -> Page:
        """Press one of the buttons beside the laptop's page."""
        buttons = list(self.page.find("button", name="do", value=wish))
        assert buttons, f"no button for {wish}"
        return self.laptop.send(f"{self.shop}/phone/act", {"do": wish})

    def code_on(self, page: Page) -> JoinCode:
        """Find the code whose digits a page shows."""
        shown = words(next(page.find("strong", class_="address"))).replace(" ", "")
        code: JoinCode | None = self.app.extensions["join_codes"].by_digits(shown)
        assert code is not None
        return code

    def digits(self) -> str:
        """Read the visit's four digits off the laptop."""
        return words(next(self.page.find("strong", class_="address")))

    def phone(self, **how: str) -> Phone:
        """Take another browser."""
        return Phone(self.app, **how)

    def join(self, phone: Phone | None = None, code: JoinCode | None = None) -> Phone:
        """Scan a code and press that both pictures are the same."""
        phone, code = phone or self.phone(), code or self.let_in()
        phone.read(f"/v/{code.token}").submit(press="Giống nhau, bắt đầu")
        return phone

    def part(self, page: Page) -> Any:
        """Ask again as the script on the laptop's page does."""
        return self.laptop.raw.get(next(a for e in page.dom.iter("div") if (a := e.get("hx-get"))))
