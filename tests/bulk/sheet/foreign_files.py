"""Write small files as other places hand them out, in the layouts that are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter


def write(path: Path, rows: Sequence[Sequence[Any]], first: str = "Bản đăng tải") -> Path:
    workbook = xlsxwriter.Workbook(path)
    workbook.add_worksheet("Hướng dẫn").write_string(0, 0, "Cách dùng")
    sheet = workbook.add_worksheet(first)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            (sheet.write_number if isinstance(cell, int | float) else sheet.write_string)(number, place, cell)
    workbook.close()
    return path


# Column by column, from the key down.
SHOPEE = [
    list(row)
    for row in zip(
        ("ps_category|0|0", "basic", "Ngành hàng", "Không bắt buộc", "", "", "100780", "100781", "100781"),
        (
            "ps_product_name|1|0",
            "0123456789abcdef0123456789abcdef",
            "Tên sản phẩm",
            "Bắt buộc",
            "",
            "10-120 ký tự",
            "Nước mắm nhĩ",
            "Áo bà ba",
            "Áo bà ba",
        ),
        (
            "ps_product_description|1|0",
            "0",
            "Mô tả sản phẩm",
            "Bắt buộc",
            "",
            "",
            "Cá cơm.\nMuối.",
            "Lụa.",
            "Lụa.",
        ),
        ("ps_sku_parent_short|0|0", "123", "SKU sản phẩm", "", "", "", "NM-01", "AO", "AO"),
        ("et_title_variation_integration_no|0|0", "", "Mã sản phẩm", "", "", "", "", "AO", "AO"),
        ("et_title_variation_1|0|0", "", "Tên nhóm phân loại hàng 1", "", "", "", "", "Màu", "Màu"),
        (
            "et_title_option_for_variation_1|0|0",
            "",
            "Tên phân loại hàng cho nhóm phân loại hàng 1",
            "",
            "",
            "",
            "",
            "Đỏ",
            "Xanh",
        ),
        ("ps_price|1|1", "", "Giá", "Bắt buộc", "Nhập giá", "1.000 - 120.000.000", 150000, 250000, 260000),
        ("ps_stock|0|1", "", "Kho hàng", "", "", "", 24, 3, 0),
        ("ps_sku_short|0|0", "", "SKU phân loại", "", "", "", "", "0012345", "AO-2"),
        ("ps_item_cover_image|0|3", "", "Ảnh bìa", "", "", "", "https://cf.shopee.vn/file/abc", "", ""),
        ("ps_weight|1|1", "", "Cân nặng", "Bắt buộc", "Nhập cân nặng (gram)", "", 900, 300, 300),
        ("channel_id.5001|0|0", "", "Nhanh", "", "", "", "Bật", "Bật", "Bật"),
        strict=True,
    )
]


# Column by column, from the key down.
TIKTOK = [
    list(row)
    for row in zip(
        (
            "category",
            "V5.0.2",
            "Danh mục",
            "Bắt buộc",
            "Chép từ trang ẩn",
            "601/Đồ ăn",
            "602/Quần áo",
            "602/Quần áo",
        ),
        ("brand", "create_product", "Thương hiệu", "Bắt buộc", "Chép từ trang ẩn", "77/Bà Sáu", "", ""),
        ("product_name", "metric", "Tên", "Bắt buộc", "Chép từ trang ẩn", "Mắm ruốc", "Áo bà ba", "Áo bà ba"),
        (
            "product_description",
            "category_v2",
            "Mô tả",
            "Bắt buộc",
            "Chép từ trang ẩn",
            "<p>Ngon.<br>Đậm &amp; thơm</p><script>alert(1)</script>",
            "<ul><li>Lụa</li><li>Mát</li></ul>",
            "<ul><li>Lụa</li><li>Mát</li></ul>",
        ),
        (
            "main_image",
            "",
            "Ảnh",
            "Bắt buộc",
            "Chép từ trang ẩn",
            "https://p16.example/anh%201.jpg?x=1",
            "",
            "",
        ),
        ("image_2", "md5", "Ảnh 2", "Bắt buộc", "Chép từ trang ẩn", "", "", ""),
        ("property_name_1", "normal_file", "Tên phân loại", "Bắt buộc", "Chép từ trang ẩn", "", "Màu", "Màu"),
        (
            "property_value_1",
            "TikTok Shop (0)",
            "Phân loại",
            "Bắt buộc",
            "Chép từ trang ẩn",
            "",
            "Đỏ",
            "Xanh",
        ),
        ("property_1_image", "", "", "Bắt buộc", "Chép từ trang ẩn", "", "", ""),
        (
            "parcel_weight",
            "",
            "Trọng lượng kiện hàng(g)",
            "Bắt buộc",
            "Chép từ trang ẩn",
            "500",
            "300",
            "300",
        ),
        ("delivery", "", "", "Bắt buộc", "Chép từ trang ẩn", "", "", ""),
        ("price", "", "Giá", "Bắt buộc", "Chép từ trang ẩn", "45000", "250000", "250000"),
        ("quantity", "", "Số lượng", "Bắt buộc", "Chép từ trang ẩn", "7", "1", "1"),
        ("seller_sku", "", "SKU", "Bắt buộc", "Chép từ trang ẩn", "", "AO-1", "AO-2"),
        strict=True,
    )
]

# What is on sale there already.
SALES = [
    list(row)
    for row in zip(
        ("et_title_product_id", "sales_info", "Mã Sản phẩm", "", "11", "11", "12"),
        (
            "et_title_product_name",
            "35b74571cd927608dc4cc2b998b916cb",
            "Tên Sản phẩm",
            "",
            "Áo bà ba",
            "Áo bà ba",
            "Nước mắm",
        ),
        ("et_title_variation_id", "0", "Mã Phân loại", "", "21", "22", "0"),
        ("et_title_variation_name", "31475604", "Tên phân loại", "", "Đỏ,M", "Xanh,L", ""),
        ("et_title_parent_sku", "", "SKU Sản phẩm", "", "AO", "AO", "NM-01"),
        ("et_title_variation_sku", "", "SKU", "", "AO-1", "AO-2", ""),
        ("et_title_variation_price", "", "Giá", "Bắt buộc", "250000", "260000.00", "150000"),
        ("et_title_variation_stock", "", "Số lượng", "", "5", "0", "2"),
        ("et_title_reason", "", "Lý do", "", "", "", ""),
        strict=True,
    )
]
