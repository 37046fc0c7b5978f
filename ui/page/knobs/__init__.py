"""What a run can be trained with beyond rate and optimizer: a learning-rate schedule, a penalty on large weights."""
