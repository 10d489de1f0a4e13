"""What a server's channels are told of its seeds: those added and removed, and corrections by their authors."""
