"""Rules of `certificates`: who is entitled, codes, serial numbers, printed wording."""
