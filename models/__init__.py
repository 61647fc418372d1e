"""What has been learnt: the gazetteer of administrative divisions and the annotators."""
