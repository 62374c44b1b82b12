"""What every page looks like: tokens, components, the journey line and the plan in two voices."""
