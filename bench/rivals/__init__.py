"""What a user would run instead, over the same text in one run, each in an environment of its own."""
