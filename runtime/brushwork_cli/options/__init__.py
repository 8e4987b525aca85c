"""What a command line says: the options of a request and of its execution, typed values, the budget."""
