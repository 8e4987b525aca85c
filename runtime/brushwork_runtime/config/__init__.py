"""The settings of a client, from arguments and the environment."""
