"""Mapping: the standing duplex examination, typed as it is done, reviewed and signed as a vein map."""
