"""Product type from title and description in French: text, 27 classes, TF-IDF and logistic regression."""
