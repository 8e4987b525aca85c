"""The commands themselves, a module each; they say what is asked, and leave the work to the other rooms."""
