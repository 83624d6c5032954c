"""One click function a command, each importing what it needs only when it runs."""
