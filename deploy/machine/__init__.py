"""What `doctor` looks at on any machine, whichever app asks: files, clock, logs, disks, headers. Knows neither app."""
