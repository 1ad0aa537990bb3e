"""Hold the catalogues; ``python -m merchant_helper.translations update PART`` keeps them true to the code."""
