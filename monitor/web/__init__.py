"""What a browser and other programs see: a page of what is at risk, and the HTTP interface to the registry."""
