"""From an article's text to a Page: clean text with origins, and its layout."""
