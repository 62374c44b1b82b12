"""The return visits: what became of each treated vein, whether the deep veins are safe, and what comes next."""
