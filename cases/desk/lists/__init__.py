"""待办, 事项 and their rows: what is listed, narrowed, counted, and done for several at once."""
