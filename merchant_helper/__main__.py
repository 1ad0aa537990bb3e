"""Run the command line as ``python -m merchant_helper``."""

from merchant_helper.cli import main

if __name__ == "__main__":
    main()
