"""Load every table of the program, so that the metadata is whole."""

import merchant_helper.bulk.model
import merchant_helper.listings.model
import merchant_helper.photos.model
import merchant_helper.shops.learned
import merchant_helper.shops.model
import merchant_helper.shops.pay_codes
import merchant_helper.shops.place_files
import merchant_helper.shops.visits  # noqa: F401
