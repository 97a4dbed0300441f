"""How readiness was, is and will be, as pictures: nightly snapshots, sites by requirements, what ends, exercises."""
