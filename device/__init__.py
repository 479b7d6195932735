"""A virtual Stikadoo: speaks the firmware's protocol and checks what it receives. No terminal output."""
