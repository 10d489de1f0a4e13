"""What stands in a file and is not the author's text: what is hidden, readers' comments, a library's frame.

It is taken out of the text before its blocks are read, so that it is neither shown nor confirmed as a quote.
"""
