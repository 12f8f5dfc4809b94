"""E-mail that comes in, when the county has named a mailbox: LIREN_MAIL_IN=imaps://… or maildir:/… (docs/howto/e-mail.md)."""
