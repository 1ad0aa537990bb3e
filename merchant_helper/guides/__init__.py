"""Show how to be paid without cash, sell online and stay safe: cards, dated facts, VietQR; no database."""
