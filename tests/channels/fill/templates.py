"""Draw templates shaped as those of Vietnamese shops are described; no original is known to us."""

from __future__ import annotations

from channels.fill.books import BAD_FORMAT, BAD_PANE, EXTRA, Page, book, letters, rule

CARRIERS = {"channel_id.5001|0|0": "Nhanh", "channel_id.5002|0|0": "Hàng Cồng Kềnh"}
# key: (label, mark, explanation, limit)
SHOPEE = {
    "ps_category|0|0": ("Ngành hàng", "Không bắt buộc", "Mã ngành hàng", ""),
    "ps_product_name|1|0": ("Tên sản phẩm", "Bắt buộc", "Ghi rõ tên", "Từ 10 đến 120 ký tự"),
    "ps_product_description|1|0": ("Mô tả sản phẩm", "Bắt buộc", "Ghi rõ mô tả", "Từ 20 đến 3000 ký tự"),
    "ps_sku_parent_short|0|0": ("SKU sản phẩm", "Không bắt buộc", "", ""),
    "et_title_variation_integration_no|0|0": ("Mã sản phẩm", "Bắt buộc có điều kiện", "", ""),
    "et_title_variation_1|0|0": ("Tên nhóm phân loại hàng 1", "Bắt buộc có điều kiện", "", ""),
    "et_title_option_for_variation_1|0|0": ("Tên phân loại hàng 1", "Bắt buộc có điều kiện", "", ""),
    "et_title_image_per_variation|0|3": ("Hình ảnh mỗi phân loại", "Bắt buộc có điều kiện", "", ""),
    "et_title_variation_2|0|0": ("Tên nhóm phân loại hàng 2", "Bắt buộc có điều kiện", "", ""),
    "et_title_option_for_variation_2|0|0": ("Tên phân loại hàng 2", "Bắt buộc có điều kiện", "", ""),
    "ps_price|1|1": ("Giá", "Bắt buộc", "", ""),
    "ps_stock|0|1": ("Kho hàng", "Không bắt buộc", "", ""),
    "ps_sku_short|0|0": ("SKU phân loại", "Không bắt buộc", "", ""),
    "ps_gtin_code|0|0": ("GTIN", "Không bắt buộc", "", ""),
    "ps_item_cover_image|0|3": ("Ảnh bìa", "Không bắt buộc", "Đường dẫn ảnh", ""),
    "ps_item_image_1|0|3": ("Hình ảnh sản phẩm 1", "Không bắt buộc", "", ""),
    "ps_weight|1|1": ("Cân nặng", "Bắt buộc", "Cân nặng sau khi gói (gram)", "Từ 1 đến 1000000"),
    "ps_length|0|1": ("Chiều dài", "Bắt buộc có điều kiện", "cm", ""),
    "ps_width|0|1": ("Chiều rộng", "Bắt buộc có điều kiện", "cm", ""),
    "ps_height|0|1": ("Chiều cao", "Bắt buộc có điều kiện", "cm", ""),
    **{key: (label, "Bắt buộc có điều kiện", "", "Bật/Tắt") for key, label in CARRIERS.items()},
    "et_title_reason|0|0": ("Lý do thất bại", "", "", ""),
}
CATEGORIES = ("Thực phẩm/Gia vị/Nước mắm (605274)\t", "Nhà cửa/Đồ đan (605300)", "Thời trang/Áo (605400)")
TIKTOK = {
    "category": ("Hạng mục", "Bắt buộc"),
    "brand": ("Thương hiệu", "Không bắt buộc"),
    "product_name": ("Tên sản phẩm", "Bắt buộc"),
    "product_description": ("Mô tả", "Bắt buộc"),
    "main_image": ("Hình chính", "Bắt buộc"),
    "image_2": ("Hình 2", "Không bắt buộc"),
    "property_name_1": ("Tên phân loại 1", "Bắt buộc có điều kiện"),
    "property_value_1": ("Phân loại 1", "Bắt buộc có điều kiện"),
    "property_1_image": ("Hình phân loại 1", "Không bắt buộc"),
    "property_name_2": ("Tên phân loại 2", "Không bắt buộc"),
    "property_value_2": ("Phân loại 2", "Không bắt buộc"),
    "parcel_weight": ("Trọng lượng kiện hàng(g)", "Bắt buộc"),
    "parcel_length": ("Chiều dài kiện hàng(cm)", "Không bắt buộc"),
    "parcel_width": ("Chiều rộng kiện hàng(cm)", "Không bắt buộc"),
    "parcel_height": ("Chiều cao kiện hàng(cm)", "Không bắt buộc"),
    "delivery": ("Giao hàng", "Không bắt buộc"),
    "price": ("Giá bán", "Bắt buộc"),
    "quantity": ("Số lượng", "Bắt buộc"),
    "seller_sku": ("SKU người bán", "Không bắt buộc"),
    "product_property/100701": ("Vật liệu", "Bắt buộc có điều kiện"),
}
LAZADA = (
    *("productNoForBatch", "catId", "title.vi_VN", "title.en_VN", "mainImage.0", "mainImage.1"),
    *("catProperty.p-20000", "description", "sku.props", "sku.package_weight", "sku.quantity", "sku.price"),
    *("sku.SellerSku", "sku.package_length", "sku.package_width", "sku.package_height", "sku.shop_sku"),
)
LAZADA_LABELS = (
    *("Mã nhóm*", "Danh mục", "Tên sản phẩm*", "Tên tiếng Anh", "Ảnh 1", "Ảnh 2"),
    *("Thương hiệu*", "Mô tả*", "Phân loại", "Cân nặng (kg)*", "Số lượng*", "Giá*"),
    *("SKU", "Dài (cm)", "Rộng (cm)", "Cao (cm)", "Shop SKU"),
)
SAPO = (
    *("Đường dẫn/Alias", "Tên sản phẩm*", "Mô tả sản phẩm", "Nhãn hiệu", "Tags", "Hiển thị*"),
    *("Thuộc tính 1", "Giá trị thuộc tính 1", "Thuộc tính 2", "Giá trị thuộc tính 2", "Mã SKU", "Barcode"),
    *("Đơn vị tính", "Ảnh đại diện", "Khối lượng", "Đơn vị khối lượng", "Giá", "Cửa hàng chính_Tồn kho"),
    "Ảnh phiên bản",
)


def shopee(owner: str = "70001234", **more: object) -> bytes:
    """Draw "Bản đăng tải" with keys in row 1, the shop's number in row 2 and data from row 7.

    Its pane cannot be opened by openpyxl, and its sheet is protected.
    """
    keys = list(SHOPEE)
    place = {key.split("|")[0]: number for number, key in enumerate(keys, start=1)}
    head = {
        1: dict(enumerate(keys, start=1)),
        2: {1: "basic", 2: "9f86d081884c7d659a2feaa0c55ad015", 3: "0", 4: owner},
        **{
            row + 3: {n: t[row] for n, t in enumerate(SHOPEE.values(), start=1) if t[row]} for row in range(4)
        },
        7: {place["ps_stock"]: "", place["ps_sku_parent_short"]: ""},
    }

    form = Page(
        "Bản đăng tải",
        head,
        rules=_shopee_rules(place),
        before=BAD_PANE + '<cols><col min="2" max="3" width="20" style="2"/></cols>',
        after='<sheetProtection sheet="1" objects="1"/>',
        styles={(7, place["ps_stock"]): 2, (7, place["ps_sku_parent_short"]): 1},
    )
    guide = Page("Hướng dẫn", {1: {1: "Cách dùng mẫu"}})
    token = Page("HiddenTax", {1: {1: "=1+1"}}, hidden=True)
    return book([guide, form, token], **more)  # type: ignore[arg-type]


def _shopee_rules(place: dict[str, int]) -> list[str]:
    def area(key: str) -> str:
        return f"{letters(place[key])}7:{letters(place[key])}5007"

    price = letters(place["ps_price"])
    return [
        rule("textLength", area("ps_product_name"), "10", "120"),
        rule("textLength", area("ps_product_description"), "20", "3000"),
        rule("textLength", area("et_title_option_for_variation_1"), "1", "20"),
        rule("whole", area("ps_stock"), "0", "999999"),
        rule("whole", area("ps_length"), "0", "1000000"),
        rule("custom", area("ps_price"), f"=AND({price}7>=1000.0,{price}7<=120000000.0,LEN(A7)<9)"),
        *(rule("list", area(key.split("|")[0]), '"Bật,Tắt"') for key in CARRIERS),
    ]


def tiktok(action: str = "create_product", **more: object) -> bytes:
    """Draw "Template" of layout V5: five rows of heads, data from row 6, lists in hidden sheets."""
    heads = {1: dict(enumerate(TIKTOK, start=1))}
    heads[2] = dict(
        enumerate(["V5.0.2", action, "metric", "category_v2", "", "d41d8cd9", "normal_file"], start=1)
    )
    heads[3] = {n: label for n, (label, _mark) in enumerate(TIKTOK.values(), start=1)}
    heads[4] = {n: mark for n, (_label, mark) in enumerate(TIKTOK.values(), start=1)}
    heads[5] = {1: "Chép đúng tên hạng mục", 3: "Dưới 255 ký tự"}
    place = {key: number for number, key in enumerate(TIKTOK, start=1)}
    styles = {number + 1: {1: text} for number, text in enumerate(CATEGORIES)}
    styles[1] = {1: CATEGORIES[0], place["product_property/100701"]: "Forbid", place["brand"]: "Optional"}
    styles[2] = {1: CATEGORIES[1], place["product_property/100701"]: "Mandatory"}
    attributes = {
        1: {1: CATEGORIES[1], 2: "Mây"},
        2: {1: CATEGORIES[1], 2: "Tre"},
        3: {1: CATEGORIES[2], 2: "Lụa"},
    }
    pages = [
        Page("Template", heads, rules=_tiktok_rules(place), extra=EXTRA),
        Page("Example", {1: {1: "Ví dụ"}}),
        Page("HiddenStyle", styles, hidden=True),
        Page("HiddenAttr", attributes, hidden=True),
        Page("Category", {n: {1: text} for n, text in enumerate(CATEGORIES, start=1)}, hidden=True),
        Page("Brand", {1: {1: "7032166356980074241/Bà Sáu"}}, hidden=True),
    ]
    return book(pages, **more)  # type: ignore[arg-type]


def _tiktok_rules(place: dict[str, int]) -> list[str]:
    material = letters(place["product_property/100701"])
    rules = [
        rule("whole", f"{letters(place['quantity'])}6:{letters(place['quantity'])}2000", "0", "99999"),
        rule("textLength", "C6:C2000", "0", "255"),
        rule("list", "B6:B2000", "Brand!$A$1:$A$1048576"),
    ]
    rules += [
        rule(
            "list",
            f"{material}{row}",
            f"OFFSET(HiddenAttr!$B$1,MATCH($A${row},HiddenAttr!$A$1:$A$9,0)-1,0,COUNTIF(HiddenAttr!$A:$A,$A${row}))",
        )
        for row in range(6, 40)
    ]
    return rules


def lazada(sheets: tuple[str, ...] = ("Nước mắm",)) -> bytes:
    """Draw a sheet for each category, beside each a hidden one with its keys; a style of no format."""
    pages = [Page("INDEX", {1: {1: "Lazada"}})]
    for name in sheets:
        labels = dict(enumerate(LAZADA_LABELS, start=1))
        explained = {3: "Tên đầy đủ", 10: "Sau khi gói"}
        first = {2: "10002019"}
        pages.append(Page(name, {1: labels, 2: {1: "Nhóm"}, 3: explained, 4: {1: "Ví dụ: 1"}, 5: {}, 6: {}}))
        pages.append(Page(f"{name}_hide", {1: first, 3: dict(enumerate(LAZADA, start=1))}, hidden=True))
    told = {1: {1: "version", 2: "md5Key"}, 2: {1: "2", 2: "0cc175b9c0f1b6a831c399e269772661"}}
    pages.append(Page("global_hide", told, hidden=True))
    return book(pages, style=BAD_FORMAT)


def sapo(branches: tuple[str, ...] = ()) -> bytes:
    """Draw the product file with a column for each branch."""
    heads = [*SAPO, *(f"{branch}_Tồn kho" for branch in branches)]
    return book([Page("Sheet0", {1: dict(enumerate(heads, start=1))})])


HEADS = ("STT", "Tên hàng*", "Mã hàng", "Giá bán (đ)*", "Số lượng", "Khối lượng (kg)", "Nhóm*", "Ghi chú")


def stranger() -> bytes:
    """Draw a template of nobody we know: a title, headers in row 3, a row that explains."""
    page = Page(
        "Hàng hóa",
        {1: {1: "DANH SÁCH HÀNG HÓA"}, 3: dict(enumerate(HEADS, start=1)), 4: {2: "Tên in trên bao bì"}},
        rules=[rule("list", "G5:G300", '"Thực phẩm,Đồ gia dụng"')],
    )
    return book([page, Page("Danh mục", {1: {1: "Thực phẩm"}})])
