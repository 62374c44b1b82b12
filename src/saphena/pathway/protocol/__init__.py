"""A clinic's protocol: TOML -> typed rules -> checked -> a dated, explained plan."""
