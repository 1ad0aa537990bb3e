"""Hold the command line to the contract."""
