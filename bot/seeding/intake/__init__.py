"""An attached file to what is understood of it. Nothing is stored here."""
