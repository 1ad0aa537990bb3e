"""Name the shelves of the guides, the offices that can be asked, and how sure a fact is."""

from __future__ import annotations

from merchant_helper.i18n import mark

TOPICS = ("tax", "ways", "selling", "first-order", "papers", "rules", "safety")
#: Words of addresses and of the command line that no card may be called by.
RESERVED = frozenset(
    {"ask", "calendar", "check", "compare", "glossary", "paper", "practice", "search", "steps", "topics"}
)
#: What to do in the first ten minutes after a loss; every page of the guides leads here.
FIRST_AID = "first-ten-minutes"

OFFICES = {
    "bank": mark("Ngân hàng: gọi số sau thẻ, hoặc ra quầy gần nhà."),
    "tax": mark("Cơ quan thuế quản lý xã, phường của mình."),
    "platform": mark("Mục trợ giúp trong ứng dụng của sàn."),
    "carrier": mark("Bưu cục hoặc tổng đài của nơi vận chuyển."),
    "market": mark("Ban quản lý chợ."),
    "police": mark("Công an xã, phường."),
}
CERTAINTIES = {
    "A": mark("đã đọc văn bản gốc"),
    "B": mark("nhiều nơi nói giống nhau"),
    "C": mark("mới có một nơi nói"),
    "D": mark("điều ai cũng biết, chưa có văn bản"),
    "unknown": mark("chưa rõ, cần hỏi"),
}
QUESTION_WORDS = {
    "who": mark("Ai mở được?"),
    "papers": mark("Cần giấy tờ gì?"),
    "steps_time": mark("Làm mất bao lâu?"),
    "money_when": mark("Bao giờ tiền về tay mình?"),
    "fee": mark("Có mất phí không?"),
    "limit": mark("Có bị giới hạn số tiền không?"),
    "offline": mark("Mất mạng thì sao?"),
    "refund": mark("Trả lại tiền cho khách thế nào?"),
    "foreign": mark("Khách nước ngoài trả được không?"),
    "tax": mark("Thuế có khác không?"),
    "good": mark("Điểm hay"),
    "bad": mark("Điểm dở"),
}
