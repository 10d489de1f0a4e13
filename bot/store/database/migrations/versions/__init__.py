"""One module a migration; once released, none is changed."""
