"""What each endpoint takes and gives: `openapi.json` is made of it. A file per chapter, a line an endpoint."""
