"""Read and write Vietnamese text, money, weights and dates; nothing here needs a database or a framework."""

from merchant_helper.text.clock import VIETNAM, format_date, format_time, local, parse_date
from merchant_helper.text.door import (
    Cleaned,
    all_seen,
    clean_text,
    glimpse,
    is_plain,
    nfc,
    shorten,
    unseen_removed,
)
from merchant_helper.text.letters import fold, search_key, vietnamese_sort_key
from merchant_helper.text.measures import Measure, measure_in, parse_length, parse_volume
from merchant_helper.text.money import (
    MAX_PRICE,
    MIN_PRICE,
    format_dong_sentence,
    format_vnd,
    group_digits,
    odd_price_proposal,
    parse_vnd,
)
from merchant_helper.text.names import MAX_SKU, check_sku, file_name, fold_sku, is_sku, sku_from
from merchant_helper.text.numerals import number_in_words, vnd_in_words
from merchant_helper.text.priced import split_price
from merchant_helper.text.secret import has_card_number, secret_in
from merchant_helper.text.size import format_megabytes
from merchant_helper.text.stock import MAX_COUNT, parse_count, says_unknown
from merchant_helper.text.weight import MAX_GRAMS, format_weight, parse_weight

__all__ = [
    "MAX_COUNT",
    "MAX_GRAMS",
    "MAX_PRICE",
    "MAX_SKU",
    "MIN_PRICE",
    "VIETNAM",
    "Cleaned",
    "Measure",
    "all_seen",
    "check_sku",
    "clean_text",
    "file_name",
    "fold",
    "fold_sku",
    "format_date",
    "format_dong_sentence",
    "format_megabytes",
    "format_time",
    "format_vnd",
    "format_weight",
    "glimpse",
    "group_digits",
    "has_card_number",
    "is_plain",
    "is_sku",
    "local",
    "measure_in",
    "nfc",
    "number_in_words",
    "odd_price_proposal",
    "parse_count",
    "parse_date",
    "parse_length",
    "parse_vnd",
    "parse_volume",
    "parse_weight",
    "says_unknown",
    "search_key",
    "secret_in",
    "shorten",
    "sku_from",
    "split_price",
    "unseen_removed",
    "vietnamese_sort_key",
    "vnd_in_words",
]
