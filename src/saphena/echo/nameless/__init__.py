"""A copy of an ultrasound file in which nobody is named: neither in its header nor in its pixels."""
