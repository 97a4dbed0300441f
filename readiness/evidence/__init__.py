"""Proof of certificates: what people send in, made harmless, looked at, and kept with the certificate."""
