"""Community resources by the HSDS standard: what can be called or gone to, near a site, now, in a language."""
