"""Classes: training sessions with seats, who is in and who waits, who was there, and the certificate that follows."""
