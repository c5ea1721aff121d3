"""Files made to do harm, and what runs one of them."""
