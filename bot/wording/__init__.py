"""The words of the interface, as English templates marked for the catalogues, one file per room."""
