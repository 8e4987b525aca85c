"""From the command line to a request that is checked: options, typed values, budget, dry run."""
