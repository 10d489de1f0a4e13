"""Pictures of passages: words, author and caveat as one image, for previews of links and for passing on."""
