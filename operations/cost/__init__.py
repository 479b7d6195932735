"""Cost model: the bill and the quota load, from counted AWS calls and dated prices."""
