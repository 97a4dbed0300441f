"""Responders: who agreed to be shown, who is on duty at a site, and what its card shows of them."""
