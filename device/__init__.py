"""A virtual Stikadoo: speaks the firmware's protocol and checks what it receives. It prints nothing to the terminal."""
