"""The commands themselves, a module each; they say what is options, and leave the work to the other rooms."""
