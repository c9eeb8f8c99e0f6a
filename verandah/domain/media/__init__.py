"""Pictures, videos and sounds: what there is of each, where it lies, and who may fetch it."""
