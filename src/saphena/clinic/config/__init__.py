"""Settings, addresses, what every request passes through, and the checks of an installation."""
