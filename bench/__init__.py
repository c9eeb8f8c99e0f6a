"""What is measured: speed and endurance, on a town of sample people."""
