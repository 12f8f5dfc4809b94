"""What a page says when the answer is no: what is wrong, and what to do now."""
