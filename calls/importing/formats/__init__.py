"""Each form a document may come in → its text, with the offsets at which pages begin."""
