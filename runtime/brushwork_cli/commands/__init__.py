"""The commands, one module each: they declare their options and leave the work to the other packages."""
