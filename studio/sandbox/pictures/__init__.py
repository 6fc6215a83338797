"""The drawing program of the sandbox: scenes from words, and edits of pictures."""
