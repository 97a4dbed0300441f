"""The trail: what was done, by whom, in the transaction of the change itself."""
