"""What a command does, apart from reading its options: batches of inputs, and the work of each command over them."""
