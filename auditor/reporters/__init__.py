"""The reporters: each turns a `Report` into the bytes of one kind of output."""
