"""Heart disease from 13 clinical features: tabular, binary, logistic regression."""
