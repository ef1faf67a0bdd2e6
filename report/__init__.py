"""What people look at: the command line, the ledger as a page, LaTeX, figures. No physics."""
