"""What we knew when of a finding: the recorded changes of each fact that its verdict is made of, in words."""
