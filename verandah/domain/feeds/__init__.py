"""What reaches whom: home, community, profile and tag timelines, derived at each read."""
