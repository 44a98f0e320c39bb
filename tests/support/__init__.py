"""What every test may lean on: real databases, a real browser, a real mail server."""
