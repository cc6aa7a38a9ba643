"""What is due when, and what makes a machine look after it: cron, systemd, Windows. Pure: days and texts in and out."""
