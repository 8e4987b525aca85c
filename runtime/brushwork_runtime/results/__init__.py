"""What came back: answers of every shape, images, downloads."""
