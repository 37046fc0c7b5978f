"""What a run can be trained with beyond rate and optimizer: a learning-rate schedule, a price on large weights."""
