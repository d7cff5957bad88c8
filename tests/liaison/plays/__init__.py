"""What a person types in 协作配合, kind by kind, as in ``tests.supervision.plays``."""
