"""What to train and drill, from what people look for and what exercises and incidents showed."""
