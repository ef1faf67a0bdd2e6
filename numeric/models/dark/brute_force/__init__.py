"""The second route: explicit matrices and spinors, numerical integrals, nothing shared with the algebra."""
