"""What makes a certificate trustworthy: keys, seals, signed files, credentials, lists of states; and checking them.

Values in, bytes out: no rows, no requests. Whoever calls brings the keys (services/issuer_keys.py) and the time.
"""
