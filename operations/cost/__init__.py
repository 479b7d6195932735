"""Cost model: counted AWS calls and dated prices give a bill and the quotas it reaches."""
