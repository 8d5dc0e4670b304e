"""Many reports: the same reading on several cores or machines, what need not be read, and readings kept in shards."""
