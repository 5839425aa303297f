"""What people type about practical exercises and results, made into clean values."""
