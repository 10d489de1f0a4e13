"""Documents of word processors and electronic books: packed XML, and RTF."""
