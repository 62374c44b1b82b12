"""What stands before an injection: what is asked, who forbids what, the test session, the plan and the consent."""
