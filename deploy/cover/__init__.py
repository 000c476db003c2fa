"""Cover traffic from a workstation (docs/cover-traffic.md). Needs `crypto/` and this folder, nothing of the servers."""
