"""Saphena: runs an ultrasound-guided sclerotherapy clinic, from the request to a vein that stays closed."""

__version__ = "0.1.0"
