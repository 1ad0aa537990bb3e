"""Make a USB stick from which the program starts without a network, and start from one.

``python3 start.py stick DIR`` runs this package; ``offline`` is what ``start.py`` itself uses on a stick.
"""
