"""What breaks under the portal: a killed server, a lost database, a full disk, a deaf mail server."""
