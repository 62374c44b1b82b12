"""The pages of booking: finding times, one visit, what patients do by their link."""
