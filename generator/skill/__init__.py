"""A skill for agents that work in a shell, in the format of agentskills.io."""
