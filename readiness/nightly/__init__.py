"""The nightly file: staff and certificates that come by themselves, and what keeps a wrong file back."""
