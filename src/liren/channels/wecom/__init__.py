"""企业微信: messages to staff, messages and group mentions from them, signing in."""
