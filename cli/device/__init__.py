"""A virtual Stikadoo: it speaks as the firmware does and checks what it is given. It prints nothing to the terminal."""
