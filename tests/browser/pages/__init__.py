"""What each actor does on the portal's pages, by the words that stand on them."""
