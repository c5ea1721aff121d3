"""Mail: messages and mailboxes, who is quoted in them at which depth, signatures, attachments."""
