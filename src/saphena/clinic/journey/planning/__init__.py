"""Planning: what was asked before, the treatment plan, the consent, and the test session."""
