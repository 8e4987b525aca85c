"""What is refused, by the generated JSON Schemas, and in whose words."""
