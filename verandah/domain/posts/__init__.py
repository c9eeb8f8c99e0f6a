"""What is said: posts, their tags and mentions, and who may see them."""
