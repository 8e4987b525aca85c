"""The checks of `brushwork doctor`."""
