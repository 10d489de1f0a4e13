"""The library: seeds in, passages out. Pure and synchronous; knows no chat, no database, no environment."""
