"""Audio: binary frames, Opus packets, Ogg and WAV."""
