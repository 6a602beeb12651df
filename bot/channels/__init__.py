"""How messages get to customers outside of the web chat."""
