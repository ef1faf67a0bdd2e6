"""What somebody printed, beside what follows from the Lagrangian: one folder a paper."""
