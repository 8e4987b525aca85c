"""Local reference images on their way to the service."""
