"""微信公众号: residents report and ask by message, and hear of progress."""
