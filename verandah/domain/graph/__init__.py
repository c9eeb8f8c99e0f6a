"""Who stands how to whom: follows, friends, lists, blocks."""
